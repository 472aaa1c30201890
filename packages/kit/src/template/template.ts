import { attributeText } from './attributes.js';
import { partSurroundings, sameLanguage } from './languages.js';
import type { Origin } from './origin.js';
import type { Part } from './part.js';
import { type PlainTemplate, plainTemplate } from './plain-template.js';

let templates = 0;

/**
 * The constants of one JSX expression: the markup between its parts, made once. `statics` has one string more than
 * there are parts. Elements that are places carry their `data-s` in `statics` already.
 */
export class Template {
  /** Number of this template in this process. */
  readonly number = ++templates;
  /** True if its root is a keyed row; then its first part is the key. */
  readonly keyed: boolean;
  /** The markup between a text in each part and the next part. */
  readonly ends: readonly string[];
  #markup: string | undefined;
  #plain: PlainTemplate | undefined;

  constructor(
    readonly statics: readonly string[],
    readonly parts: readonly Part[],
    /** Its place in the sources; known in development. */
    readonly origin?: Origin,
  ) {
    this.keyed = parts[0]?.kind === 'key';
    this.ends = parts.map(({ end }, i) => end + (statics[i + 1] as string));
    partSurroundings(statics).forEach((found, i) => Object.assign(parts[i] as Part, found));
  }

  /** The markup with empty places, as it goes over the wire once per connection. */
  get markup(): string {
    this.#markup ??= this.statics.reduce(
      (html, next, i) => html + emptyPlace(this.parts[i - 1]) + next,
    );
    return this.#markup;
  }

  /** The same without marks. */
  get plain(): PlainTemplate {
    return (this.#plain ??= plainTemplate(this));
  }
}

function emptyPlace(part: Part | undefined): string {
  const marked = part?.kind === 'table' || (part?.kind === 'child' && !part.only);
  return marked ? part.structureStart + part.structureEnd : '';
}

/** A template with the values of its parts, as JSX makes it. Only instances of this class are markup. */
export class Rendered {
  constructor(
    readonly template: Template,
    readonly dynamics: readonly unknown[],
  ) {}
}

/** A child with a key, where the child's own template has no root to carry it. */
export class Keyed {
  constructor(
    readonly key: string | number,
    readonly child: unknown,
  ) {}
}

/** Makes a template; compiled code calls it once per JSX expression, at the top of its module. */
export const template = (
  statics: readonly string[],
  parts: readonly Part[],
  origin?: Origin,
): Template => new Template(statics, parts, origin);

/** Joins a template with the values of its parts. */
export const render = (of: Template, dynamics: readonly unknown[]): Rendered =>
  new Rendered(of, dynamics);

/** Gives a key to a child. */
export const keyed = (key: string | number, child: unknown): Keyed => new Keyed(key, child);

const part = (kind: Part['kind'], place: number, more: Partial<Part> = {}): Part => ({
  kind,
  place,
  name: '',
  ignored: false,
  toText: attributeText(''),
  only: false,
  start: `<!--${place}-->`,
  end: '<!---->',
  structureStart: `<!--[${place}-->`,
  structureEnd: '<!--]-->',
  languages: sameLanguage,
  inForm: false,
  ...more,
});

/** A part for the value of one attribute: writes ` name="value"`, or nothing. */
export const attribute = (place: number, name: string): Part =>
  part('attribute', place, {
    name,
    toText: attributeText(name),
    start: ` ${name}="`,
    end: '"',
  });

/** A part for all attributes of an element, given as one record; `ignored` names those that are the page's. */
export const attributes = (place: number, ignored = ''): Part =>
  part('attributes', place, { name: ignored });

/** A part for a child that has siblings, or is structure by its syntax. */
export const child = (place: number): Part => part('child', place);

/** A part for the only child of an element that carries the place itself (`data-s`). */
export const only = (place: number): Part =>
  part('child', place, { only: true, start: '', end: '' });

/** A part between the sections, rows and cells of a table, where text has no place. */
export const table = (place: number): Part => part('table', place);

/** A part for the whole content of an element in which markup is not parsed; its values are joined to one text. */
export const content = (place: number, tag: string): Part => part('content', place, { name: tag });

/** The part for the key of a row, the first of its template: writes ` data-k="key"`. */
export const key = (): Part => part('key', -1);

/** A part whose value belongs to the page after the first render. */
export const ignored = (of: Part): Part => ({ ...of, ignored: true });
