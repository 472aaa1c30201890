import { createReadStream } from 'node:fs';

/** A line of a file as bytes, without its line break. */
export interface RawLine {
  readonly bytes: Buffer;
  /** False for the rest of a file behind its last line break. */
  readonly isEnded: boolean;
  /** True if bytes above the limit were left out. */
  readonly isCut: boolean;
}

/** Bytes of the longest line that is read; a record has far fewer. */
const longestLine = 1024 * 1024;

const lineBreak = 0x0a;

/** Reads the lines of a file one by one; a file of any size, and any content, takes little memory. */
export async function* rawLines(path: string): AsyncGenerator<RawLine> {
  let parts: Buffer[] = [];
  let length = 0;
  const take = (isEnded: boolean): RawLine => {
    const bytes = Buffer.concat(parts);
    const line = { bytes, isEnded, isCut: length > bytes.length };
    parts = [];
    length = 0;
    return line;
  };
  const add = (part: Buffer): void => {
    const kept = Math.min(length, longestLine);
    length += part.length;
    parts.push(part.subarray(0, longestLine - kept));
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(lineBreak, start);
      if (end < 0) break;
      add(chunk.subarray(start, end));
      yield take(true);
      start = end + 1;
    }
    if (start < chunk.length) add(chunk.subarray(start));
  }
  if (length > 0) yield take(false);
}

/** The text of a line; `undefined` for bytes that are no UTF-8, of which several would read as the same text. */
export function textOfLine({ bytes, isCut }: RawLine): string | undefined {
  if (isCut) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
