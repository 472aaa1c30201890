import type { BrowserHookName, BrowserHookPayloads } from './payloads.js';

/** A plugin in this page. */
export interface Owner {
  readonly name: string;
  /** True if its browser part has failed: its taps are not called. */
  hasFailed: boolean;
}

interface Tap {
  readonly owner: Owner;
  readonly fn: (payload: never) => unknown;
  isRunning: boolean;
  isReported: boolean;
}

/** The taps of one hook. */
export class TapList<Name extends BrowserHookName> {
  readonly #taps: Tap[] = [];

  constructor(readonly hook: Name) {}

  /** True if a call reaches a tap: no payload is made without one. */
  get isUsed(): boolean {
    return this.#taps.some(({ owner }) => !owner.hasFailed);
  }

  addTap(owner: Owner, fn: unknown): void {
    if (typeof fn !== 'function')
      throw new TypeError(`A tap of "${this.hook}" is a function, and no ${typeof fn}.`);
    this.#taps.push({ owner, fn: fn as Tap['fn'], isRunning: false, isReported: false });
  }

  /** Calls the taps in their order, up to the first that returns `false`. @returns the plugin of that one */
  callUntilStopped(payload: BrowserHookPayloads[Name]): Owner | undefined {
    return this.#callable().find((tap) => this.#call(tap, payload) === false)?.owner;
  }

  /** Calls all taps in their order. */
  callAll(payload: BrowserHookPayloads[Name]): void {
    for (const tap of this.#callable()) this.#call(tap, payload);
  }

  /** The taps as they are now, so that those that a tap adds come next time. */
  #callable(): Tap[] {
    return this.#taps.filter(({ owner, isRunning }) => !owner.hasFailed && !isRunning);
  }

  #call(tap: Tap, payload: BrowserHookPayloads[Name]): unknown {
    tap.isRunning = true;
    const answer = contain(
      () => tap.fn(payload as never),
      (error) => {
        if (!tap.isReported) report(tap.owner, `Its tap of "${this.hook}" has failed:`, error);
        tap.isReported = true;
      },
    );
    tap.isRunning = false;
    return answer;
  }
}

/** Runs foreign code. What it throws, or rejects with, goes to a function. @returns its answer, if it has one */
export function contain(run: () => unknown, failed: (error: unknown) => void): unknown {
  try {
    const answer = run();
    if (answer instanceof Promise) answer.catch(failed);
    return answer;
  } catch (error) {
    failed(error);
    return undefined;
  }
}

/** Writes what a plugin has done to the console, under its name. */
export const report = ({ name }: Owner, text: string, error: unknown): void =>
  console.error(`[${name}] ${text}`, error);
