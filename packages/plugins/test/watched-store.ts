import { memoryStore } from '../src/auth/stores/memory-store.js';
import type { AuthStore } from '../src/auth/stores/store.js';

/** A store whose calls a test sees, may have fail, and may act upon. */
export interface WatchedStore {
  readonly store: AuthStore;
  /** Names of the methods that were called, oldest first. */
  readonly calls: string[];
  /** What was written. */
  readonly written: unknown[];
  /** Names of methods that fail, before they do anything. */
  readonly failing: Set<string>;
  /** Is called after a method is done. */
  after: (method: string) => unknown;
}

/** Watches a store in memory. */
export function watchStore(): WatchedStore {
  const watched: WatchedStore = {
    store: new Proxy(memoryStore(), {
      get(target, name: string) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        if (name === 'onDeleted') return method.bind(target) as unknown;
        return async (...args: unknown[]): Promise<unknown> => {
          watched.calls.push(name);
          if (name.startsWith('put')) watched.written.push(args[0]);
          if (watched.failing.has(name)) throw new Error('The disk is full.');
          const answer: unknown = await Reflect.apply(method, target, args);
          await watched.after(name);
          return answer;
        };
      },
    }),
    calls: [],
    written: [],
    failing: new Set(),
    after: () => {},
  };
  return watched;
}
