import { createHash } from 'node:crypto';

import { findBlamed } from '../../core/blame.js';
import { randomName } from '../../core/random-name.js';
import { type Entries, own } from './entries/entries.js';
import type { FieldErrors } from './entries/issues.js';
import { isWithin } from './entries/names.js';

/**
 * One form in the state of a view: what was entered, and what is wrong with it. Plain data, made by `start()` of its
 * definition; read it through `fields()`.
 */
export interface FormState<Schema = unknown> {
  /** The beginning of all ids in the form. */
  readonly id: string;
  readonly initial: Entries;
  readonly entries: Entries;
  /** The fields that the visitor has used, by name. */
  readonly used: Readonly<Record<string, true>>;
  /** Is true after a submit: then the errors of all fields show that the form had. */
  readonly isSubmitted: boolean;
  /** The rows that were added after the last submit, by name. */
  readonly added: Readonly<Record<string, true>>;
  /** The errors that the schema found; `undefined` before the first check. */
  readonly found: FieldErrors | undefined;
  /** The errors that a handler gave. Each stays until its field changes, or the next submit. */
  readonly given: FieldErrors;
  readonly '~schema'?: Schema;
  /** Exists in types alone: its members are for its definition. */
  readonly '~opaque'?: true;
}

/**
 * An id for a form, and for its fields. A region that is mounted again, after a restart or from a file, names the forms of its mount as
 * before, so that they are the same to a browser, with what was typed in them.
 */
function freshId(): string {
  const name = findBlamed()?.nextName?.();
  const hash = name && createHash('sha256').update(name).digest('base64url');
  return `f-${(hash ?? randomName()).slice(0, 8)}`;
}

/** A form in which nothing has happened yet. */
export const freshForm = (initial: Entries, id = freshId()): FormState => ({
  id,
  initial,
  entries: initial,
  used: {},
  isSubmitted: false,
  added: {},
  found: undefined,
  given: {},
});

/** All errors of a field, or of the whole form (`''`). */
export const errorsAt = ({ found = {}, given }: FormState, name: string): readonly string[] => [
  ...(own(found, name) ?? []),
  ...(own(given, name) ?? []),
];

/** Tells whether the errors of a field show: handlers know what they say, but a schema is early. */
export const showsErrors = (
  { used, isSubmitted, added, given }: FormState,
  name: string,
): boolean =>
  (isSubmitted && !Object.keys(added).some((row) => isWithin(name, row))) ||
  own(used, name) === true ||
  own(given, name) !== undefined;

/** The names of all fields with errors. */
export const invalidNames = ({ found = {}, given }: FormState): readonly string[] => [
  ...new Set([...Object.keys(found), ...Object.keys(given)]),
];
