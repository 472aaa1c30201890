import { isPlainObject } from '@skerry/wire';

import { framesOf } from '../../core/error-text.js';
import { fail } from '../../core/errors.js';

/** Freezes what is in a value, as deep as it is plain data: the lists of `list()` and dates keep what they do. */
export function freezeDeep(value: unknown): void {
  if (!isData(value) || Object.isFrozen(value)) return;
  Object.freeze(value);
  freezeMembers(value);
}

/** Freezes what is in an object, but not the object itself. */
export function freezeMembers(value: object): void {
  for (const member of Object.values(value)) freezeDeep(member);
}

const isData = (value: unknown): value is object => Array.isArray(value) || isPlainObject(value);

/** What engines say of a change of something frozen: a member that is set, added or deleted, or a list that would get longer or shorter. */
const refusals = [
  /^Cannot assign to read only property '([^']*)' of object/,
  /^Cannot add property ([^,]*), object is not extensible$/,
  /^Cannot define property ([^,]*), object is not extensible$/,
  /^Cannot delete property '([^']*)' of/,
  /^Cannot (add)\/remove sealed array elements$/,
];

/** The most values that are looked at for the one that was to be changed. */
const maxValues = 10_000;

/** The error of a handler or a render that changes the state in place, with a name for what it changes; any other error as it is. */
export function explainChange(view: string, state: object, error: Error): Error {
  if (!(error instanceof TypeError)) return error;
  const { message } = error;
  const at = refusals.findIndex((refusal) => refusal.test(message));
  const name = refusals[at]?.exec(message)?.[1];
  if (name === undefined) return error;
  const isSet = at === 0 || at === 3;
  const fits = (value: object): boolean => {
    if (at === 4) return Array.isArray(value) && value.length > 0;
    if (isSet) return Object.hasOwn(value, name);
    return Array.isArray(value) ? name === String(value.length) : !Object.hasOwn(value, name);
  };
  const paths = [...placesIn(state, 'state', fits)];
  // The members of a list say less than the list.
  const isInList = /^\d+$/.test(name) || at === 4;
  const wanted = paths.filter(({ isList }) => isList === isInList);
  const [first] = wanted;
  if (!first) return error;
  const path = isInList || wanted.length > 1 ? first.path : `${first.path}.${name}`;
  const changed = fail('state-changed', {
    view,
    path: wanted.length > 1 ? 'state' : path,
    problem: message,
  });
  changed.stack = [`${changed.name}: ${changed.message}`, ...framesOf(error)].join('\n');
  return changed;
}

interface Place {
  readonly path: string;
  readonly isList: boolean;
}

/** The frozen values in a state that fit. */
function* placesIn(
  state: object,
  name: string,
  fits: (value: object) => boolean,
): Generator<Place> {
  const waiting: [path: string, value: object][] = [[name, state]];
  for (let i = 0; i < Math.min(waiting.length, maxValues); i++) {
    const [path, value] = waiting[i]!;
    const isList = Array.isArray(value);
    if (Object.isFrozen(value) && fits(value)) yield { path, isList };
    for (const [key, member] of Object.entries(value))
      if (isData(member)) waiting.push([isList ? `${path}[${key}]` : `${path}.${key}`, member]);
  }
}
