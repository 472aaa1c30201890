import { fail } from '../../core/errors.js';
import { findNotPlain, type PlainDataPolicy } from '../../core/plain-data.js';
import { KeyedList } from '../../template/list/keyed-list.js';

/** State stays on the server, so it may also hold numbers that JSON has no words for, dates, and keyed lists. */
const statePolicy: PlainDataPolicy = {
  accepts: (value) => value === undefined || typeof value === 'number' || value instanceof Date,
  itemsOf: (value) => (value instanceof KeyedList ? value : undefined),
};

/** Checks that a state is plain data. @throws SkerryError `state-not-serialisable` */
export function checkPlain(view: string, state: unknown): void {
  const found = findNotPlain(state, 'state', statePolicy);
  if (found) throw fail('state-not-serialisable', { view, ...found });
}
