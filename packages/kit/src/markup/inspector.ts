import { regionIdPrefix } from '@skerry/wire';

import { fail, type SkerryError } from '../core/errors.js';
import { withoutMarks } from '../template/origin.js';
import { findHeadProblem } from './head-problem.js';
import { type MarkupFault, readMarkup, type Written } from './reader.js';

/** Hosts of regions whose surroundings are remembered. */
const maxHosts = 1000;

/**
 * Finds, in development and tests, what parsers of HTML would repair, and says which components meet there. It reads
 * marked HTML, see `template/origin.ts`.
 */
export class MarkupInspector {
  /** The start tags around the hosts of regions. */
  readonly #around = new Map<string, string>();

  /**
   * Inspects a page, or a part of one.
   *
   * @returns it without marks
   * @throws SkerryError `repaired-markup`
   */
  page(html: string): string {
    const { fault, around } = readMarkup(html);
    if (fault) throw toError(fault);
    for (const [id, tags] of around) this.#remember(id, tags);
    return withoutMarks(html);
  }

  /**
   * Inspects what a region shows now, in the surroundings in which its page was inspected.
   *
   * @throws SkerryError `repaired-markup`
   */
  region(id: string, html: string): void {
    const { fault } = readMarkup((this.#around.get(regionIdPrefix + id) ?? '') + html);
    if (fault) throw toError(fault);
  }

  /** The problem of markup that is meant for a `<head>`, in words. */
  head(html: string): string | undefined {
    return findHeadProblem(html);
  }

  #remember(id: string, tags: string): void {
    this.#around.set(id, tags);
    const [oldest] = this.#around.keys();
    if (this.#around.size > maxHosts) this.#around.delete(oldest as string);
  }
}

function toError({ inner, outer, effect }: MarkupFault): SkerryError {
  const parent = outer?.tag ?? 'body';
  const error = fail('repaired-markup', {
    inner: nameOf(inner),
    outer: outer ? nameOf(outer) : '<body>',
    effect: effects[effect](parent),
    remedy: remedyFor(inner, parent, effect),
  });
  const { origin, line } = inner.origin.foreign && outer ? outer : inner;
  // The development server shows it.
  if (origin.file && line) Object.assign(error, { loc: { file: origin.file, line, column: 0 } });
  return error;
}

const effects = {
  ends: (tag: string) => `parsers of HTML end the <${tag}> before it`,
  moves: (tag: string) => `parsers of HTML move it out of the <${tag}>`,
  drops: () => 'parsers of HTML drop it there',
};

function nameOf({ tag, origin, line }: Written): string {
  const what = tag === '' ? 'Text' : `<${tag}>`;
  if (origin.foreign === 'raw') return `${what} of unsafeHtml()`;
  const place = [origin.file, line].filter((part) => part !== undefined).join(':');
  if (!origin.name) return place ? `${what} (${place})` : what;
  return `${what} of ${origin.name}${place && ` (${place})`}`;
}

function remedyFor(inner: Written, outer: string, effect: MarkupFault['effect']): string {
  if (outer === 'p') return `Make the <p> a <div>, or use an element that may be in a paragraph.`;
  if (effect === 'moves') return `Put it into a cell, <td>…</td>, or outside of the table.`;
  if (effect === 'ends' || inner.tag === outer) return `Put it outside of the <${outer}>.`;
  return `Put it into the element that <${inner.tag}> belongs in.`;
}
