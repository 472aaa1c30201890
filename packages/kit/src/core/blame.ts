import { AsyncLocalStorage } from 'node:async_hooks';

import { fail } from './errors.js';
import type { Locals } from './locals.js';

/** The region or the request to which an uncaught error belongs. */
export interface Blamed {
  /** Takes the error. */
  panic(error: Error): void;
  /** Tells it to those who watch the app, without consequences. */
  reportError(thrown: unknown, where: string): void;
  /** The data that guards have set for it. */
  readonly locals?: Locals | undefined;
  /** Sends a message in the app of the work. */
  publish?(topic: string, message?: unknown): void;
  /** A name for what its mount makes next, the same at each mount at its place on its page; `undefined` after the mount. */
  nextName?(): string | undefined;
  /** Is true if somebody waits for the work, and learns from there that it fails: the process is no worse for what it leaves behind. */
  readonly isAwaited?: boolean;
}

// Copies of kit in one process share it: each finds the work of the others.
const key: unique symbol = Symbol.for('skerry.blamed');
const shared = globalThis as { [key]?: AsyncLocalStorage<Blamed> };
const storage = (shared[key] ??= new AsyncLocalStorage());

/** Does work in the name of a region or a request, with all that it starts (timers, promises). */
export const blaming = <T>(blamed: Blamed, work: () => T): T => storage.run(blamed, work);

/** Finds the region or the request that started the running code. */
export const findBlamed = (): Blamed | undefined => storage.getStore();

/** The locals of the live view that is being rendered. */
let shown: Locals | undefined;

/** Renders a live view, which is synchronous, so that its components find its locals whoever asks for the rendering. */
export function withLocals<T>(locals: Locals, render: () => T): T {
  const before = shown;
  shown = locals;
  try {
    return render();
  } finally {
    shown = before;
  }
}

/**
 * Returns the locals of the page, the endpoint or the live view that is at work: for components and helpers that are handed no props.
 *
 * @throws SkerryError `no-locals`
 */
export function useLocals(): Locals {
  const locals = shown ?? findBlamed()?.locals;
  if (!locals) throw fail('no-locals', {});
  return locals;
}
