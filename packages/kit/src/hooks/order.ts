import { fail } from '../core/errors.js';
import type { HookName } from './payloads.js';

/** The position of a tap among the taps of its hook. */
export interface TapOrder {
  /** Plugins whose taps run after this one. */
  before?: string | readonly string[];
  /** Plugins whose taps run before this one. */
  after?: string | readonly string[];
  /** Lower runs earlier, if `before` and `after` leave the order open; 0 by default. */
  stage?: number;
}

/** A function on a hook. */
export interface Tap {
  readonly plugin: string;
  readonly fn: (payload: object) => unknown;
  readonly order: TapOrder;
}

/**
 * The taps of a hook in the order in which they run: `before` and `after` first, then `stage`, then as they were attached.
 * `plugins` are all plugins of the app.
 */
export function orderTaps(
  hook: HookName,
  taps: readonly Tap[],
  plugins: ReadonlySet<string>,
): Tap[] {
  const named = (tap: Tap, names: TapOrder['before'] = []): Tap[] =>
    [names].flat().flatMap((needs) => {
      if (!plugins.has(needs)) throw fail('missing-plugin', { plugin: tap.plugin, needs, hook });
      return taps.filter((other) => other.plugin === needs);
    });
  const earlier = new Map(taps.map((tap) => [tap, new Set(named(tap, tap.order.after))]));
  for (const tap of taps) {
    for (const later of named(tap, tap.order.before)) earlier.get(later)!.add(tap);
  }
  const staged = taps.toSorted((a, b) => (a.order.stage ?? 0) - (b.order.stage ?? 0));
  return inOrder(
    staged,
    (tap) => earlier.get(tap)!,
    (cycle) => fail('hook-cycle', { hook, plugins: [...new Set(cycle.map((tap) => tap.plugin))] }),
  );
}

/**
 * Sorts items so that each comes after those that it needs, and otherwise keeps their order.
 * Throws the error that `toError` makes of a cycle.
 */
export function inOrder<Item>(
  items: readonly Item[],
  needs: (item: Item) => Iterable<Item>,
  toError: (cycle: Item[]) => Error,
): Item[] {
  const waiting = new Set(items);
  const ordered: Item[] = [];
  const needed = (item: Item) => [...needs(item)].find((other) => waiting.has(other));
  while (waiting.size > 0) {
    const next = [...waiting].find((item) => needed(item) === undefined);
    if (next === undefined) throw toError(cycleFrom([...waiting][0]!, (item) => needed(item)!));
    waiting.delete(next);
    ordered.push(next);
  }
  return ordered;
}

/** Follows items from one to the next until one comes again; returns the cycle. */
function cycleFrom<Item>(start: Item, follow: (item: Item) => Item): Item[] {
  const seen: Item[] = [];
  let item = start;
  while (!seen.includes(item)) {
    seen.push(item);
    item = follow(item);
  }
  return seen.slice(seen.indexOf(item));
}
