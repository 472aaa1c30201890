import type { Href } from '../core/routes.js';
import type { PageChild } from '../template/suspense.js';
import type {
  Attribute,
  Attributes,
  ElementAttributes,
  Flag,
  Hint,
  Numeric,
} from './jsx-attributes.js';
import type { Words } from '../template/elements.js';

/** The attributes of every element of HTML. */
export interface HtmlAttributes extends ElementAttributes {
  accesskey?: Attribute<string>;
  autocapitalize?: Attribute<Words<'off none on sentences words characters'>>;
  autocorrect?: Attribute<'on' | 'off'>;
  contenteditable?: Attribute<Flag | '' | 'plaintext-only'>;
  dir?: Attribute<'ltr' | 'rtl' | 'auto'>;
  draggable?: Attribute<Flag>;
  enterkeyhint?: Attribute<Words<'enter done go next previous search send'>>;
  exportparts?: Attribute<string>;
  hidden?: Attribute<boolean | 'until-found'>;
  inert?: Attribute<boolean>;
  inputmode?: Attribute<Words<'none text tel url email numeric decimal search'>>;
  is?: Attribute<string>;
  itemid?: Attribute<string>;
  itemprop?: Attribute<string>;
  itemref?: Attribute<string>;
  itemscope?: Attribute<boolean>;
  itemtype?: Attribute<string>;
  popover?: Attribute<boolean | '' | 'auto' | 'manual' | 'hint'>;
  spellcheck?: Attribute<Flag | ''>;
  title?: Attribute<string | number>;
  translate?: Attribute<'' | 'yes' | 'no'>;
  writingsuggestions?: Attribute<Flag | ''>;
}

/** Attributes that mean the same wherever HTML has them. `srcdoc` is missing: markup in a string is refused. */
interface Shared
  extends
    Record<
      Words<
        | 'allowfullscreen alpha async autoplay checked controls default defer disabled'
        | 'disablepictureinpicture disableremoteplayback formnovalidate ismap loop multiple muted'
        | 'nomodule novalidate open playsinline readonly required reversed selected'
        | 'shadowrootclonable shadowrootcustomelementregistry shadowrootdelegatesfocus'
        | 'shadowrootserializable webkitdirectory'
      >,
      boolean
    >,
    Record<Words<'abbr alt content label max min placeholder step'>, string | number>,
    Record<Words<'cols colspan height maxlength minlength rows rowspan size span width'>, Numeric>,
    Record<
      Words<
        | 'accept accept-charset action allow charset cite color commandfor controlslist coords data'
        | 'datetime dirname for form formaction headers href hreflang imagesizes imagesrcset integrity'
        | 'list media name pattern ping popovertarget poster property sandbox sizes src srclang srcset'
        | 'type usemap'
      >,
      string
    > {
  as: Hint<Words<'audio document embed fetch font image object script style track video worker'>>;
  autocomplete: Autocomplete;
  blocking: 'render';
  capture: boolean | 'user' | 'environment';
  closedby: 'any' | 'closerequest' | 'none';
  colorspace: 'limited-srgb' | 'display-p3';
  command: Hint<
    Words<'show-modal close request-close show-popover hide-popover toggle-popover'> | `--${string}`
  >;
  crossorigin: true | '' | 'anonymous' | 'use-credentials';
  decoding: 'sync' | 'async' | 'auto';
  download: boolean | string;
  enctype: Encoding;
  fetchpriority: 'high' | 'low' | 'auto';
  formenctype: Encoding;
  formmethod: Method;
  formtarget: Target;
  high: Numeric;
  'http-equiv': Hint<
    Words<'content-type default-style refresh x-ua-compatible content-security-policy'>
  >;
  kind: Words<'subtitles captions descriptions chapters metadata'>;
  loading: 'eager' | 'lazy';
  low: Numeric;
  method: Method;
  optimum: Numeric;
  popovertargetaction: 'toggle' | 'show' | 'hide';
  preload: '' | 'none' | 'metadata' | 'auto';
  referrerpolicy: Words<
    | 'no-referrer no-referrer-when-downgrade same-origin origin strict-origin'
    | 'origin-when-cross-origin strict-origin-when-cross-origin unsafe-url'
  >;
  rel: Hint<
    Words<
      | 'alternate author bookmark canonical dns-prefetch expect external help icon license manifest'
      | 'me modulepreload next nofollow noopener noreferrer opener pingback preconnect prefetch'
      | 'preload prev privacy-policy search stylesheet tag terms-of-service'
    >
  >;
  scope: Words<'row col rowgroup colgroup'>;
  shadowrootmode: 'open' | 'closed';
  shape: Words<'circle default poly rect'>;
  target: Target;
  wrap: 'soft' | 'hard';
}

type Encoding = 'application/x-www-form-urlencoded' | 'multipart/form-data' | 'text/plain';
type Method = 'get' | 'post' | 'dialog';
type Target = Hint<'_self' | '_blank' | '_parent' | '_top'>;
type Autocomplete = Hint<
  Words<
    | 'on off name honorific-prefix given-name additional-name family-name honorific-suffix nickname'
    | 'username new-password current-password one-time-code organization-title organization'
    | 'street-address address-line1 address-line2 address-line3 address-level1 address-level2'
    | 'address-level3 address-level4 country country-name postal-code cc-name cc-given-name'
    | 'cc-additional-name cc-family-name cc-number cc-exp cc-exp-month cc-exp-year cc-csc cc-type'
    | 'transaction-currency transaction-amount language bday bday-day bday-month bday-year sex url'
    | 'photo tel tel-country-code tel-national tel-area-code tel-local tel-extension email impp webauthn'
  >
