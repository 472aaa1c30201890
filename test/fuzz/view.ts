import type { Random } from './random.js';

/** A part of a random view; a name is a member of the state around it. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'hole'; name: string }
  | { kind: 'raw'; name: string; inline: boolean }
  | { kind: 'element'; tag: string; attributes: Attribute[]; inside: Part[] }
  | Field
  | { kind: 'condition'; name: string; inside: Part[]; otherwise: Part[] }
  | { kind: 'list'; name: string; form: ListForm; inside: Part[] }
  | { kind: 'component'; tag: string; inside: Part[] }
  | { kind: 'shadow'; inside: Part[] }
  | { kind: 'region'; name: string; inside: Part[] }
  | { kind: 'island'; name: string; strategy: string; inside: Part[] };

/** An attribute: constant where it has a value, else a member of the state. */
export interface Attribute {
  name: string;
  value?: string;
  member?: string;
  isFlag?: boolean;
}

/** A field whose value is the view's; what is entered in one that is bound goes to a handler that does nothing with it. */
export interface Field {
  kind: 'field';
  type: FieldType;
  name: string;
  isBound: boolean;
}

const fieldTypes = [
  'text',
  'number',
  'checkbox',
  'textarea',
  'select',
  'multiple',
  'rich',
] as const;
export type FieldType = (typeof fieldTypes)[number];

const listForms = ['keyed', 'for', 'list', 'unkeyed'] as const;
/** `list` is a `list()` of the state, whose versions know what came between. */
export type ListForm = (typeof listForms)[number];

/** What a run may do: parts of views, and what happens to their pages. Each can be turned on and off. */
export const features = [
  'attributes',
  'flags',
  'styles',
  'fields',
  'keyed lists',
  'unkeyed lists',
  'lists with a past',
  'raw',
  'raw comments',
  'svg',
  'svg attributes',
  'math',
  'math structure',
  'components',
  'misplaced components',
  'shadow roots',
  'ignored',
  'open',
  'regions',
  'islands',
  'later islands',
  'slots',
  'typing',
  'toggling',
  'cuts',
  'restarts',
  'wrapping',
  'insertions',
  'removed comments',
] as const;
export type Feature = (typeof features)[number];

type Model = keyof typeof models;

/** The elements that may be in each kind of element, and what may be in those. */
const models = {
  flow: {
    div: 'flow',
    section: 'flow',
    p: 'phrasing',
    span: 'phrasing',
    pre: 'phrasing',
    ul: 'items',
    table: 'table',
    details: 'details',
    dialog: 'flow',
    svg: 'svg',
    math: 'math',
  },
  phrasing: { b: 'phrasing', i: 'phrasing', span: 'phrasing', br: 'nothing', svg: 'svg' },
  items: { li: 'flow' },
  details: { summary: 'phrasing', div: 'flow' },
  table: { tbody: 'rows' },
  rows: { tr: 'cells' },
  cells: { td: 'flow', th: 'phrasing' },
  svg: { g: 'svg', circle: 'nothing', text: 'svgText', foreignObject: 'flow' },
  svgText: { tspan: 'svgText' },
  math: { mrow: 'math', mi: 'mathText', mn: 'mathText' },
  mathText: {},
  nothing: {},
} as const satisfies Record<string, Record<string, string>>;

const holdsText = new Set<string>(['flow', 'phrasing', 'svgText', 'mathText']);
const htmlModels = new Set<string>(['flow', 'phrasing']);

/** Where a part is to be. */
interface Place {
  model: Model;
  depth: number;
  /** Whether what is in it may be out of sight, so that the server need not keep its islands up to date. */
  isHidden: boolean;
  /** Whether it is the page's, by `lv-ignore`. */
  isIgnored: boolean;
  /** Whether it is in a region of its own, whose props are data. */
  isInner: boolean;
}

/** Makes random views of the features that are on. */
export class ViewMaker {
  #count = 0;

  constructor(
    readonly random: Random,
    readonly has: (feature: Feature) => boolean,
  ) {}

