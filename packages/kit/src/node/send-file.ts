import { once } from 'node:events';
import { ReadStream } from 'node:fs';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

import { send, type SendResult } from '@fastify/send';

import { chooseEncoding } from './compress.js';
import type { PublicFile } from './files.js';

/** The options of sending a file. */
export interface SendFileOptions {
  /** The folder of the files. */
  readonly folder: string;
  readonly headers: OutgoingHttpHeaders;
  /** Milliseconds that a download may take. */
  readonly timeout: number;
}

/**
 * Answers with a file: conditional requests, a range of bytes, a precompressed copy if the browser accepts one. If the
 * file is gone or cannot be opened, nothing was written.
 *
 * @returns true if it answered
 * @throws the error of opening the file, except that it is gone
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: PublicFile,
  { folder, headers, timeout }: SendFileOptions,
): Promise<boolean> {
  for (const form of formsOf(file, request)) {
    const opened = await openFile(request, form.path, folder);
    if (!opened) continue;
    const { stream, statusCode } = opened;
    const content = statusCode === 200 || statusCode === 206 ? form.headers : {};
    try {
      if (response.destroyed) return true;
      const all = { ...opened.headers, ...varyOf(file), ...content, ...headers };
      response.writeHead(statusCode, all);
      const body = promised(Number(opened.headers['Content-Length']));
      const bounds = { signal: AbortSignal.timeout(timeout) };
      if (stream instanceof ReadStream) await pipeline(stream, body, response, bounds);
      else await pipeline(stream, response, bounds);
    } catch {
      // The download was dropped, and its connection too: there is nobody to report to.
      response.destroy();
    } finally {
      stream.destroy();
    }
    return true;
  }
  return false;
}

interface Form {
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
}

/** The forms of a file that a request accepts, the best first. */
function formsOf({ path, type, encoded }: PublicFile, { headers }: IncomingMessage): Form[] {
  const plain = { path, headers: { 'content-type': type } };
  // A range is of the file itself, so that its parts fit together whatever encodings the requests accept.
  if (headers.range !== undefined) return [plain];
  const encoding = chooseEncoding(String(headers['accept-encoding'] ?? ''), encoded);
  if (!encoding) return [plain];
  const described = { ...plain.headers, 'content-encoding': encoding };
  return [{ path: encoded[encoding] as string, headers: described }, plain];
}

const varyOf = ({ encoded }: PublicFile): OutgoingHttpHeaders =>
  Object.keys(encoded).length > 0 ? { vary: 'accept-encoding' } : {};

/** Passes on as many bytes as were promised; a file may change its length while it is read. */
const promised = (bytes: number) =>
  async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let left = bytes;
    for await (const chunk of source) {
      yield chunk.subarray(0, left);
      left -= chunk.length;
      if (left <= 0) return;
    }
    if (left > 0) throw new Error(`The file ended ${left} bytes early.`);
  };

/** The answer of the library, with its file open; nothing if the file is gone. */
async function openFile(
  { method, headers }: IncomingMessage,
  path: string,
  root: string,
): Promise<SendResult | undefined> {
  const asked = { method, headers: { ...headers } };
  try {
    const result = await send(
      // seam: the library reads the method and the headers of a request, and nothing else
      asked as IncomingMessage,
      path.split('/').map(encodeURIComponent).join('/'),
      {
        root,
        dotfiles: 'allow',
        index: false,
        cacheControl: false,
        contentType: false,
        onFile(_, stat) {
          // Opening a pipe would wait for a writer.
          if (!stat.isFile()) throw gone;
          asked.headers.range = readRange(headers.range, stat.size);
        },
      },
    );
    if (result.type === 'directory' || result.statusCode === 404) return undefined;
    if (result.type === 'error' && result.statusCode >= 500) throw result.metadata.error;
    if (result.stream instanceof ReadStream) await once(result.stream, 'open');
    return result;
  } catch (error) {
    if (error === gone || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const gone = new Error('The path is not a file.');

/**
 * One range of bytes in its plain form; `undefined` if it must be ignored: several ranges, or a malformed one
 * (RFC 9110, 14.2). A suffix longer than the file is all of it.
 */
export function readRange(text: string | undefined, size: number): string | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,16})-(\d{0,16})$/.exec(text ?? '') ?? [];
  if (first === '') return last === '' ? undefined : `bytes=-${Math.min(Number(last), size)}`;
  return last !== '' && Number(last) < Number(first) ? undefined : `bytes=${first}-${last}`;
}
