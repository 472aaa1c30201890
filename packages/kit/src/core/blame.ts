import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose work something belongs to that is thrown where nothing catches it: a region, or a request. */
export interface Blamed {
  /** Takes what was thrown. */
  panic(error: Error): void;
}

// Copies of kit in one process share it: each finds the work of the others.
const key: unique symbol = Symbol.for('skerry.blamed');
const shared = globalThis as { [key]?: AsyncLocalStorage<Blamed> };
const storage = (shared[key] ??= new AsyncLocalStorage());

/** Does work, and all that it starts (timers, promises), in the name of somebody. */
export const blaming = <T>(blamed: Blamed, work: () => T): T => storage.run(blamed, work);

/** In whose name the running code was started. */
export const findBlamed = (): Blamed | undefined => storage.getStore();
