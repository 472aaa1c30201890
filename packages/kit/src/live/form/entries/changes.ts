import { isDeepStrictEqual } from 'node:util';

import { isPlainObject } from '@skerry/wire';

import { type CheckedForm, fieldsOf } from '../check-form.js';
import type { FormState } from '../form-state.js';
import type { Shape } from '../schema/shape.js';
import { own } from './entries.js';
import { memberName, rowName } from './names.js';
import { valueOf } from './value.js';

/** Takes those members of the values whose entries differ from the start of the form. Secret fields are not compared, and left out. */
export function changesIn(
  form: CheckedForm,
  state: FormState,
  values?: unknown,
): Record<string, unknown> {
  const before = fieldsOf(valueOf(form.shape, state.initial));
  const now = fieldsOf(valueOf(form.shape, state.entries));
  const source = values === undefined ? now : fieldsOf(values);
  const names = Object.keys({ ...before, ...now, ...source });
  const changed = names.filter((name) => !isDeepStrictEqual(own(before, name), own(now, name)));
  const shown = fieldsOf(withoutSecrets(form, form.shape, '', source));
  return Object.fromEntries(changed.map((name) => [name, own(shown, name)]));
}

/**
 * The output of a schema without secret fields. Where one is inside, only members that the schema takes are kept, and nothing of
 * a value of another kind: the schema may have put the secret there.
 */
function withoutSecrets(form: CheckedForm, shape: Shape, name: string, value: unknown): unknown {
  if (!form.holdsSecret(name)) return value;
  if (shape.kind === 'list' && Array.isArray(value))
    return value.map((item, row) => withoutSecrets(form, shape.item, rowName(name, row), item));
  if (shape.kind !== 'group' || !isPlainObject(value)) return undefined;
  const kept = Object.entries(value).flatMap(([member, inner]): [string, unknown][] => {
    const at = shape.members.get(member);
    const path = memberName(name, member);
    return at && !form.isSecret(path) ? [[member, withoutSecrets(form, at, path, inner)]] : [];
  });
  return Object.fromEntries(kept);
}
