import type { StandardSchemaV1 } from '@standard-schema/spec';

import type { Child } from '../../template/child.js';
import type { LiveContext } from '../author/contexts.js';
import type { LiveEvent } from '../author/define.js';
import type { ButtonAttributes, GroupOf, NameIn, Partially } from './fields/field-types.js';
import type { FormState } from './form-state.js';
import type { FormSchema } from './schema/json-form.js';

type Input<Schema extends FormSchema> = StandardSchemaV1.InferInput<Schema>;
type Output<Schema extends FormSchema> = StandardSchemaV1.InferOutput<Schema>;

/** The options of a form. */
export interface FormOptions<Secret extends string, Button extends string> {
  /**
   * The fields whose texts stay nowhere, such as passwords: not in the state, not in HTML, not in what plugins see. Only
   * the schema and the handler get them.
   */
  readonly secret?: readonly Secret[];
  /** The names of its submit buttons, where the handler needs to know which was pressed. */
  readonly buttons?: readonly Button[];
}

/** The attributes of the `<form>`. The server checks it, so browsers do not; and no field is ever in a URL. */
export interface FormAttributes {
  readonly id: string;
  readonly method: 'post';
  readonly novalidate: true;
  readonly 'lv-form': true;
}

/** The members of a form beside its fields. */
interface FormMembers<Schema extends FormSchema, Button extends string> {
  /** For the `<form>`: `<form {...f.form} lv-submit={on.save()}>`. */
  readonly form: FormAttributes;
  /** For a `<button>` that submits the form, by a name of the option `buttons`. */
  button(name: Button): ButtonAttributes;
  /** The element that shows the errors of the whole form. */
  readonly errors: Child;
  /** The errors of the whole form, and of groups in it, once it was submitted. */
  readonly messages: readonly string[];
  /** Tells whether the last check found no error; `undefined` before the first. */
  readonly valid: boolean | undefined;
  /** The members that differ from the start, as they are entered. */
  readonly changes: Partial<Input<Schema>>;
}

/** The accessors of the fields of a form, by their names in the schema. */
export type FormFields<
  Schema extends FormSchema,
  Secret extends string = never,
  Button extends string = never,
> = GroupOf<Input<Schema>, Secret> & FormMembers<Schema, Button>;

/** A form in a handler of one of its events. */
export interface HandlerForm<Schema extends FormSchema, Button extends string = never> {
  /** The key of the form, where the state holds several. */
  readonly key: string | undefined;
  /** The pressed button, if it is one of the option `buttons`. */
  readonly button: Button | undefined;
  /** The members that differ from the start, without secret fields. */
  readonly changes: Partial<Output<Schema>>;
  /** Tells whether there is no error, of the schema or of the handler. */
  readonly valid: boolean;
  /** Adds an error of the whole form. */
  error(message: string): void;
  /** Adds an error of a field; it stays until the field changes, or the next submit. Rows count by position. */
  error(field: NameIn<Input<Schema>, `[${number}]`>, message: string): void;
  /** Begins the form again, with other values or those that it started with; what the visitor entered is gone. */
  reset(values?: Partially<Input<Schema>>): void;
}

/** The members of a state that hold a form of this schema, or several by key. */
type FormIn<State, Schema> = {
  [Name in keyof State]-?: NonNullable<State[Name]> extends
    | FormState<Schema>
    | Readonly<Record<string, FormState<Schema>>>
    ? Name
    : never;
}[keyof State];

/** The payload that a binding gives: the key, where the member holds several forms. */
type Key<Held> = NonNullable<Held> extends FormState<any> ? unknown : { _key: string | number }; // seam: a form of any schema

/** A form: its definition, which any number of states are made of. */
export interface Form<
  Schema extends FormSchema,
  Secret extends string = never,
  Button extends string = never,
> {
  /** Makes a form for the state of a view. @param values what its fields show at first */
  start(values?: Partially<Input<Schema>>, options?: { id?: string }): FormState<Schema>;
  /** The fields of a form, for `render`. */
  fields(state: FormState<Schema>): FormFields<Schema, Secret, Button>;
  /**
   * An event that checks the form while the visitor fills it in, for `lv-change` or `lv-input`.
   *
   * @param member the member of the state that holds the form
   * @param then runs after the check
   */
  check<S, P, K extends FormIn<S, Schema>>(
    member: K,
    then?: (live: LiveContext<S, P>, form: HandlerForm<Schema, Button>) => unknown,
  ): LiveEvent<S, P, Key<S[K]>>;
  /**
   * An event that submits the form, for `lv-submit`. An invalid form shows its errors, and a button of a list edits that list:
   * neither reaches the handler.
   *
   * @param member the member of the state that holds the form
   * @param then receives the output of the schema
   */
  submit<S, P, K extends FormIn<S, Schema>>(
    member: K,
    then: (
      live: LiveContext<S, P>,
      value: Output<Schema>,
      form: HandlerForm<Schema, Button>,
    ) => unknown,
  ): LiveEvent<S, P, Key<S[K]>>;
  /**
   * An event that submits some fields of the form, as one step of several. The handler runs if these have no errors.
   *
   * @param member the member of the state that holds the form
   * @param fields names of fields, groups and lists
   * @param then runs after the check
   */
  step<S, P, K extends FormIn<S, Schema>>(
    member: K,
    fields: readonly NameIn<Input<Schema>, `[${number}]`>[],
    then: (live: LiveContext<S, P>, form: HandlerForm<Schema, Button>) => unknown,
  ): LiveEvent<S, P, Key<S[K]>>;
}
