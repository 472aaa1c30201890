import { Readable } from 'node:stream';

import { chain } from '../core/now-or-later.js';
import { toError } from '../core/thrown.js';
import { settleHtml, textOfHtml } from '../template/html-chunks.js';
import type { Boundaries } from './boundaries.js';
import type { PageContent, PageEnvelope } from './page.js';

/** A page, written as far as it is sent at once. */
export interface WrittenPage {
  readonly envelope: PageEnvelope;
  /** The content of its body. */
  readonly body: string;
}

/** Writes a page as far as it is sent at once: without a pause where all of it is there. @throws what a chunk throws */
export const writeBodyFirst = (
  { body, envelope }: PageContent,
  boundaries: Boundaries,
): WrittenPage | Promise<WrittenPage> =>
  chain(settleHtml(body), (settled) =>
    chain(envelope, (known) =>
      chain(boundaries.areUnsettled ? turnEnd() : undefined, () => ({
        envelope: known,
        body: textOfHtml(settled),
      })),
    ),
  );

/** Content that waits for nothing but promises is there by then. */
const turnEnd = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The markup after the content of the body. */
export const documentEnd = '</body></html>';

/** A part of a document that is sent at once. */
export interface DocumentChunk {
  readonly name: string;
  readonly html: string;
}

/** The late content of a document. */
export interface DocumentRest {
  /** What is ready, as soon as something is; `undefined` once all was. */
  nextChunk(): Promise<DocumentChunk | undefined>;
  /** A part of the document was sent. */
  noteSent(chunk: DocumentChunk): void;
  /** Nobody waits for it any more. */
  end(): void;
}

/** A document that is sent while its boundaries are rendered, as fast as it is read. */
export class DocumentStream extends Readable {
  #begin: string | undefined;
  readonly #rest: DocumentRest;
  readonly #encode: (html: string) => string;

  /**
   * @param begin the document up to its late content; `undefined` if the reader has it
   * @param encode makes what is sent of each part
   */
  constructor(begin: string | undefined, rest: DocumentRest, encode = (html: string) => html) {
    super();
    this.#begin = begin;
    this.#rest = rest;
    this.#encode = encode;
  }

  override _read(): void {
    if (this.#begin === undefined) void this.#readRest();
    else {
      const html = this.#begin;
      this.#begin = undefined;
      this.#send({ name: 'shell', html });
    }
  }

  #send(chunk: DocumentChunk): void {
    this.push(this.#encode(chunk.html));
    this.#rest.noteSent(chunk);
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
      const chunk = await this.#rest.nextChunk();
      if (this.destroyed) return;
      this.#send(chunk ?? { name: 'end', html: documentEnd });
      if (!chunk) this.push(null);
    } catch (error) {
      this.destroy(toError(error));
    }
  }
}
