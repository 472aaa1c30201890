/** Fast Refresh of Preact components, in development. Runs in browsers. */
import '@prefresh/core';
import { flush } from '@prefresh/utils';

import { followUpdates, type Component } from './follow.js';
import { retainHooks } from './retain.js';

/** The object that `@prefresh/core` puts into the page. */
interface Prefresh {
  register(type: unknown, id: string): void;
  sign(
    type: unknown,
    key: string | undefined,
    forceReset: boolean | undefined,
    getCustomHooks: (() => unknown[]) | undefined,
    status: string,
  ): string;
  getPendingUpdates(): [before: Component, after: Component][];
}

interface Page {
  __PREFRESH__: Prefresh;
  location: { reload(): void };
}

const { __PREFRESH__: prefresh, location } = globalThis as unknown as Page;
const components = new WeakSet<WeakKey>();
const follow = followUpdates();
retainHooks();

/** A module's `$RefreshReg$`: registers its components. */
export const register =
  (file: string) =>
  (type: unknown, name: string): void => {
    if (typeof type !== 'function') return;
    components.add(type);
    prefresh.register(type, `${file} ${name}`);
  };

/** A module's `$RefreshSig$`: tells which hooks a component or a hook calls. */
export function sign(): (
  type?: unknown,
  key?: string,
  forceReset?: boolean,
  getCustomHooks?: () => unknown[],
) => unknown {
  let status = 'begin';
  let signed: unknown;
  return (type, key, forceReset, getCustomHooks) => {
    signed ??= type;
    status = prefresh.sign(type ?? signed, key, forceReset, getCustomHooks, status);
    return type;
  };
}

/**
 * Takes a new version of a module whose exports are components.
 *
 * @param names of its exports
 * @param hot asks Vite to update its importers as well; where none can be, the page is loaded again
 */
export const accept =
  (names: readonly string[], hot: { invalidate(): void }) =>
  (next: Record<string, unknown> | undefined): void => {
    // The new version could not be loaded: the overlay says why, and this one goes on.
    if (!next) return;
    // Its importers need the new exports, and were not updated. Vite updates them for a module that still takes updates itself.
    if (!exportsComponents(next)) location.reload();
    else if (names.some((name) => !(name in next))) hot.invalidate();
    for (const [before, after] of prefresh.getPendingUpdates()) follow(before, after);
    flush();
  };

const exportsComponents = (module: Record<string, unknown>): boolean =>
  Object.values(module).every((value) => typeof value === 'function' && components.has(value));
