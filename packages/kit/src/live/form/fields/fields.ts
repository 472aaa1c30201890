import type { Child } from '../../../template/child.js';
import { type ListEdit, listButton } from '../entries/edit-list.js';
import { textForType } from '../entries/dates.js';
import { choicesIn, own, textOfNo } from '../entries/entries.js';
import { memberName, rowName } from '../entries/names.js';
import { isYes } from '../entries/value.js';
import { errorsAt, type FormState, showsErrors } from '../form-state.js';
import type { FieldShape, GroupShape, ListShape, Shape } from '../schema/shape.js';
import type {
  ButtonAttributes,
  FieldAttributes,
  InputAttributes,
  OptionAttributes,
  Row,
} from './field-types.js';
import { boxWithHidden, errorsElement, selectWithHidden } from './markup.js';

/** A form as its fields see it. */
export interface ShownForm {
  readonly state: FormState;
  isSecret(name: string): boolean;
  /** Notes that a field is on the page. */
  noteRendered(name: string): void;
}

/** The accessor of a value, a list or a group. */
export const fieldOf = (form: ShownForm, shape: Shape, name: string): unknown =>
  shape.kind === 'group'
    ? groupOf(form, shape, name)
    : shape.kind === 'list'
      ? new ListField(form, shape, name)
      : new Field(form, shape, name);

/** The fields of a group, and other members beside them. Each is made when it is asked for. */
export const groupOf = (
  form: ShownForm,
  { members }: GroupShape,
  name: string,
  more: object = {},
): object =>
  new Proxy(more, {
    get(_, member) {
      const shape = typeof member === 'string' ? members.get(member) : undefined;
      if (shape) return fieldOf(form, shape, memberName(name, member as string));
      return Object.hasOwn(more, member) ? more[member as never] : undefined;
    },
  });

abstract class AnyField {
  constructor(
    protected readonly form: ShownForm,
    readonly name: string,
  ) {}

  get id(): string {
    return `${this.form.state.id}-${this.name}`;
  }

  get errorsId(): string {
    return `${this.id}-errors`;
  }

  get messages(): readonly string[] {
    const { state } = this.form;
    return showsErrors(state, this.name) ? errorsAt(state, this.name) : [];
  }

  get errors(): Child {
    return errorsElement(this.errorsId, this.messages);
  }

  /** The attributes of an element of the field, which is on the page from now on. */
  protected attributes(option?: unknown): FieldAttributes {
    this.form.noteRendered(this.name);
    return {
      id: option === undefined ? this.id : `${this.id}-${String(option)}`,
      name: this.name,
      'aria-describedby': this.errorsId,
      // Browsers keep no secret for a page that is loaded again.
      ...(this.form.isSecret(this.name) && { 'data-secret': true as const }),
      ...(this.messages.length > 0 && { 'aria-invalid': 'true' as const }),
    };
  }
}

/** A field of one value; its type has the methods that its kind can use. */
class Field extends AnyField {
  constructor(
    form: ShownForm,
    readonly shape: FieldShape,
    name: string,
  ) {
    super(form, name);
  }

  get value(): string {
    return String(own(this.form.state.entries.texts, this.name) ?? '');
  }

  get isTicked(): boolean {
    return isYes(this.value);
  }

  input(type = this.#type): InputAttributes {
    const isSecret = this.form.isSecret(this.name);
    return {
      type,
      ...this.attributes(),
      ...this.#constraints(type),
      ...(!isSecret && { value: this.#valueFor(type) }),
    };
  }

  #valueFor(type: InputAttributes['type']): string {
    return this.shape.kind === 'date' ? textForType(this.value, String(type)) : this.value;
  }

  textarea(): FieldAttributes {
    return { ...this.attributes(), ...this.#required };
  }

  select(): FieldAttributes {
    return { ...this.attributes(), ...this.#required };
  }

  option(value: unknown): OptionAttributes {
    return { value: String(value), selected: this.value === String(value) };
  }

  radio(value: unknown): InputAttributes {
    const isShown =
      typeof value === 'boolean'
        ? this.#isAnswered && this.isTicked === value
        : this.value === String(value);
    return { type: 'radio', ...this.attributes(value), value: String(value), checked: isShown };
  }

  checkbox(more: object = {}): Child {
    const box = { ...this.attributes(), type: 'checkbox', checked: this.isTicked };
    return boxWithHidden(this.name, { ...box, ...more }, textOfNo(this.shape));
  }

  get #isAnswered(): boolean {
    const text = own(this.form.state.entries.texts, this.name);
    return text !== undefined && (text !== '' || !this.shape.isNullable);
  }

  get #type(): InputAttributes['type'] {
    if (this.form.isSecret(this.name)) return 'password';
    const { kind, keywords } = this.shape;
    if (kind === 'number' || kind === 'date') return kind;
    return typesByFormat.get(String(keywords['format'])) ?? 'text';
  }

  /** An empty text is a text: only a schema that asks for a length requires one. */
  get #required(): { required?: true } {
    const { kind, isRequired, isNullable, keywords, options } = this.shape;
    const takesEmpty = kind === 'any' || (kind === 'text' && !options && !keywords['minLength']);
    return isRequired && !isNullable && !takesEmpty ? { required: true } : {};
  }

  #constraints(type: string): object {
    const { minimum, maximum, type: json } = this.shape.keywords;
    if (type !== 'number' && type !== 'range') return this.#required;
    return {
      ...this.#required,
      ...(isBound(minimum) && { min: minimum }),
      ...(isBound(maximum) && { max: maximum }),
      ...(json !== 'integer' && { step: 'any' }),
    };
  }
}

const typesByFormat = new Map<string, InputAttributes['type']>([
  ['email', 'email'],
  ['uri', 'url'],
  ['date', 'date'],
  ['time', 'time'],
]);

/** Libraries bound each integer by the largest there is, which is of no use to a visitor. */
const isBound = (limit: unknown): boolean =>
  typeof limit === 'number' && Math.abs(limit) < Number.MAX_SAFE_INTEGER;

/** A list: rows, or what is chosen of it. */
class ListField extends AnyField {
  constructor(
    form: ShownForm,
    readonly shape: ListShape,
    name: string,
  ) {
    super(form, name);
  }

  get rows(): readonly Row<unknown>[] {
    const { order } = own(this.form.state.entries.lists, this.name) ?? { order: [] };
    return order.map((key) => {
      const name = rowName(this.name, key);
      return {
        key,
        fields: fieldOf(this.form, this.shape.item, name),
        remove: () => editButton('remove', name),
        up: () => editButton('up', name),
        down: () => editButton('down', name),
      };
    });
  }

  add(): ButtonAttributes {
    this.form.noteRendered(this.name);
    return editButton('add', this.name);
  }

  checkbox(value: unknown, more: object = {}): Child {
    const { value: text, selected: checked } = this.option(value);
    const box = { ...this.attributes(value), type: 'checkbox', value: text, checked };
    return boxWithHidden(this.name, { ...box, ...more });
  }

  select(options: Child, more: object = {}): Child {
    return selectWithHidden(this.name, { ...this.attributes(), ...more }, options);
  }

  option(value: unknown): OptionAttributes {
    const chosen = choicesIn(this.form.state.entries, this.name);
    return { value: String(value), selected: chosen.includes(String(value)) };
  }
}

const editButton = (edit: ListEdit, name: string): ButtonAttributes =>
  submitButton(listButton, `${edit} ${name}`);

/** A button that submits its form as it is: the server checks it. */
export const submitButton = (name: string, value: string): ButtonAttributes => ({
  type: 'submit',
  name,
  value,
  formnovalidate: true,
});
