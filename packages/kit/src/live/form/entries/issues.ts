import type { StandardSchemaV1 } from '@standard-schema/spec';

import type { Shape } from '../schema/shape.js';
import { type Entries, own } from './entries.js';
import { memberName, rowName } from './names.js';

/** Messages by the name of their field; those of the whole form are under `''`. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** The most messages of one field: a list of choices may have an issue for each. */
const maxMessages = 20;

/** Groups the issues of a schema by field. A message that a field has already says nothing new. */
export function errorsOf(
  shape: Shape,
  entries: Entries,
  issues: readonly StandardSchemaV1.Issue[],
): FieldErrors {
  const errors: Record<string, string[]> = {};
  for (const { path = [], message } of issues) {
    const steps = path.map((step) => (typeof step === 'object' ? step.key : step));
    const name = nameAt(shape, entries, steps);
    const messages = (own(errors, name) as string[] | undefined) ?? (errors[name] = []);
    const text = String(message);
    if (messages.length < maxMessages && !messages.includes(text)) messages.push(text);
  }
  return errors;
}

/** The name of the field at a path in the values, where rows count by position; of the field around it, if there is none. */
export function nameAt(shape: Shape, entries: Entries, path: readonly PropertyKey[]): string {
  let at = shape;
  let name = '';
  for (const step of path) {
    const inner = at.kind === 'group' ? at.members.get(String(step)) : undefined;
    if (at.kind === 'list') {
      const row = own(entries.lists, name)?.order[Number(step)];
      // What is chosen of a list is one field.
      if (row === undefined || own(entries.texts, name) !== undefined) return name;
      name = rowName(name, row);
      at = at.item;
    } else if (inner) {
      name = memberName(name, String(step));
      at = inner;
    } else return name;
  }
  return name;
}
