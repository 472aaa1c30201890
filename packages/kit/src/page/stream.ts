import type { ServerResponse } from 'node:http';
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
  /** True if nothing follows it but the end of the document. */
  readonly isLast?: boolean;
}

const end: DocumentChunk = { name: 'end', html: documentEnd };

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
      this.push(this.#textOf({ name: 'shell', html }));
    }
  }

  /** Sends it to Node's response as fast as that takes it, with no stream between: that would cost as much as the rest. */
  async sendTo(response: ServerResponse): Promise<void> {
    // A visitor who leaves ends it.
    response.once('close', () => this.#rest.end());
    try {
      if (this.#begin !== undefined)
        await write(response, this.#textOf({ name: 'shell', html: this.#begin }));
      for (;;) {
        const { text, isLast } = await this.#nextText();
        if (response.destroyed) return;
        if (isLast) return void response.end(text);
        await write(response, text);
      }
    } catch (thrown) {
      response.destroy(toError(thrown));
    }
  }

  /** What is sent next. */
  async #nextText(): Promise<{ text: string; isLast: boolean }> {
    const chunk = await this.#rest.nextChunk();
    const isLast = chunk?.isLast ?? !chunk;
    const text = (chunk ? this.#textOf(chunk) : '') + (isLast ? this.#textOf(end) : '');
    return { text, isLast };
  }

  #textOf(chunk: DocumentChunk): string {
    this.#rest.noteSent(chunk);
    return this.#encode(chunk.html);
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
      const { text, isLast } = await this.#nextText();
      if (this.destroyed) return;
      this.push(text);
      if (isLast) this.push(null);
    } catch (error) {
      this.destroy(toError(error));
    }
  }
}

/** Writes to a response; resolves once that takes more, or is closed. */
function write(response: ServerResponse, text: string): Promise<unknown> | undefined {
  if (response.write(text) || response.destroyed) return undefined;
  return new Promise<void>((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}
