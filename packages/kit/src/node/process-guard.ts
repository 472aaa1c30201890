import type { App } from '../app/app.js';
import { findBlamed } from '../core/blame.js';
import { fail } from '../core/errors.js';
import { toError } from '../core/thrown.js';

/** A server that runs in this process. */
interface Guarded {
  readonly app: Pick<App, 'config' | 'panic'>;
  readonly stop: (() => Promise<unknown>) | undefined;
}

/**
 * Keeps the process alive after an error that nothing catches: a timer throws, or nobody awaits a promise that
 * is rejected. `onError` and `onPanic` receive it, with the region that it came from, which is reset, or the URL of the
 * request. At more than `maxPanics` in a minute, or at the first if `uncaughtErrors` is `exit`, every server is stopped
 * and the process exits with 1.
 *
 * @param stop ends the server as SIGTERM does; without it, the process lives on in any case
 * @returns a function that removes the guard
 */
export function guardProcess(app: Guarded['app'], stop?: Guarded['stop']): () => void {
  const guarded: Guarded = { app, stop };
  guard.add(guarded);
  return () => guard.remove(guarded);
}

const events = ['uncaughtException', 'unhandledRejection'] as const;

/** Milliseconds in which all servers must stop. */
const stopTimeout = 30_000;

/** Receives the errors that nothing in the process catches, while it has a server. */
class ProcessGuard {
  readonly #servers = new Set<Guarded>();
  #minute = 0;
  /** The number of errors in that minute. */
  #count = 0;
  #isEnding = false;

  add(server: Guarded): void {
    if (this.#servers.size === 0) for (const event of events) process.on(event, this.#take);
    this.#servers.add(server);
  }

  remove(server: Guarded): void {
    this.#servers.delete(server);
    if (this.#servers.size > 0) return;
    for (const event of events) process.off(event, this.#take);
    this.#count = 0;
    this.#isEnding = false;
  }

  readonly #take = (thrown: unknown): void => {
    // The first server receives an error that belongs to none, and decides.
    const [first] = [...this.#servers] as [Guarded];
    const blamed = findBlamed();
    try {
      (blamed ?? first.app).panic(toError(thrown));
    } catch (worse) {
      first.app.panic(worse);
    }
    if (blamed?.isAwaited) return;
    const why = this.#reasonToEnd(first);
    if (why === undefined || !first.stop || this.#isEnding) return;
    this.#isEnding = true;
    const { message, hint } = fail('process-ends', { why });
    first.app.config.log.error(`${message} ${hint}`);
    this.#end();
  };

  /** Counts one more error. Returns the reason why the process must end, if any. */
  #reasonToEnd({ app }: Guarded): string | undefined {
    const { limits, uncaughtErrors } = app.config;
    const minute = Math.floor(Date.now() / 60_000);
    if (minute !== this.#minute) this.#count = 0;
    this.#minute = minute;
    this.#count += 1;
    if (uncaughtErrors === 'exit')
      return 'something was thrown that nothing caught, and the option `uncaughtErrors` is "exit"';
    if (this.#count > limits.maxPanics)
      return `nothing caught more than ${limits.maxPanics} errors within a minute, the limit \`maxPanics\``;
    return undefined;
  }

  #end(): void {
    const exit = () => process.exit(1);
    setTimeout(exit, stopTimeout).unref();
    void Promise.allSettled([...this.#servers].map(({ stop }) => stop?.())).then(exit);
  }
}

// Copies of kit in one process share it: each error is handled once.
const key: unique symbol = Symbol.for('skerry.process-guard');
const shared = globalThis as { [key]?: ProcessGuard };
const guard = (shared[key] ??= new ProcessGuard());
