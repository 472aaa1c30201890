import type { Span } from './errors.js';
import type { Origins } from './origins.js';
import type { Piece } from './pieces.js';
import type { Helper, Prelude } from './prelude.js';

/** Collects one template: its markup, its parts and the code of their values, in document order. */
export class TemplateBuilder {
  readonly #statics = [''];
  readonly #parts: string[] = [];
  readonly #values: Piece[] = [];
  /** The lines of its elements, where they are asked for. */
  readonly #lines: number[] = [];
  #places = 0;
  /** True while the next parts belong to the page's own scripts after the first render. */
  isIgnored = false;

  constructor(
    readonly prelude: Prelude,
    readonly origins?: Origins,
  ) {}

  /** Notes that an element begins here in the source. */
  noteElement(at: Span): void {
    if (this.origins) this.#lines.push(this.origins.lineOf(at));
  }

  /** Adds markup as it is. */
  writeMarkup(html: string): void {
    this.#statics[this.#statics.length - 1] += html;
  }

  /** Takes the number of the next place. */
  nextPlace(): number {
    return this.#places++;
  }

  /** Adds a part made by `helper(…parameters)`, and its value. */
  addPart(helper: Helper, parameters: readonly string[], ...value: Piece[]): void {
    if (this.#parts.length > 0) this.#values.push(', ');
    this.#values.push(...value);
    const part = `${this.prelude.useHelper(helper)}(${parameters.join(', ')})`;
    this.#parts.push(this.isIgnored ? `${this.prelude.useHelper('ignored')}(${part})` : part);
    this.#statics.push('');
  }

  /** Hoists the template and returns the code that renders it. */
  finishTemplate(at: Span): Piece[] {
    const origin = this.origins?.codeFor(at, this.#lines);
    const name = this.prelude.addTemplate(this.#statics, this.#parts, origin);
    return [`${this.prelude.useHelper('render')}(${name}, [`, ...this.#values, '])'];
  }
}
