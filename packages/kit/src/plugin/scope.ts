import { fail } from '../core/errors.js';
import type { Tap, TapOrder } from '../hooks/order.js';
import type { HookName } from '../hooks/payloads.js';
import { hookNames, hookTable } from '../hooks/table.js';
import type { PluginHooks } from '../hooks/types.js';
import type { SeatedPlugin } from './order.js';
import { encloses } from './values.js';

/** The taps of each hook, as they were attached. */
export type Taps = Readonly<Record<HookName, Tap[]>>;

/** Finds the folder of the page at a path, under `src/pages`; `undefined` if no page is there. */
export type FolderOf = (path: string) => string | undefined;

/** Makes the lists of the taps of an app. */
export const noTaps = (): Taps =>
  Object.fromEntries(hookNames.map((hook) => [hook, []])) as unknown as Taps;

/** The hooks as one plugin sees them: those of a folder of pages hear of these pages alone. */
export function pluginHooks(
  { plugin, folder, list }: SeatedPlugin,
  taps: Taps,
  folderOf: FolderOf,
  isClosed: () => boolean,
): PluginHooks {
  const hooks = hookNames.map((hook) => {
    const tap = (fn: Tap['fn'], order: TapOrder = {}) => {
      if (isClosed()) throw fail('late-tap', { plugin, hook });
      if (typeof fn !== 'function')
        throw fail('bad-plugin', { plugin, problem: `taps ${hook} without a function` });
      checkOrder(plugin, hook, order);
      if (folder !== '' && hookTable[hook].scope === 'app')
        throw fail('tap-out-of-scope', { plugin, hook, list });
      const scoped = folder === '' ? fn : inFolder(fn, folder, folderOf);
      taps[hook].push({ plugin, fn: hookTable[hook].scope === 'any' ? fn : scoped, order });
    };
    return [hook, { tap, isUsed: () => taps[hook].length > 0 }];
  });
  return new Proxy(Object.fromEntries(hooks) as PluginHooks, {
    get(target, hook) {
      // `await` reads the `then` of a value.
      if (typeof hook === 'string' && hook !== 'then' && !(hook in target))
        throw fail('unknown-hook', { plugin, hook, known: hookNames });
      return Reflect.get(target, hook) as unknown;
    },
  });
}

/** @throws SkerryError `bad-plugin` */
function checkOrder(plugin: string, hook: HookName, order: TapOrder): void {
  const { before = [], after = [], stage = 0 } = order ?? { stage: NaN };
  const names = [before, after].flat();
  if (Number.isFinite(stage) && names.every((name) => typeof name === 'string')) return;
  throw fail('bad-plugin', {
    plugin,
    problem: `taps ${hook} in an order that is not { before, after, stage }: names of plugins, and a number`,
  });
}

/** A tap that is called for the pages of a folder alone. */
const inFolder =
  (fn: Tap['fn'], folder: string, folderOf: FolderOf): Tap['fn'] =>
  (payload) => {
    const { region, url } = payload as { region?: { path: string }; url?: URL };
    const path = region?.path ?? url?.pathname;
    const place = path === undefined ? undefined : folderOf(path);
    return place !== undefined && encloses(folder, place) ? fn(payload) : undefined;
  };
