import type { Random } from './random.js';

/** A part of a random view; a name is a member of the state around it. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'hole'; name: string }
  | { kind: 'raw'; name: string; inline: boolean }
  | { kind: 'element'; tag: string; attributes: Attribute[]; inside: Part[] }
  | { kind: 'condition'; name: string; inside: Part[]; otherwise: Part[] }
  | { kind: 'list'; name: string; form: 'keyed' | 'unkeyed' | 'for'; inside: Part[] }
  | { kind: 'component'; tag: string; inside: Part[] }
  | { kind: 'region'; name: string; inside: Part[] }
  | { kind: 'island'; name: string; strategy: string; inside: Part[] };

/** An attribute: constant where it has a value, else a member of the state. */
export interface Attribute {
  name: string;
  value?: string;
  member?: string;
  isFlag?: boolean;
}

/** What a run may do: parts of views, and what happens to their pages. Each can be turned on and off. */
export const features = [
  'attributes',
  'flags',
  'fields',
  'keyed lists',
  'unkeyed lists',
  'raw',
  'raw comments',
  'svg',
  'svg attributes',
  'math',
  'math structure',
  'components',
  'misplaced components',
  'regions',
  'islands',
  'slots',
  'cuts',
  'restarts',
  'wrapping',
  'insertions',
  'removed comments',
] as const;
export type Feature = (typeof features)[number];

type Model = keyof typeof models;

