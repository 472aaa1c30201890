import { fallbackProp } from '@skerry/islands/directives';
import { idPrefix, type WrapIsland } from '@skerry/islands/server';
import { slotTag } from '@skerry/wire';
import { randomUUID } from 'node:crypto';

import { toError } from '../../core/thrown.js';
import { escapeHosts } from '../escape.js';
import { islandFailure } from './island-failure.js';
import { type IslandElement, type IslandInfo, IslandMarkup } from './island-element.js';

/** The surroundings of islands as they are rendered. */
export interface IslandContext {
  /** Id of the element around their region; empty on a page itself. */
  readonly host: string;
  /** An island was rendered; `bytes` is the length of its own markup. */
  rendered(island: IslandInfo, micros: number, bytes: number): void;
  /** A component threw: its island goes without markup, and the rest goes on. */
  failed(island: IslandInfo, error: Error): void;
  /** Tells whether the receiver wants the markup of the island at this path of places and keys, if it changes. */
  wants?(path: string): boolean;
}

/** The surroundings of islands whose rendering is not reported. */
export const unheard = (host: string): IslandContext => ({ host, rendered() {}, failed() {} });

/**
 * Renders the component of an island at a path of places and keys; `undefined` if it throws. Slots are
 * rendered as holes, which no content can imitate.
 */
export function renderIsland(
  element: IslandElement,
  path: string,
  context: IslandContext | undefined,
  wrap?: WrapIsland,
): IslandMarkup | undefined {
  const { definition, props, slots, info } = element;
  if (element.isBrowserOnly) return slots.has(fallbackProp) ? fallback : noMarkup;
  const names = [...slots.keys()];
  const holes = new Map(names.map((name, i) => [name, hole(i)]));
  const ids = idPrefix(context?.host ?? '', path);
  const started = performance.now();
  let html: string;
  try {
    if (definition.failure) throw definition.failure.thrown;
    html = definition.renderer!.render(
      definition.component,
      props,
      holes,
      ids,
      Boolean(context?.host),
      wrap,
    );
  } catch (thrown) {
    context?.failed(info, islandFailure(definition, toError(thrown)));
    return undefined;
  }
  context?.rendered(info, (performance.now() - started) * 1000, html.length);
  return cut(html, names);
}

/** The markup of an island that only the browser runs: its fallback, or nothing. */
const fallback = new IslandMarkup(
  [`<${slotTag} name="${fallbackProp}">`, `</${slotTag}>`],
  [fallbackProp],
);
const noMarkup = new IslandMarkup([''], []);

/** Random, so that no content can hold it. */
const secret = randomUUID();
const hole = (slot: number): string => `<!--${secret}.${slot}-->`;
const holePattern = new RegExp(`<!--${secret}\\.(\\d+)-->`);

function cut(html: string, names: readonly string[]): IslandMarkup {
  const pieces = html.split(holePattern);
  const parts = pieces.filter((_, i) => i % 2 === 0);
  const slots = pieces.filter((_, i) => i % 2 === 1).map((slot) => names[Number(slot)] as string);
  return new IslandMarkup(
    parts.map((part, i) => withoutHosts(part, i > 0, i < slots.length)),
    slots,
  );
}

/**
 * A part in which only the tags next to a hole are those of slots: components may put markup of others into theirs, and
 * that is not to pose as ours.
 */
function withoutHosts(part: string, isAfterSlot: boolean, isBeforeSlot: boolean): string {
  if (!/<\/?skerry-/i.test(part)) return part;
  const start = isAfterSlot ? (/^<\/skerry-slot>/.exec(part)?.[0].length ?? 0) : 0;
  const end = isBeforeSlot ? part.search(/<skerry-slot name="[^"]*">$/) : part.length;
  return part.slice(0, start) + escapeHosts(part.slice(start, end)) + part.slice(end);
}
