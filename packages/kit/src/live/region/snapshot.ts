import { parse, stringify } from 'devalue';

import { KeyedList } from '../../template/list/keyed-list.js';

type State = Record<string, unknown>;

/** A state as text: its members, and the names of those that are keyed lists. */
type Snapshot = [members: State, lists: string[]];

/**
 * Writes a state as text, so that a form can carry it.
 *
 * @returns `undefined` if it is longer, or cannot be written: keyed lists have keys that only the view knows, so that they are members
 * of the state itself
 */
export function snapshotOf(state: State, maxBytes: number): string | undefined {
  const lists = Object.keys(state).filter((key) => state[key] instanceof KeyedList);
  const members = { ...state };
  for (const key of lists) members[key] = [...(state[key] as KeyedList<unknown>)];
  try {
    const text = stringify([members, lists] satisfies Snapshot);
    return Buffer.byteLength(text) > maxBytes ? undefined : text;
  } catch {
    return undefined;
  }
}

/** The state of a snapshot. Lists keep the keys of the state that the view has mounted with. @throws where the two do not go together */
export function restoredState(mounted: State, snapshot: string): State {
  const [members, lists] = parse(snapshot) as Snapshot;
  for (const key of lists) {
    const list = mounted[key];
    if (!(list instanceof KeyedList)) throw new Error(`The state has no list ${key} any more.`);
    members[key] = list.replace(members[key] as unknown[]);
  }
  return { ...mounted, ...members };
}
