import type { StandardSchemaV1 } from '@standard-schema/spec';

import type { Shape } from '../schema/shape.js';
import { type Entries, own } from './entries.js';
import { memberName, rowName } from './names.js';

/** Messages by the name of their field; those of the whole form are under `''`. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** Groups the issues of a schema by field. */
export function errorsOf(
  shape: Shape,
  entries: Entries,
  issues: readonly StandardSchemaV1.Issue[],
): FieldErrors {
  const errors: Record<string, readonly string[]> = {};
  for (const { path = [], message } of issues) {
    const steps = path.map((step) => (typeof step === 'object' ? step.key : step));
    const name = nameAt(shape, entries, steps);
    errors[name] = [...(own(errors, name) ?? []), String(message)];
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
