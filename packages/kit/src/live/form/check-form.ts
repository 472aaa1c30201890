import { isPlainObject } from '@skerry/wire';
import type { StandardSchemaV1 } from '@standard-schema/spec';

import { checkValue } from '../../core/check-value.js';
import { chain, rescue } from '../../core/now-or-later.js';
import { editList, listButton, omitRow } from './entries/edit-list.js';
import { type Entries, own } from './entries/entries.js';
import { errorsOf } from './entries/issues.js';
import { parseName } from './entries/names.js';
import { hasRows, type KnownFields, receive, shapeAt } from './entries/receive.js';
import { valueOf } from './entries/value.js';
import type { FormState } from './form-state.js';
import { withoutSecret, withoutSecrets } from './secret-messages.js';
import type { FormSchema } from './schema/json-form.js';

/** The schema of a form, and what it says of the fields. */
export interface CheckedForm extends KnownFields {
  readonly schema: FormSchema;
  /** Tells whether a field is secret, or something in it. Everything is in the whole form, `''`. */
  holdsSecret(name: string): boolean;
}

/** The payload of a form's event, taken into its state and checked. */
export interface Check {
  readonly state: FormState;
  /** The values that the schema makes of the entries, if it accepts them. */
  readonly output: { readonly value: unknown } | undefined;
}

/** The member of a payload that names the field which the visitor has just changed, or all that showed errors before their region was lost. */
const changedField = '_target';

/** The payload of a form's event: names and texts. Anything else brings nothing. */
export const fieldsOf = (payload: unknown): Readonly<Record<string, unknown>> =>
  isPlainObject(payload) ? payload : {};

/** A text in the payload that is not that of a field. */
function textAt(fields: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const text = own(fields, name);
  return typeof text === 'string' ? text : undefined;
}

/** Takes a payload into the state of a form and checks it; synchronous if the schema is. @throws errors of the schema */
export function checkPayload(
  form: CheckedForm,
  before: FormState,
  payload: unknown,
  maxRows: number,
): Check | Promise<Check> {
  const fields = fieldsOf(payload);
  const { entries: received, secrets, changed } = receive(form, before.entries, fields, maxRows);
  const pressed = textAt(fields, listButton) ?? '';
  const { entries, list, added, removed } = editList(form, received, pressed, maxRows);
  const targets = [own(fields, changedField)].flat().map((name) => knownField(form, entries, name));
  const used = { ...before.used };
  for (const name of [...changed, list, ...targets]) if (name !== undefined) used[name] = true;
  const kept = Object.entries(before.given).filter(([name]) => !changed.includes(name));
  const state: FormState = {
    ...before,
    entries,
    used: omitRow(used, removed),
    added: omitRow(
      added === undefined ? before.added : { ...before.added, [added]: true },
      removed,
    ),
    given: omitRow(Object.fromEntries(kept), removed),
  };
  const texts = { ...entries.texts, ...secrets };
  const input = valueOf(form.shape, { ...entries, texts });
  return chain(validate(form.schema, input, secrets), (result) => {
    const issues = withoutSecrets(result.issues ?? [], secrets);
    return {
      state: { ...state, found: errorsOf(form.shape, entries, issues) },
      output: result.issues ? undefined : { value: result.value },
    };
  });
}

/** A name that a visitor sent, if it is one of a field. */
function knownField({ shape }: CheckedForm, { lists }: Entries, name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  const path = parseName(name);
  return path && shapeAt(shape, path) && hasRows(lists, path) ? name : undefined;
}

function validate(
  schema: FormSchema,
  input: unknown,
  secrets: Entries['texts'],
): StandardSchemaV1.Result<unknown> | Promise<StandardSchemaV1.Result<unknown>> {
  return rescue(
    () => checkValue(schema, input),
    (thrown) => {
      throw withoutSecret(thrown, secrets);
    },
  );
}
