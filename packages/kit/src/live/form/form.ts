import type { StandardSchemaV1 } from '@standard-schema/spec';

import { disclosing } from '../author/define.js';
import { fieldsOf } from './check-form.js';
import { changesIn } from './entries/changes.js';
import { entriesOf, own } from './entries/entries.js';
import { isWithin, parseName } from './entries/names.js';
import { shapeAt } from './entries/receive.js';
import type { NameIn } from './fields/field-types.js';
import { groupOf, type ShownForm, submitButton } from './fields/fields.js';
import { errorsElement } from './fields/markup.js';
import {
  formButton,
  handleCheck,
  type HandledForm,
  handleStep,
  handleSubmit,
} from './form-events.js';
import { formKey, FormPlace, type FormTurn } from './form-place.js';
import { errorsAt, type FormState, freshForm, invalidNames, showsErrors } from './form-state.js';
import type { Form, FormOptions } from './form-types.js';
import { formShape } from './schema/check-schema.js';
import type { FormSchema } from './schema/json-form.js';
import type { GroupShape } from './schema/shape.js';

/**
 * Defines a form of live views by its schema. The state of a form is a member of the view's state, `render` reads it through
 * `fields()`, and `check()` and `submit()` make its events.
 *
 * @param schema any Standard Schema that describes itself as JSON Schema: zod, arktype, or valibot with `toStandardJsonSchema()`
 * @throws SkerryError `bad-form`
 * @example
 * const task = form(z.object({ title: z.string().min(1), hours: z.number() }));
 *
 * export default defineLive(
 *   {
 *     mount: () => ({ task: task.start({ hours: 1 }) }),
 *     events: {
 *       check: task.check('task'),
 *       save: task.submit('task', (live, { title, hours }, form) => form.reset()),
 *     },
 *   },
 *   ({ state, on }) => {
 *     const f = task.fields(state.task);
 *     return (
 *       <form {...f.form} lv-submit={on.save()} lv-input={on.check()}>
 *         <label>Title <input {...f.title.input()} /></label> {f.title.errors}
 *         <button>Save</button>
 *       </form>
 *     );
 *   },
 * );
 */
export function form<
  Schema extends FormSchema,
  const Secret extends NameIn<StandardSchemaV1.InferInput<Schema>, '[]'> = never,
  const Button extends string = never,
>(schema: Schema, options: FormOptions<Secret, Button> = {}): Form<Schema, Secret, Button> {
  // seam: the methods know states, values and fields by the types of the schema, and the definition by their names
  return new Definition(schema, formShape(schema), options) as unknown as Form<
    Schema,
    Secret,
    Button
  >;
}

type Then = (live: unknown, ...rest: unknown[]) => unknown;
type Handler = (live: unknown, payload: unknown) => unknown;

class Definition implements HandledForm {
  readonly buttons: readonly string[];
  readonly #secret: readonly string[];
  /** The fields that were ever on a page, with `[]` for each row. */
  readonly #rendered = new Set<string>();
  /** The warnings so far, of the fields of its schema. */
  readonly #told = new Set<string>();

  constructor(
    readonly schema: FormSchema,
    readonly shape: GroupShape,
    { secret = [], buttons = [] }: FormOptions<string, string>,
  ) {
    this.#secret = secret;
    this.buttons = buttons;
  }

  start(values: unknown = {}, { id }: { id?: string } = {}): FormState {
    const { texts, lists } = entriesOf(this.shape, values);
    return freshForm({ texts: this.#withoutSecrets(texts), lists }, id);
  }

  fields(state: FormState): object {
    const changes = () => changesIn(this, state);
    const messages = wholeErrors(state, this.shape);
    return groupOf(this.#shown(state), this.shape, '', {
      form: { id: state.id, method: 'post', novalidate: true, 'lv-form': true },
      button: (name: string) => submitButton(formButton, name),
      messages,
      errors: errorsElement(`${state.id}-errors`, messages, 'alert'),
      valid: state.found && invalidNames(state).length === 0,
      get changes() {
        return changes();
      },
    });
  }

  check(member: string, then?: Then): Handler {
    return this.#event(member, (place, payload) =>
      handleCheck(this, place, payload, (form) => then?.(place.live, form)),
    );
  }

  submit(member: string, then: Then): Handler {
    return this.#event(member, (place, payload) =>
      handleSubmit(this, place, payload, (value, form) => then(place.live, value, form)),
    );
  }

  step(member: string, fields: readonly string[], then: Then): Handler {
    return this.#event(member, (place, payload) =>
      handleStep(this, place, payload, fields, (form) => then(place.live, form)),
    );
  }

  isSecret = (name: string): boolean => this.#secret.some((each) => isWithin(generic(name), each));

  holdsSecret = (name: string): boolean =>
    this.isSecret(name) ||
    this.#secret.some((each) => name === '' || isWithin(each, generic(name)));

  isRendered = (name: string): boolean => {
    const field = generic(name);
    return [...this.#rendered].some((each) => isWithin(each, field) || isWithin(field, each));
  };

  isNews(text: string): boolean {
    const isNew = !this.#told.has(text);
    this.#told.add(text);
    return isNew;
  }

  #event(
    member: string,
    handle: (place: FormPlace, payload: Readonly<Record<string, unknown>>) => unknown,
  ): Handler {
    const handler: Handler = (live, payload) => {
      const fields = fieldsOf(payload);
      // seam: behind `live` there is a turn
      return handle(new FormPlace(live as FormTurn, member, own(fields, formKey)), fields);
    };
    return Object.assign(handler, {
      [disclosing]: (payload: unknown) => this.#withoutSecrets(fieldsOf(payload)),
    });
  }

  #shown(state: FormState): ShownForm {
    return {
      state,
      isSecret: this.isSecret,
      noteRendered: (name) => this.#rendered.add(generic(name)),
    };
  }

  #withoutSecrets<T>(fields: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
    if (this.#secret.length === 0) return fields;
    return Object.fromEntries(Object.entries(fields).filter(([name]) => !this.isSecret(name)));
  }
}

/** A name for all rows of its lists. */
const generic = (name: string): string => name.replaceAll(/\[\d+\]/g, '[]');

/** The errors of the whole form and of its groups, once they show: no field shows them. */
const wholeErrors = (state: FormState, shape: GroupShape): readonly string[] =>
  [
    '',
    ...invalidNames(state).filter(
      (name) => name && shapeAt(shape, parseName(name) ?? [])?.kind === 'group',
    ),
  ]
    .filter((name) => showsErrors(state, name))
    .flatMap((name) => errorsAt(state, name));
