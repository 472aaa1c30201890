import { KeyedList } from '../../template/list/keyed-list.js';
import { describe } from '../../core/describe.js';
import { fail } from '../../core/errors.js';

const neverPlain = new Set(['function', 'symbol', 'bigint']);
const plainPrototypes = new Set<unknown>([Object.prototype, Array.prototype, null]);

/** Checks that a state is plain data. @throws SkerryError `state-not-serialisable` */
export function checkPlain(view: string, value: unknown, path = 'state', depth = 0): void {
  if (neverPlain.has(typeof value) || depth > 100)
    throw fail('state-not-serialisable', { view, path, value: describe(value) });
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof KeyedList) {
    for (const item of value) checkPlain(view, item, `${path}[]`, depth + 1);
    return;
  }
  if (value instanceof Date) return;
  if (!plainPrototypes.has(Object.getPrototypeOf(value)))
    throw fail('state-not-serialisable', { view, path, value: describe(value) });
  for (const [name, member] of Object.entries(value))
    checkPlain(view, member, `${path}.${name}`, depth + 1);
}
