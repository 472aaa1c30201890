import type { AuditHead } from './line.js';
import { Persistence, type Attempts } from './persistence.js';

/** Keeps the place of a chain's last line where the log's own host cannot change it. */
export type AnchorFunction = (head: AuditHead) => unknown;

/** Hands heads to the app's anchor, one call at a time; of those that wait, only the latest is worth a call. */
export class Anchor {
  readonly #fn: AnchorFunction;
  readonly #persistence: Persistence;
  #latest: AuditHead | undefined;
  #running: Promise<void> | undefined;

  constructor(fn: AnchorFunction, attempts: Attempts) {
    this.#fn = fn;
    this.#persistence = new Persistence(attempts);
  }

  /** Hands over a head, now or after the call that runs. */
  keep(head: AuditHead): void {
    this.#latest = head;
    this.#running ??= this.#run();
  }

  /** Resolves once the latest head is kept, or was given up. */
  async end(): Promise<void> {
    this.#persistence.hurry();
    while (this.#running) await this.#running;
  }

  /** Ends all attempts. */
  giveUp(): void {
    this.#persistence.giveUp();
  }

  async #run(): Promise<void> {
    while (this.#latest) {
      const isKept = await this.#persistence.run(async () => {
        const head = this.#latest!;
        await this.#fn(head);
        if (this.#latest === head) this.#latest = undefined;
      });
      if (!isKept) break;
    }
    this.#running = undefined;
  }
}