  /** What a live view renders. */
  make(): Part[] {
    this.#count = 0;
    return this.#parts({
      model: 'flow',
      depth: 3,
      isHidden: false,
      isIgnored: false,
      isInner: false,
    });
  }

  #parts(place: Place): Part[] {
    const length = place.depth > 0 ? 1 + this.random.below(4) : this.random.below(2);
    return Array.from({ length }, () => this.#part(place)).filter((part) => part !== undefined);
  }

  #part(place: Place): Part | undefined {
    const { random } = this;
    const { model, depth } = place;
    const kind = random.pick(depth > 0 ? deep : shallow);
    const inside = (): Part[] => this.#parts({ ...place, depth: depth - 1 });
    const isMath = model === 'math' || model === 'mathText';
    if (kind === 'text')
      return holdsText.has(model) ? { kind, text: random.pick(words) } : undefined;
    if (kind === 'hole') return holdsText.has(model) ? { kind, name: this.#name() } : undefined;
    if (kind === 'element') return this.#element(place);
    if (isMath && !this.has('math structure')) return undefined;
    if (kind === 'condition')
      return {
        kind,
        name: this.#name(),
        inside: inside(),
        otherwise: random.below(2) ? inside() : [],
      };
    if (kind === 'list') return this.#list(place, inside);
    if (!htmlModels.has(model)) return undefined;
    if (kind === 'field') return this.has('fields') && !place.isIgnored ? this.#field() : undefined;
    if (kind === 'raw')
      return this.has('raw')
        ? { kind, name: this.#name(), inline: model === 'phrasing' }
        : undefined;
    if (kind === 'component')
      return this.has('components')
        ? {
            kind,
            tag: this.#isMisplaced(model) ? 'Section' : 'Span',
            inside: this.#parts({ ...place, model: 'phrasing', depth: depth - 1 }),
          }
        : undefined;
    if (model !== 'flow') return undefined;
    if (kind === 'shadow') return this.has('shadow roots') ? { kind, inside: inside() } : undefined;
    if (place.isIgnored) return undefined;
    if (kind === 'region')
      return this.has('regions')
        ? {
            kind,
            name: this.#name(),
            inside: this.#parts({ ...place, depth: depth - 1, isInner: true }),
          }
        : undefined;
    return this.has('islands') ? this.#island(place, inside) : undefined;
  }

  #island({ isHidden }: Place, inside: () => Part[]): Part {
    const isLater = this.has('later islands') && !isHidden;
    return {
      kind: 'island',
      name: this.#name(),
      // What nobody sees is not kept up to date before the visitor comes.
      strategy: this.random.pick(['load', 'none', ...(isLater ? ['visible', 'interaction'] : [])]),
      inside: this.has('slots') ? inside() : [],
    };
  }

  #isMisplaced(model: Model): boolean {
    return this.random.below(2) > 0 && (model === 'flow' || this.has('misplaced components'));
  }

  #element(place: Place): Part | undefined {
    const { model, depth } = place;
    const choices: Record<string, string> = models[model];
    const tags = Object.keys(choices).filter(
      (tag) => (tag !== 'svg' && tag !== 'math' && tag !== 'dialog') || this.#hasTag(tag),
    );
    if (tags.length === 0) return undefined;
    const tag = this.random.pick(tags);
    const inner = choices[tag] as Model;
    const attributes = this.#attributes(place, tag);
    const ignores = attributes.some(({ name, value }) => name === 'lv-ignore' && value === '');
    const hides = /^(details|dialog)$/.test(tag) || attributes.some(({ isFlag }) => isFlag);
    const inside = {
      ...place,
      model: inner,
      depth: inner === 'nothing' ? 0 : depth - 1,
      isIgnored: place.isIgnored || ignores,
      isHidden: place.isHidden || hides,
    };
    return {
      kind: 'element',
      tag,
      attributes,
      inside: inner === 'nothing' ? [] : this.#parts(inside),
    };
  }

  #hasTag(tag: string): boolean {
    return this.has(tag === 'dialog' ? 'open' : (tag as 'svg' | 'math'));
  }

  #attributes({ model, isIgnored }: Place, tag: string): Attribute[] {
    const { random } = this;
    const isForeign = /svg|math/.test(model);
    if (!this.has('attributes') || (isForeign && !this.has('svg attributes'))) return [];
    const names = [
      'title',
      'class',
      'data-x',
      'lang',
      ...(this.has('styles') ? ['style'] : []),
      ...(this.has('flags') && !isForeign ? ['hidden'] : []),
      ...(this.has('open') && /^(details|dialog)$/.test(tag) ? ['open', 'open', 'open'] : []),
      ...(this.has('ignored') && !isForeign && !isIgnored && tag !== 'br' ? ['lv-ignore'] : []),
    ];
    const chosen = new Set(Array.from({ length: random.below(3) }, () => random.pick(names)));
    return [...chosen].map((name) => {
      if (name === 'lv-ignore') return { name, value: random.pick(['', 'class title']) };
      if (/^(hidden|open)$/.test(name)) return { name, member: this.#name(), isFlag: true };
      return name === 'style' || random.below(3)
        ? { name, member: this.#name() }
        : { name, value: random.pick(words) };
    });
  }

  #field(): Part {
    const { random } = this;
    const type = random.pick(fieldTypes);
    return { kind: 'field', type, name: this.#name(), isBound: random.below(2) > 0 };
  }

  #list({ isInner }: Place, inside: () => Part[]): Part | undefined {
    const isOn = {
      keyed: this.has('keyed lists'),
      for: this.has('keyed lists'),
      list: this.has('lists with a past') && !isInner,
      unkeyed: this.has('unkeyed lists'),
    };
    const forms = listForms.filter((form) => isOn[form]);
    if (forms.length === 0) return undefined;
    return { kind: 'list', name: this.#name(), form: this.random.pick(forms), inside: inside() };
  }

  #name(): string {
    return `m${this.#count++}`;
  }
}

const shallow = ['text', 'hole', 'hole', 'field', 'raw'] as const;
const deep = [
  ...shallow,
  ...(['element', 'element', 'element', 'element', 'condition', 'condition'] as const),
  ...(['list', 'list', 'component', 'shadow', 'region', 'island'] as const),
];
const words = ['a', 'word', 'two words'];
