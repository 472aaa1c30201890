import type { Diff, Instance, IslandChange } from '@skerry/wire';

import { sameMembers } from '../../core/plain-data.js';
import type { IslandElement } from './island-element.js';
import { type IslandContext, renderIsland, unheard } from './island-html.js';
import type { Rendered } from '../template.js';

/** Callbacks that the surrounding differ provides. */
export interface IslandSurroundings {
  /** Places and keys that lead to the island. */
  readonly path: string;
  readonly islands: IslandContext | undefined;
  /** The change of a slot's content; the whole content if there was none. */
  slot(name: string, before: Rendered | undefined, after: Rendered): Diff | Instance | undefined;
}

type Changes = IslandChange['i'];

/**
 * The change from one island to the next, of the same name and strategy. Its own markup goes along where it never hydrates,
 * and where the receiver asks for it until it does.
 *
 * @throws SkerryError `island-props`
 */
export function islandChange(
  a: IslandElement,
  b: IslandElement,
  surroundings: IslandSurroundings,
): IslandChange | undefined {
  const { path, islands } = surroundings;
  const i: Changes = {};
  let isOther = a.slots.size !== b.slots.size || [...a.slots.keys()].some((at) => !b.slots.has(at));
  if (!sameMembers(a.props, b.props)) {
    const props = b.hydrates ? b.propsSince(a) : undefined;
    if (props) i.p = props;
    isOther ||= !b.hydrates || props !== undefined;
  }
  if (!b.hydrates) addMarkup(i, isOther, a, b, surroundings);
  else if (isOther && islands?.wants?.(path)) {
    const own = renderIsland(b, path, islands);
    if (own) i.h = own.html;
  }
  const slots = slotChanges(a, b, surroundings);
  if (slots) i.x = slots;
  return Object.keys(i).length > 0 ? { i } : undefined;
}

/** Adds the markup of an island that never hydrates, where it is another one. */
function addMarkup(
  i: Changes,
  isOther: boolean,
  a: IslandElement,
  b: IslandElement,
  { path, islands }: IslandSurroundings,
): void {
  b.own = isOther ? renderIsland(b, path, islands) : a.own;
  if (!b.own) return;
  // The former markup may have been dropped meanwhile; rendering it again is reported to no tap.
  const before = a.own ?? renderIsland(a, path, unheard(islands?.host ?? ''));
  if (before?.html !== b.own.html) i.h = b.own.html;
}

function slotChanges(
  a: IslandElement,
  b: IslandElement,
  { slot }: IslandSurroundings,
): Changes['x'] {
  const changes: [string, Instance | Diff | null][] = [];
  for (const [name, after] of b.slots) {
    const change = slot(name, a.slots.get(name), after);
    if (change) changes.push([name, change]);
  }
  for (const name of a.slots.keys()) if (!b.slots.has(name)) changes.push([name, null]);
  return changes.length > 0 ? Object.fromEntries(changes) : undefined;
}
