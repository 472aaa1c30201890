import { BodyTooLargeError } from 'srvx/body-limit';

import type { Limits } from './limits.js';

/** What a visitor is told whose body has more bytes than the limit. */
export const tooLargeText = ({ maxRequestBytes }: Pick<Limits, 'maxRequestBytes'>): string =>
  `The body may have ${maxRequestBytes} bytes.`;

/** Tells whether the body of a request turned out larger than `maxRequestBytes` while it was read. */
export const isTooLarge = (thrown: unknown): boolean => thrown instanceof BodyTooLargeError;

/** The bytes of a request's body; nothing if it has more, and reading stops there. */
export async function readBytes(request: Request, most: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length')) > most) return undefined;
  const chunks: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of request.body ?? []) {
    read += chunk.length;
    if (read > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The text of a request's body; nothing if it has more bytes, and reading stops there. */
export async function readBounded(request: Request, most: number): Promise<string | undefined> {
  const bytes = await readBytes(request, most);
  return bytes && new TextDecoder().decode(bytes);
}
