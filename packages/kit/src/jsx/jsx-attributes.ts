import type {
  AddedPayloads,
  Bindable,
  bindingOptions,
  fieldBindings,
  otherBindings,
  QueuePolicy,
  WholeBindable,
} from '../template/binding.js';
import type { CssProperty } from '../template/css-properties.js';
import type { Words } from '../template/elements.js';

/** The values that leave out an attribute. */
export type Attribute<Value> = Value | false | null | undefined;

/** Attributes by name, each optional. */
export type Attributes<Values> = { [Name in keyof Values]?: Attribute<Values[Name]> };

/** A number, also as HTML writes it. */
export type Numeric = number | `${number}`;

/** An attribute whose `true` and `false` are words. */
export type Flag = boolean | 'true' | 'false';

/** A few words that editors offer, and any other. */
export type Hint<Known extends string> = Known | (string & {});

/** A class list: a string, a list of class lists, or a record whose true members count. */
export type ClassValue =
  | string
  | false
  | null
  | undefined
  | readonly ClassValue[]
  | { readonly [name: string]: boolean | null | undefined };

/** A style: CSS, or a record of properties in either spelling and of custom properties. */
export type StyleValue = string | { readonly [Name in CssProperty]?: Attribute<string | number> };

/** The type of `onClick` and the like, so that the compiler says what to write instead. */
type NoHandler = 'handlers run on the server: write lv-click, lv-submit or another binding';

type FieldBindings = {
  [Name in Words<typeof fieldBindings> as `lv-${Name}`]?: Attribute<string | Bindable>;
};

type OtherBindings = {
  [Name in Words<typeof otherBindings> as `lv-${Name}`]?: Attribute<
    string | (Name extends keyof AddedPayloads ? Bindable<AddedPayloads[Name]> : WholeBindable)
  >;
};

/** Options of all bindings of an element; those of one binding are at the binding: `on.search.debounce(300)`. */
type OptionAttributes = {
  [Name in Exclude<Words<typeof bindingOptions>, 'queue' | 'once'> as `lv-${Name}`]?: Attribute<
    string | number
  >;
} & {
  'lv-queue'?: Attribute<QueuePolicy>;
  'lv-once'?: Attribute<boolean>;
  /** While there is no connection: the element is disabled, or hidden, or its events wait, as those of all others do. */
  'lv-offline'?: Attribute<'disable' | 'hide' | 'queue'>;
};

/** The attributes of every element. */
export interface ElementAttributes
  extends AriaAttributes, FieldBindings, OtherBindings, OptionAttributes {
  key?: string | number;
  autofocus?: Attribute<boolean>;
  class?: ClassValue;
  id?: Attribute<string | number>;
  lang?: Attribute<string>;
  /**
   * Leaves to the page what the element holds, or the attributes that are named, with spaces between: after the first
   * render the server changes them no more. A constant, written on the tag itself.
   */
  'lv-ignore'?: Attribute<boolean | string>;
  /**
   * Keeps the element when an update replaces the markup around it by other markup with an element of the same `id`. Its content
   * is the page's, as with `lv-ignore`. A constant, written on the tag itself.
   */
  'lv-preserve'?: Attribute<boolean>;
  /** A member of the payload of the element's events. */
  [value: `lv-value-${string}`]: Attribute<string | number | boolean>;
  nonce?: Attribute<string>;
  part?: Attribute<string>;
  role?: Attribute<Role>;
  slot?: Attribute<string>;
  style?: Attribute<StyleValue>;
  tabindex?: Attribute<Numeric>;
  [data: `data-${string}`]: string | number | boolean | null | undefined;
  [handler: `on${string}`]: NoHandler;
}

/** A role of WAI-ARIA 1.3, of its modules for publishing and graphics, or several to fall back on. */
export type Role = AriaRole | `doc-${string}` | `graphics-${string}` | `${AriaRole} ${AriaRole}`;

type AriaRole = Words<
  | 'alert alertdialog application article banner blockquote button caption cell checkbox code'
  | 'columnheader combobox comment complementary contentinfo definition deletion dialog directory'
  | 'document emphasis feed figure form generic grid gridcell group heading image img insertion link'
  | 'list listbox listitem log main mark marquee math menu menubar menuitem menuitemcheckbox'
  | 'menuitemradio meter navigation none note option paragraph presentation progressbar radio'
  | 'radiogroup region row rowgroup rowheader scrollbar search searchbox sectionfooter sectionheader'
  | 'separator slider spinbutton status strong subscript suggestion superscript switch tab table'
  | 'tablist tabpanel term textbox time timer toolbar tooltip tree treegrid treeitem'
>;

interface AriaAttributes
  extends
    AriaStates<
      'atomic busy disabled hidden modal multiline multiselectable readonly required',
      Flag
    >,
    AriaStates<'expanded grabbed selected', Flag | 'undefined'>,
    AriaStates<'checked pressed', Flag | 'mixed' | 'undefined'>,
    AriaStates<
      | 'activedescendant actions braillelabel brailleroledescription colindextext controls'
      | 'describedby description details errormessage flowto keyshortcuts label labelledby owns'
      | 'placeholder roledescription rowindextext valuetext',
      string
    >,
    AriaStates<
      | 'colcount colindex colspan level posinset rowcount rowindex rowspan setsize'
      | 'valuemax valuemin valuenow',
      Numeric
    >,
    AriaStates<'autocomplete', Words<'none inline list both'>>,
    AriaStates<'current', Flag | Words<'page step location date time'>>,
    AriaStates<'dropeffect', Words<'none copy execute link move popup'>>,
    AriaStates<'haspopup', Flag | Words<'menu listbox tree grid dialog'>>,
    AriaStates<'invalid', Flag | Words<'grammar spelling'>>,
    AriaStates<'live', Words<'off polite assertive'>>,
    AriaStates<'orientation', Words<'horizontal vertical undefined'>>,
    AriaStates<'relevant', Relevant | `${Relevant} ${Relevant}`>,
    AriaStates<'sort', Words<'none ascending descending other'>> {}

type AriaStates<Names extends string, Value> = {
  [Name in Words<Names> as `aria-${Name}`]?: Attribute<Value>;
};

type Relevant = Words<'additions removals text all'>;
