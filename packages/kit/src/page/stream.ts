import { Readable } from 'node:stream';

import type { HeaderOverrides } from '../core/answer-headers.js';
import { toError } from '../core/thrown.js';
import { settleHtml, textOfHtml } from '../template/html-chunks.js';
import type { Boundaries } from './boundaries.js';
import type { Head } from './head.js';
import { isPageInterrupt, type PageInterrupt } from './page-interrupt.js';
import type { PageContent } from './page.js';
import type { Shell } from './shell.js';

/** A page, written as far as it is sent at once. */
export interface WrittenPage {
  shell: Shell;
  /** The content of its body. */
  body: string;
}

/**
 * Writes a page as far as it is sent at once. The shell is made last, so that it knows what the page contains. Returns the
 * interrupt if a chunk throws one.
 */
export async function writeBodyFirst(
  { body, around }: PageContent,
  boundaries: Boundaries,
  shellOf: (head: Head, headers: HeaderOverrides) => Shell,
): Promise<WrittenPage | PageInterrupt> {
  try {
    const settled = await settleHtml(body);
    const [head, headers] = await around;
    if (boundaries.areUnsettled) await turnEnd();
    const text = textOfHtml(settled);
    return { shell: shellOf(head, headers), body: text };
  } catch (error) {
    if (isPageInterrupt(error)) return error;
    throw error;
  }
}

/** Content that waits for nothing but promises is there by then. */
const turnEnd = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The markup after the content of the body. */
export const documentEnd = '</body></html>';

/** The late content of a document. */
export interface DocumentRest {
  /** What is ready, as soon as something is; `undefined` once all was. */
  nextHtml(): Promise<string | undefined>;
  /** Nobody waits for it any more. */
  end(): void;
}

/** A document that is sent while its boundaries are rendered, as fast as it is read. */
export class DocumentStream extends Readable {
  #begin: string | undefined;
  readonly #rest: DocumentRest;

  /** @param begin the document up to its late content */
  constructor(begin: string, rest: DocumentRest) {
    super();
    this.#begin = begin;
    this.#rest = rest;
  }

  override _read(): void {
    if (this.#begin === undefined) void this.#readRest();
    else {
      const begin = this.#begin;
      this.#begin = undefined;
      this.push(begin);
    }
  }

  /** Its chunks, as a web response reads them. That of Node would first wait for the next chunk when the reader leaves. */
  override [Symbol.asyncIterator](): NodeJS.AsyncIterator<string> {
    const chunks = super[Symbol.asyncIterator]();
    const iterator: NodeJS.AsyncIterator<string> = {
      [Symbol.asyncIterator]: () => iterator,
      next: () => chunks.next(),
      return: async () => {
        this.destroy();
        return { done: true, value: undefined };
      },
    };
    return iterator;
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#rest.end();
    done(error);
  }

  async #readRest(): Promise<void> {
    try {
      const html = await this.#rest.nextHtml();
      if (this.destroyed) return;
      this.push(html ?? documentEnd);
      if (html === undefined) this.push(null);
    } catch (error) {
      this.destroy(toError(error));
    }
  }
}
