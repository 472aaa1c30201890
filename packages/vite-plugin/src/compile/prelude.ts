import { quote } from './text.js';

/** The exports of `@skerry/kit/template` for compiled code, in the order of their import. */
const helpers = [
  'template',
  'render',
  'attribute',
  'attributes',
  'child',
  'only',
  'table',
  'content',
  'ignored',
  'key',
  'keyed',
  'component',
] as const;

export type Helper = (typeof helpers)[number];

/** The top of a compiled file: the import of its helpers, and its templates. */
export class Prelude {
  readonly #taken: Set<string>;
  readonly #helpers = new Map<Helper, string>();
  readonly #templates: string[] = [];

  constructor(code: string) {
    this.#taken = new Set(code.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
  }

  /** The local name of a helper. */
  useHelper(helper: Helper): string {
    let name = this.#helpers.get(helper);
    if (name === undefined) this.#helpers.set(helper, (name = this.#free(`_${helper}`)));
    return name;
  }

  /** Adds a template and gives its name; `origin` is the code of where it was written. */
  addTemplate(statics: readonly string[], parts: readonly string[], origin?: string): string {
    const make = this.useHelper('template');
    const name = this.#free(`_t${this.#templates.length}`);
    const parameters = [`[${statics.map(quote).join(', ')}]`, `[${parts.join(', ')}]`];
    if (origin !== undefined) parameters.push(origin);
    this.#templates.push(`const ${name} = ${make}(${parameters.join(', ')});`);
    return name;
  }

  #free(name: string): string {
    while (this.#taken.has(name)) name = `_${name}`;
    this.#taken.add(name);
    return name;
  }

  /** One line of code, empty where nothing was used. */
  toString(): string {
    const names = helpers
      .filter((helper) => this.#helpers.has(helper))
      .map((helper) => `${helper} as ${this.#helpers.get(helper)}`);
    if (names.length === 0) return '';
    const line = `import { ${names.join(', ')} } from '@skerry/kit/template';`;
    return [line, ...this.#templates].join(' ');
  }
}
