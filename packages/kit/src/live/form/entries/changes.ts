import { isDeepStrictEqual } from 'node:util';

import { fieldsOf } from '../check-form.js';
import type { FormState } from '../form-state.js';
import type { Shape } from '../schema/shape.js';
import { own } from './entries.js';
import { valueOf } from './value.js';

/** Takes those members of the values whose entries differ from the start of the form. Secret fields are not compared. */
export function changesIn(
  shape: Shape,
  state: FormState,
  values?: unknown,
): Record<string, unknown> {
  const before = fieldsOf(valueOf(shape, state.initial));
  const now = fieldsOf(valueOf(shape, state.entries));
  const source = values === undefined ? now : fieldsOf(values);
  const names = Object.keys({ ...before, ...now, ...source });
  const changed = names.filter((name) => !isDeepStrictEqual(own(before, name), own(now, name)));
  return Object.fromEntries(changed.map((name) => [name, own(source, name)]));
}
