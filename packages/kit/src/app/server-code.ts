import { type Blamed, blaming } from '../core/blame.js';
import { interruptText, isInterrupt } from '../core/deny.js';
import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import type { Limits } from '../core/limits.js';
import type { Locals } from '../core/locals.js';
import type { Log } from '../core/log.js';
import { toError } from '../core/thrown.js';
import { settle, within } from '../core/within.js';
import { startFailed } from '../hooks/start.js';
import type { Publish } from '../live/messages/topics.js';
import {
  type ServerContext,
  type ServerEnd,
  serverFile,
  type ServerModule,
} from '../page/server-module.js';

/** The surroundings of the server code of an app. */
export interface ServerCodeOptions {
  readonly publish: Publish;
  readonly log: Log;
  readonly limits: Limits;
  /** The data that all requests and connections inherit. */
  readonly locals: Locals;
  /** Takes errors that nothing catches in what the code has begun. */
  panic(error: Error): void;
  /** Reports a failure. */
  report(thrown: unknown, where: string): void;
}

/** The server code of an app, `src/server.ts`: it is started, and ended, once per version. */
export class ServerCode {
  readonly #options: ServerCodeOptions;
  readonly #blamed: Blamed;
  #abort: AbortController | undefined;
  #end: ServerEnd | undefined;

  constructor(options: ServerCodeOptions) {
    this.#options = options;
    const { panic, report, publish } = options;
    this.#blamed = { panic, reportError: report, publish };
  }

  /** Starts a version of the code, in place of the one that has ended. @throws SkerryError `start-failed` */
  async startCode(module: ServerModule | undefined): Promise<void> {
    const { locals, limits, log, publish, report } = this.#options;
    if (!module) return;
    const abort = (this.#abort = new AbortController());
    const context = { publish, log, locals, signal: abort.signal };
    try {
      const started = blaming(this.#blamed, () => settle(startOf(module, context)));
      const tooLate = (): Error => {
        started.then((end) => this.#call(toEnd(end))).catch(() => {});
        return new Error(`it was not done after ${limits.startTimeout} ms`);
      };
      const late = (error: Error) => report(error, 'late');
      this.#end = toEnd(await within(limits.startTimeout, started, tooLate, late));
    } catch (thrown) {
      abort.abort();
      const cause = isInterrupt(thrown) ? notAnswered(interruptText(thrown)) : toError(thrown);
      report(cause, 'start');
      throw startFailed({ file: serverFile }, cause);
    }
  }

  /** Tells the code that its end is near. */
  abortCode(): void {
    this.#abort?.abort();
  }

  /** Ends the code, and takes back what it has put into the locals; failures are reported. */
  async endCode(): Promise<void> {
    this.abortCode();
    const end = this.#end;
    this.#end = undefined;
    await this.#call(end);
    const { locals } = this.#options;
    for (const name of Object.keys(locals)) Reflect.deleteProperty(locals, name);
  }

  async #call(end: ServerEnd | undefined): Promise<void> {
    if (!end) return;
    const { limits, report } = this.#options;
    const milliseconds = limits.hookTimeout;
    const tooLate = () => fail('server-end-timeout', { milliseconds });
    try {
      const ended = blaming(this.#blamed, () => settle(callEnd(end)));
      await within(milliseconds, ended, tooLate, (error) => report(error, 'late'));
    } catch (thrown) {
      report(thrown, 'stop');
    }
  }
}

/** What `start` returns; a throw is a rejection. */
const startOf = async ({ start }: ServerModule, context: ServerContext): Promise<unknown> =>
  start(context);

const callEnd = async (end: ServerEnd): Promise<unknown> => end();

const notAnswered = (answer: string): Error =>
  new Error(`it answered with ${answer}, but no visitor has asked`);

/** Checks what `start` has returned. */
function toEnd(value: unknown): ServerEnd | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'function') return value as ServerEnd;
  if (isInterrupt(value)) throw notAnswered(interruptText(value));
  throw new Error(
    `it returned ${describe(value)}; return nothing, or a function that ends what it has begun`,
  );
}
