import type { Attribute, Field, Part } from './view.js';

/** Writes a view as the module of a live view; `id` names it. */
export function toModule(parts: readonly Part[], id: string): string {
  const writer = new Writer(id);
  const content = writer.all(parts, 'state');
  const past = writer.lists.length > 0 ? `, live.state` : '';
  const [first, next] = [`first('${id}')`, `next('${id}')`].map((state) =>
    past ? `withLists(${state}, ${JSON.stringify(writer.lists)}` : state,
  );
  return [
    `import { defineLive, For, Fragment, unsafeHtml } from '@skerry/kit';`,
    `import { default as Fold } from './fold.island.js';`,
    `import { Section, Span } from './components.js';`,
    ...(past ? [`import { withLists } from './lists.js';`] : []),
    ...writer.regions,
    `export const view = defineLive(`,
    `  {`,
    `    mount: () => ${first}${past && ')'},`,
    `    events: { step: (live) => live.assign(${next}${past && `${past})`}), entered() {} },`,
    `  },`,
    `  ({ state }) => <><button lv-click="step">step</button>${content}</>,`,
    `  '${id}',`,
    `);`,
    '',
  ].join('\n');
}

class Writer {
  readonly regions: string[] = [];
  /** Names of the members that are a `list()`. */
  readonly lists: string[] = [];
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
    if (part.kind === 'field') return toField(part, `${scope}.${part.name}`);
    const { inside } = part as { inside: Part[] };
    if (part.kind === 'element') {
      const attributes = part.attributes.map((attribute) => toAttribute(attribute, scope)).join('');
      const content = this.all(inside, scope);
      return content
        ? `<${part.tag}${attributes}>${content}</${part.tag}>`
        : `<${part.tag}${attributes}/>`;
    }
    if (part.kind === 'component') return `<${part.tag}>${this.all(inside, scope)}</${part.tag}>`;
    if (part.kind === 'shadow')
      return `<div><template shadowrootmode="open"><i>in <slot/></i></template>${this.all(inside, scope)}</div>`;
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
      case 'region':
        return `<${this.#region(inside)} state={${member}}/>`;
      case 'island': {
        const content = this.all(inside, scope);
        return `<Fold client:${part.strategy} title={${member}}>${content}</Fold>`;
      }
    }
  }

  /** Adds a view for a region of its own, and returns its name. */
  #region(inside: readonly Part[]): string {
    const at = this.regions.push('') - 1;
    const name = `Region${at}`;
    const content = this.#value(inside, 'props.state');
    this.regions[at] =
      `export const ${name} = defineLive({ mount: () => ({}), events: { entered() {} } }, ({ props }: any) => ${content}, '${this.id}-${name}');`;
    return name;
  }

  #list({ name, form, inside }: Part & { kind: 'list' }, member: string): string {
    const row = `row${this.#rows++}`;
    if (form === 'list') this.lists.push(name);
    if (form === 'for' || form === 'list')
      return `<For each={${member}}${form === 'for' ? ' key={(row) => row.id}' : ''}>{(${row}) => ${this.#value(inside, row)}}</For>`;
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

function toField({ type, name, isBound }: Field, member: string): string {
  const attributes = ` name="${name}"${isBound ? ' lv-input="entered"' : ''}`;
  switch (type) {
    case 'textarea':
      return `<textarea${attributes}>{${member}}</textarea>`;
    case 'rich':
      return `<span contenteditable="true"${isBound ? ' lv-input="entered"' : ''}>{${member}}</span>`;
    case 'select':
    case 'multiple': {
      const options = ['a', 'b', 'c'].map((value) => {
        const chosen =
          type === 'select' ? `${member} === '${value}'` : `${member}.includes('${value}')`;
        return `<option value="${value}" selected={${chosen}}>${value}</option>`;
      });
      return `<select${attributes}${type === 'multiple' ? ' multiple' : ''}>${options.join('')}</select>`;
    }
    default:
      return `<input type="${type}"${attributes} ${type === 'checkbox' ? 'checked' : 'value'}={${member}}/>`;
  }
}