/** The elements that may stand in each kind of element, and what may stand in those. */
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
    return this.#parts('flow', 3);
  }

  #parts(model: Model, depth: number): Part[] {
    const length = depth > 0 ? 1 + this.random.below(4) : this.random.below(2);
    return Array.from({ length }, () => this.#part(model, depth)).filter(
      (part) => part !== undefined,
    );
  }

  #part(model: Model, depth: number): Part | undefined {
    const { random } = this;
    const kind = random.pick(depth > 0 ? deep : shallow);
    const isHtml = htmlModels.has(model);
    const inside = (): Part[] => this.#parts(model, depth - 1);
    const isMath = model === 'math' || model === 'mathText';
    if (kind === 'text')
      return holdsText.has(model) ? { kind, text: random.pick(words) } : undefined;
    if (kind === 'hole') return holdsText.has(model) ? { kind, name: this.#name() } : undefined;
    if (kind === 'element') return this.#element(model, depth);
    if (kind === 'field') return isHtml && this.has('fields') ? this.#field() : undefined;
    if (isMath && !this.has('math structure')) return undefined;
    if (kind === 'condition')
      return {
        kind,
        name: this.#name(),
        inside: inside(),
        otherwise: random.below(2) ? inside() : [],
      };
    if (kind === 'list') return this.#list(inside);
    if (!isHtml) return undefined;
    if (kind === 'raw')
      return this.has('raw')
        ? { kind, name: this.#name(), inline: model === 'phrasing' }
        : undefined;
    if (kind === 'component')
      return this.has('components')
        ? {
            kind,
            tag: this.#isMisplaced(model) ? 'Section' : 'Span',
            inside: this.#parts('phrasing', depth - 1),
          }
        : undefined;
    if (model !== 'flow') return undefined;
    if (kind === 'region')
      return this.has('regions') ? { kind, name: this.#name(), inside: inside() } : undefined;
    if (!this.has('islands')) return undefined;
    // Others wait for the visitor: what nobody sees is not kept up to date before.
    const strategy = random.pick(['load', 'none']);
    return { kind, name: this.#name(), strategy, inside: this.has('slots') ? inside() : [] };
  }

  #isMisplaced(model: Model): boolean {
    return this.random.below(2) > 0 && (model === 'flow' || this.has('misplaced components'));
  }

  #element(model: Model, depth: number): Part | undefined {
    const choices: Record<string, string> = models[model];
    const tags = Object.keys(choices).filter(
      (tag) => (tag !== 'svg' || this.has('svg')) && (tag !== 'math' || this.has('math')),
    );
    if (tags.length === 0) return undefined;
    const tag = this.random.pick(tags);
    const inner = choices[tag] as Model;
    const inside = this.#parts(inner, inner === 'nothing' ? -1 : depth - 1);
    return {
      kind: 'element',
      tag,
      attributes: this.#attributes(model),
      inside: inner === 'nothing' ? [] : inside,
    };
  }

  #attributes(model: Model): Attribute[] {
    const { random } = this;
    const isForeign = /svg|math/.test(model);
    if (!this.has('attributes') || (isForeign && !this.has('svg attributes'))) return [];
    const names = [
      'title',
      'class',
      'data-x',
      'lang',
      ...(this.has('flags') && !isForeign ? ['hidden'] : []),
    ];
    const chosen = new Set(Array.from({ length: random.below(3) }, () => random.pick(names)));
    return [...chosen].map((name) => {
      if (name === 'hidden') return { name, member: this.#name(), isFlag: true };
      return random.below(3) ? { name, member: this.#name() } : { name, value: random.pick(words) };
    });
  }

  #field(): Part {
    const { random } = this;
    const type = random.pick(['text', 'checkbox', 'number']);
    const isFlag = type === 'checkbox';
    const bound = { name: isFlag ? 'checked' : 'value', member: this.#name(), isFlag };
    return {
      kind: 'element',
      tag: 'input',
      attributes: [{ name: 'type', value: type }, { name: 'name', value: bound.member }, bound],
      inside: [],
    };
  }

  #list(inside: () => Part[]): Part | undefined {
    const forms = (['keyed', 'for', 'unkeyed'] as const).filter((form) =>
      this.has(form === 'unkeyed' ? 'unkeyed lists' : 'keyed lists'),
    );
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
  ...(['list', 'list', 'component', 'region', 'island'] as const),
];
const words = ['a', 'word', 'two words'];

/** Writes a view as the module of a live view; `id` names it. */
export function toModule(parts: readonly Part[], id: string): string {
  const writer = new Writer(id);
  const content = writer.all(parts, 'state');
  return [
    `import { defineLive, For, Fragment, unsafeHtml } from '@skerry/kit';`,
    `import { default as Fold } from './fold.island.js';`,
    `const Section = ({ children }: any) => <section>{children}</section>;`,
    `const Span = ({ children }: any) => <span>{children}</span>;`,
    ...writer.regions,
    `export const view = defineLive(`,
    `  { mount: () => first('${id}'), events: { step: (live) => live.assign(next('${id}')) } },`,
    `  ({ state }) => <><button lv-click="step">step</button>${content}</>,`,
    `  '${id}',`,
    `);`,
    '',
  ].join('\n');
}

class Writer {
  readonly regions: string[] = [];
  #rows = 0;

  constructor(readonly id: string) {}

  all(parts: readonly Part[], scope: string): string {
    return parts.map((part) => this.#write(part, scope)).join('');
  }

  /** Markup as the value of an expression. */
  #value(parts: readonly Part[], scope: string): string {
    return `<>${this.all(parts, scope)}</>`;
  }

  #write(part: Part, scope: string): string {
    if (part.kind === 'text') return part.text;
    const { inside } = part as { inside: Part[] };
    if (part.kind === 'element') {
      const attributes = part.attributes.map((attribute) => toAttribute(attribute, scope)).join('');
      const content = this.all(inside, scope);
      return content
        ? `<${part.tag}${attributes}>${content}</${part.tag}>`
        : `<${part.tag}${attributes}/>`;
    }
    if (part.kind === 'component') return `<${part.tag}>${this.all(inside, scope)}</${part.tag}>`;
    const member = `${scope}.${part.name}`;
    switch (part.kind) {
      case 'hole':
        return `{${member}}`;
      case 'raw':
        return `{unsafeHtml(${member})}`;
      case 'condition': {
        const other = part.otherwise.length ? this.#value(part.otherwise, scope) : 'null';
        return `{${member} ? ${this.#value(inside, scope)} : ${other}}`;
      }
      case 'list':
        return this.#list(part, member);
      case 'region': {
        const name = `Region${this.regions.length}`;
        this.regions.push('');
        const content = this.#value(inside, 'props.state');
        this.regions[Number(name.slice(6))] =
          `export const ${name} = defineLive({ mount: () => ({}) }, ({ props }: any) => ${content}, '${this.id}-${name}');`;
        return `<${name} state={${member}}/>`;
      }
      case 'island': {
        const content = this.all(inside, scope);
        return `<Fold client:${part.strategy} title={${member}}>${content}</Fold>`;
      }
    }
  }

  #list({ form, inside }: Part & { kind: 'list' }, member: string): string {
    const row = `row${this.#rows++}`;
    if (form === 'for')
      return `<For each={${member}} key={(row) => row.id}>{(${row}) => ${this.#value(inside, row)}}</For>`;
    if (form === 'unkeyed') return `{${member}.map((${row}) => ${this.#value(inside, row)})}`;
    const [only, ...others] = inside;
    const written = this.all(inside, row);
    const keyed =
      only?.kind === 'element' && others.length === 0
        ? written.replace(/^<[^\s/>]+/, `$& key={${row}.id}`)
        : `<Fragment key={${row}.id}>${written}</Fragment>`;
    return `{${member}.map((${row}) => ${keyed})}`;
  }
}

function toAttribute({ name, value, member }: Attribute, scope: string): string {
  return member === undefined || value !== undefined
    ? ` ${name}=${JSON.stringify(value)}`
    : ` ${name}={${scope}.${member}}`;
}
