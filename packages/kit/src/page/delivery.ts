import type { PageChannel } from '../live/registry/page-channel.js';
import type { DocumentChunk } from './stream.js';

/** How a document reaches its reader. Only pages with boundaries ask. */
export interface Delivery {
  /** True if it is sent in the order in which it is read; otherwise its boundaries come as they are ready. */
  readonly ordered: boolean;
  /** True if the reader puts late content in its place without script. */
  readonly native: boolean;
  /** Set for a file: the beginning of the names of its holes. */
  readonly holes?: string;
  /** Opens the channel of the page, for content that comes after the response; absent where no browser would join. */
  readonly openChannel?: (() => PageChannel) | undefined;
  /** Nobody waits any more for what was to come after the response. */
  abandon?(): void;
  /** A part of a document with late content was sent. */
  noteSent(chunk: DocumentChunk): void;
}

/** The way into a file, whose holes have names with this beginning. */
export const intoFile = (holes: string): Delivery => ({
  ordered: true,
  native: false,
  holes,
  noteSent() {},
});
