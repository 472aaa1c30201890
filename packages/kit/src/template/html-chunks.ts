import { randomUUID } from 'node:crypto';

/** HTML as far as it is written: one text, or chunks in the order of the document. */
export type Html = string | readonly HtmlChunk[];

/** A piece of HTML; a promise where it is still to come. */
type HtmlChunk = string | Promise<Html>;

/** Marks a place in written HTML that is still to be filled. It is random, so that no content can hold it. */
const hole = `<!--${randomUUID()}-->`;

/** The places in a piece of HTML whose content is still to come, in order. */
export class Holes {
  readonly #contents: Promise<Html>[] = [];

  /** Adds a hole; returns the text that marks it. */
  addHole(content: Promise<Html>): string {
    // The text after it may throw; then nobody waits for this content.
    content.catch(() => undefined);
    this.#contents.push(content);
    return hole;
  }

  /** Cuts the HTML that was written around the holes into chunks. */
  cutHtml(html: string): Html {
    if (this.#contents.length === 0) return html;
    return html.split(hole).flatMap((text, i) => [text, ...this.#contents.slice(i, i + 1)]);
  }
}

/** Joins HTML to one text: a promise only where a chunk is still to come. It rejects as soon as one chunk does. */
export function joinHtml(html: Html): string | Promise<string> {
  if (typeof html === 'string') return html;
  const texts = html.map((chunk) => (typeof chunk === 'string' ? chunk : chunk.then(joinHtml)));
  return Promise.all(texts).then((all) => all.join(''));
}