>;
type InputType = Words<
  | 'button checkbox color date datetime-local email file hidden image month number password radio'
  | 'range reset search submit tel text time url week'
>;

/** An element with the shared attributes that are named, and its own. */
type Html<Names extends string = never, Own = {}, Content = PageChild> = HtmlAttributes &
  Attributes<{ [Name in Words<Names>]: Name extends keyof Shared ? Shared[Name] : never }> &
  Attributes<Own> & { children?: Content | undefined };

/** An element without content. */
type Void<Names extends string = never, Own = {}> = Html<Names, Own, undefined>;

/** An element whose content is not parsed as markup. */
type Raw<Names extends string = never, Own = {}> = Html<Names, Own, Text | readonly Text[]>;
type Text = string | number | bigint | boolean | null | undefined;

type Plain = Words<
  | 'abbr address article aside b bdi bdo body caption cite code datalist dd dfn div dl dt em'
  | 'figcaption figure footer h1 h2 h3 h4 h5 h6 head header hgroup html i kbd legend main mark'
  | 'menu nav noscript p picture pre rp rt ruby s samp search section selectedcontent small span'
  | 'strong sub summary sup table tbody tfoot thead tr u ul var'
>;
type Media =
  'autoplay controls controlslist crossorigin disableremoteplayback loop muted preload src';
type Submit = 'formaction formenctype formmethod formnovalidate formtarget';
type Popover = 'popovertarget popovertargetaction';
type Link = 'download ping referrerpolicy rel target';
type Shadow =
  | 'shadowrootmode shadowrootclonable shadowrootcustomelementregistry shadowrootdelegatesfocus'
  | 'shadowrootserializable';

/** The elements of HTML with their attributes. */
export interface HtmlElements extends Record<Plain, Html> {
  a: Html<Link | 'hreflang type', { href: Href }>;
  area: Void<Link | 'alt coords shape', { href: Href }>;
  audio: Html<Media>;
  base: Void<'href target'>;
  blockquote: Html<'cite'>;
  br: Void;
  button: Html<
    Submit | Popover | 'command commandfor disabled form name',
    { type: 'submit' | 'reset' | 'button'; value: string | number }
  >;
  canvas: Html<'height width'>;
  col: Void<'span'>;
  colgroup: Html<'span'>;
  data: Html<never, { value: string | number }>;
  del: Html<'cite datetime'>;
  details: Html<'name open'>;
  dialog: Html<'closedby open'>;
  embed: Void<'height src type width'>;
  fieldset: Html<'disabled form name'>;
  form: Html<
    'accept-charset action enctype method name novalidate rel target',
    { autocomplete: 'on' | 'off'; 'lv-form': boolean }
  >;
  hr: Void;
  iframe: Void<'allow allowfullscreen height loading name referrerpolicy sandbox src width'>;
  img: Void<
    | 'alt crossorigin decoding fetchpriority height ismap loading referrerpolicy sizes src srcset'
    | 'usemap width'
  >;
  input: Void<
    | Submit
    | Popover
    | 'accept alpha alt autocomplete capture checked colorspace dirname disabled form height list max'
    | 'maxlength min minlength multiple name pattern placeholder readonly required size src step'
    | 'webkitdirectory width',
    { type: InputType; value: string | number }
  >;
  ins: Html<'cite datetime'>;
  label: Html<'for'>;
  li: Html<never, { value: Numeric }>;
  link: Void<
    | 'as blocking color crossorigin disabled fetchpriority href hreflang imagesizes imagesrcset'
    | 'integrity media referrerpolicy rel sizes type'
  >;
  map: Html<'name'>;
  meta: Void<'charset content http-equiv media name property'>;
  meter: Html<'high low optimum', { max: Numeric; min: Numeric; value: Numeric }>;
  object: Html<'data form height name type width'>;
  ol: Html<'reversed', { start: Numeric; type: '1' | 'a' | 'A' | 'i' | 'I' }>;
  optgroup: Html<'disabled label'>;
  option: Raw<'disabled label selected', { value: string | number }>;
  output: Html<'for form name'>;
  progress: Html<never, { max: Numeric; value: Numeric }>;
  q: Html<'cite'>;
  script: Raw<'async blocking crossorigin defer fetchpriority integrity nomodule referrerpolicy src type'>;
  select: Html<'autocomplete disabled form multiple name required size'>;
  slot: Html<'name'>;
  source: Void<'height media sizes src srcset type width'>;
  style: Raw<'blocking media'>;
  td: Html<'colspan headers rowspan'>;
  template: Html<Shadow>;
  textarea: Raw<
    | 'autocomplete cols dirname disabled form maxlength minlength name placeholder readonly required'
    | 'rows wrap'
  >;
  th: Html<'abbr colspan headers rowspan scope'>;
  time: Html<'datetime'>;
  title: Raw;
  track: Void<'default kind label src srclang'>;
  video: Html<Media | 'disablepictureinpicture height playsinline poster width'>;
  wbr: Void;
}
