import { randomUUID } from 'node:crypto';

/** HTML as far as it is written: one text, or chunks in the order of the document. */
export type Html = string | readonly HtmlChunk[];

/** A piece of HTML; a promise where it is still to come. */
export type HtmlChunk = string | Promise<Html> | LateHtml;

/** A piece of HTML that need not be there when the chunks around it are joined. */
export interface LateHtml {
  /** The markup in its place: the content, or what stands for it until it comes. */
  text(): string;
}

/** HTML of which all is there, except what may be late. */
export type SettledHtml = string | readonly (string | LateHtml)[];

/** Marks a place in written HTML that is still to be filled. It is random, so that no content can hold it. */
const hole = `<!--${randomUUID()}-->`;

/** The places in a piece of HTML whose content is still to come, in order. */
export class Holes {
  readonly #contents: (HtmlChunk | readonly HtmlChunk[])[] = [];

  /** Adds a hole; returns the text that marks it. */
  addHole(content: Promise<Html> | LateHtml | readonly HtmlChunk[]): string {
    // The text after it may throw; then nobody waits for this content.
    if (content instanceof Promise) content.catch(() => undefined);
    this.#contents.push(content);
    return hole;
  }

  /** Cuts the HTML that was written around the holes into chunks. */
  cutHtml(html: string): Html {
    if (this.#contents.length === 0) return html;
    return html.split(hole).flatMap((text, i) => [text, ...this.#contents.slice(i, i + 1).flat()]);
  }
}

/** Joins HTML to one text: a promise only where a chunk is still to come. It rejects as soon as one chunk does. */
export function joinHtml(html: Html): string | Promise<string> {
  const settled = settleHtml(html);
  return settled instanceof Promise ? settled.then(textOfHtml) : textOfHtml(settled);
}

/** Waits for all chunks that are not late. It rejects as soon as one of them does. */
export function settleHtml(html: Html): SettledHtml | Promise<SettledHtml> {
  if (typeof html === 'string') return html;
  if (!html.some((chunk) => chunk instanceof Promise))
    return html as readonly (string | LateHtml)[];
  const chunks = html.map((chunk) => (chunk instanceof Promise ? chunk.then(settleHtml) : chunk));
  return Promise.all(chunks).then((all) => all.flat());
}

/** The text of settled HTML, as of now. */
export const textOfHtml = (html: SettledHtml): string =>
  typeof html === 'string'
    ? html
    : html.reduce<string>(
        (text, chunk) => text + (typeof chunk === 'string' ? chunk : chunk.text()),
        '',
      );
