import type { HtmlElements } from '../../../jsx/html-elements.js';
import type { Child } from '../../../template/child.js';

// The types of a form's fields, inferred from the input of its schema.

/** The attributes of an element of a form, for a spread: `<input {...f.title.input()} />`. */
export interface FieldAttributes {
  readonly id: string;
  readonly name: string;
  readonly 'aria-invalid'?: 'true';
  readonly 'aria-describedby': string;
  readonly 'data-secret'?: true;
  readonly required?: boolean;
}

/** The attributes of an `<input>`. */
export interface InputAttributes extends FieldAttributes {
  readonly type: Exclude<HtmlElements['input']['type'], false | null | undefined>;
  readonly value?: string;
  readonly checked?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number | 'any';
}

/** The attributes of an `<option>`. */
export interface OptionAttributes {
  readonly value: string;
  readonly selected: boolean;
}

/** The attributes of a `<button>` that submits the form. */
export interface ButtonAttributes {
  readonly type: 'submit';
  readonly name: string;
  readonly value: string;
  readonly formnovalidate: true;
}

/** More attributes for elements that an accessor writes itself. */
type Attributes<Tag extends keyof HtmlElements> = Omit<
  HtmlElements[Tag],
  'children' | 'name' | 'key'
>;

/** The parts of every field. */
export interface FieldBase {
  /** Its name in the form, such as `address.lines[0].city`. */
  readonly name: string;
  /** The id of its element, for `<label for={…}>`. */
  readonly id: string;
  /** The id of the element that shows its errors. */
  readonly errorsId: string;
  /** Its errors, as far as they show: once it was used, or the form was submitted. */
  readonly messages: readonly string[];
  /** The element that shows its errors, by which assistive technology finds them. It is empty without any. */
  readonly errors: Child;
}

/** A field of one value. */
export interface ValueField<Value> extends FieldBase {
  /** The text that it shows, as the visitor entered it. */
  readonly value: string;
  /** For an `<input>`; its type follows the schema where none is given. */
  input(type?: InputAttributes['type']): InputAttributes;
  /** For a `<textarea>`; its content is `value`. */
  textarea(): FieldAttributes;
  /** For a `<select>` with options by `option(…)`. */
  select(): FieldAttributes;
  /** For an `<option>` of its select. */
  option(value: Value | ''): OptionAttributes;
  /** For one `<input>` of a group of radio buttons. */
  radio(value: Value): InputAttributes;
}

/** A field that is true or false. */
export interface FlagField extends FieldBase {
  readonly isTicked: boolean;
  /** Writes the box, and a hidden field by which the server knows that the box was on the page: unticked boxes are not sent. */
  checkbox(attributes?: Attributes<'input'>): Child;
  /** For one `<input>` of two radio buttons. */
  radio(value: boolean): InputAttributes;
}

/** A field whose text the server never sends back. */
export interface SecretField extends FieldBase {
  /** For an `<input>`; without its value. */
  input(type?: InputAttributes['type']): InputAttributes;
}

/** A field that takes any text: the schema does not say more. */
export interface AnyField
  extends ValueField<string | number | boolean>, Pick<FlagField, 'checkbox' | 'isTicked'> {}

/** A list whose values are chosen from some. */
export interface ChoicesField<Item> extends FieldBase {
  /** Writes the box of one choice, and a hidden field, so that no choice is a value, too. */
  checkbox(value: Item, attributes?: Attributes<'input'>): Child;
  /** Writes a select of several, and a hidden field, so that no choice is a value, too. */
  select(options: Child, attributes?: Attributes<'select'>): Child;
  /** For an `<option>` of its select. */
  option(value: Item): OptionAttributes;
}

/** A list with rows. */
export interface RowsField<Fields> extends FieldBase {
  readonly rows: readonly Row<Fields>[];
  /** For a button that adds a row. */
  add(): ButtonAttributes;
}

/** One row of a list. */
export interface Row<Fields> {
  /** Stays the same when the row moves. */
  readonly key: number;
  readonly fields: Fields;
  /** For a button that removes the row. */
  remove(): ButtonAttributes;
  /** For a button that moves the row one place up. */
  up(): ButtonAttributes;
  /** For a button that moves the row one place down. */
  down(): ButtonAttributes;
}

type Scalar = string | number | bigint | Date;

/** The names of all members that a value may have. */
type MemberOf<Value> = Value extends unknown ? keyof Value & string : never;
type ValueAt<Value, Name> = Value extends unknown
  ? Name extends keyof Value
    ? Value[Name]
    : never
  : never;

/** The field of a value; `Path` is its name in the options of the form. */
type FieldOf<Value, Secret, Path extends string> = Path extends Secret
  ? SecretField
  : unknown extends Value
    ? AnyField
    : KnownField<NonNullable<Value>, Secret, Path>;

type KnownField<Value, Secret, Path extends string> = [Value] extends [boolean]
  ? FlagField
  : [Value] extends [Scalar]
    ? ValueField<Value>
    : [Value] extends [readonly (infer Item)[]]
      ? ListOf<Item, Secret, `${Path}[]`>
      : [Value] extends [object]
        ? GroupOf<Value, Secret, `${Path}.`>
        : AnyField;

type ListOf<Item, Secret, Path extends string> = RowsField<FieldOf<Item, Secret, Path>> &
  ([NonNullable<Item>] extends [Scalar] ? ChoicesField<NonNullable<Item>> : unknown);

/** The fields of a group. */
export type GroupOf<Value, Secret = never, Path extends string = ''> = {
  readonly [Name in MemberOf<Value>]-?: FieldOf<ValueAt<Value, Name>, Secret, `${Path}${Name}`>;
};

/** The names of all fields, groups and lists of a value; `Row` is how rows are written in them. Five levels deep. */
export type NameIn<Value, Row extends string, Depth extends 0[] = []> = Depth['length'] extends 5
  ? never
  : {
      [Name in MemberOf<Value>]:
        | Name
        | Inner<Name, NonNullable<ValueAt<Value, Name>>, Row, [...Depth, 0]>;
    }[MemberOf<Value>];

type Inner<
  Name extends string,
  Value,
  Row extends string,
  Depth extends 0[],
> = unknown extends Value
  ? never
  : Value extends Scalar | boolean
    ? never
    : Value extends readonly (infer Item)[]
      ? `${Name}${Row}` | Inner<`${Name}${Row}`, NonNullable<Item>, Row, Depth>
      : `${Name}.${NameIn<Value, Row, Depth>}`;

/** Some of the values of a form, at any depth. */
export type Partially<Value> = Value extends Scalar | boolean | null | undefined
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly Partially<Item>[]
    : Value extends object
      ? { readonly [Name in keyof Value]?: Partially<Value[Name]> | undefined }
      : Value;
