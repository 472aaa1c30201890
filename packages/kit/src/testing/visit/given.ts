import { keyAttribute, placeAttribute } from '@skerry/wire';

import type { TestElement } from '../dom.js';
import { labelOf } from '../accessible-name.js';
import { type Entries, type Entry, formOf, saidOf, valueOf } from './submission.js';

/** What a visitor has given to a field. */
interface Given {
  value: Entry;
  /** The server's value at the last decision. */
  said: Entry;
  /** True once the server has answered an event that carried the value. */
  isTold: boolean;
  /** True once the view has given the field a value. */
  isGiven: boolean;
}

/** What a visitor has given to the fields of a page. It stays with a field when its region is rendered again. */
export class GivenFields {
  readonly #given = new Map<string, Given>();

  give(root: TestElement, field: TestElement, value: Entry): void {
    const key = keysOf(root).get(field) as string;
    const given = { value, said: saidOf(field), isTold: false, isGiven: hasValue(root, field) };
    this.#given.set(key, given);
  }

  entries(root: TestElement): Entries {
    const found = [...keysOf(root)].flatMap(([field, key]) => {
      const given = this.#given.get(key);
      return given ? [[field, given.value] as const] : [];
    });
    return new Map(found);
  }

  clear(): void {
    this.#given.clear();
  }

  /** Gives all fields of a form back to the server. */
  reset(root: TestElement, form: TestElement | null): void {
    for (const [field, key] of keysOf(root))
      if (form && formOf(root, field) === form) this.#given.delete(key);
  }

  /** Notes that the server has answered an event that carried these fields. */
  tell(root: TestElement, carries: (field: TestElement) => boolean): void {
    for (const [field, key] of keysOf(root)) {
      const given = this.#given.get(key);
      if (given && carries(field)) given.isTold = true;
    }
  }

  /** Decides after an update which fields show the server's value, by the rules in `docs/fields.md`. */
  settle(root: TestElement): void {
    const fields = new Map([...keysOf(root)].map(([field, key]) => [key, field]));
    for (const [key, given] of this.#given) {
      const field = fields.get(key);
      if (!field || showsServer(given, root, field)) this.#given.delete(key);
    }
  }
}

function showsServer(given: Given, root: TestElement, field: TestElement): boolean {
  const now = saidOf(field);
  given.isGiven ||= hasValue(root, field);
  if (Array.isArray(given.value) && given.value.length > 0) {
    const options = field.querySelectorAll('option').map(valueOf);
    given.value = given.value.filter((value) => options.includes(value));
    if (given.value.length === 0) return true;
  }
  const isOld = areSame(given.value, given.said);
  given.said = now;
  if (areSame(given.value, now)) return false;
  return given.isTold ? given.isGiven : isOld;
}

const areSame = (a: Entry, b: Entry): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Tells whether the view sets the value of a field; of radio buttons, that of their group. */
function hasValue(root: TestElement, field: TestElement): boolean {
  if (field.rawTagName === 'select') return field.querySelector('option[selected]') !== null;
  const type = field.getAttribute('type') ?? '';
  if (field.rawTagName === 'input' && !/^(?:checkbox|radio)$/.test(type))
    return field.hasAttribute('value');
  const group = type === 'radio' ? radiosOf(root, field) : [field];
  return group.some((each) => each.hasAttribute(placeAttribute) || each.hasAttribute('checked'));
}

/** The radio buttons of which one is checked. */
export const radiosOf = (root: TestElement, radio: TestElement): TestElement[] =>
  root
    .querySelectorAll('input[type=radio]')
    .filter(
      (other) =>
        other === radio ||
        (other.getAttribute('name') === radio.getAttribute('name') &&
          formOf(root, other) === formOf(root, radio)),
    );

/** Names for the fields of a page, which each field keeps when its region is rendered again, and its row moves. */
export function keysOf(root: TestElement): Map<TestElement, string> {
  const times = new Map<string, number>();
  const keys = new Map<TestElement, string>();
  for (const field of root.querySelectorAll('input, textarea, select')) {
    const name = JSON.stringify([rowsAround(field), ...ownName(root, field)]);
    const time = times.get(name) ?? 0;
    times.set(name, time + 1);
    keys.set(field, `${name} ${time}`);
  }
  return keys;
}

function ownName(root: TestElement, field: TestElement): (string | undefined)[] {
  const id = field.getAttribute('id');
  if (id !== undefined) return [id];
  const isChoice = /^(?:checkbox|radio)$/.test(field.getAttribute('type') ?? '');
  const value = isChoice ? field.getAttribute('value') : '';
  return [field.getAttribute('name'), labelOf(root, field), value];
}

/** The keys of the rows that an element is in. */
function rowsAround(element: TestElement): string[] {
  const key = element.getAttribute(keyAttribute);
  const outer = element.parentNode ? rowsAround(element.parentNode) : [];
  return key === undefined ? outer : [...outer, key];
}
