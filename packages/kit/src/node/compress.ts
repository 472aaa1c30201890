import { pipeline, Readable, type Transform } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { FastResponse } from 'srvx/node';

import { headerOf } from '../core/request-origin.js';

/** Bytes below which compression saves less than a packet. */
const smallest = 1024;

const { BROTLI_OPERATION_FLUSH, BROTLI_PARAM_QUALITY, Z_SYNC_FLUSH } = zlib.constants;
// Brotli's default quality is for files that are compressed once; 4 is as quick as gzip.
const brotliParams = { [BROTLI_PARAM_QUALITY]: 4 };

/** The encodings of a compressed copy. */
export type Encoding = 'br' | 'gzip';

interface Compressor {
  whole(body: string | Uint8Array): Promise<Buffer>;
  /** Passes on every chunk as it comes, so that a streamed page is not delayed. */
  stream(): Transform;
}

const brotli = promisify<zlib.InputType, zlib.BrotliOptions, Buffer>(zlib.brotliCompress);
const gzip = promisify<zlib.InputType, Buffer>(zlib.gzip);

const encodings: Record<Encoding, Compressor> = {
  br: {
    whole: (body) => brotli(body, { params: brotliParams }),
    stream: () =>
      zlib.createBrotliCompress({ params: brotliParams, flush: BROTLI_OPERATION_FLUSH }),
  },
  gzip: {
    whole: (body) => gzip(body),
    stream: () => zlib.createGzip({ flush: Z_SYNC_FLUSH }),
  },
};

/** Compresses a response if the browser accepts that, its type benefits and it is not tiny. */
export async function compress(request: Request, response: Response): Promise<Response> {
  if (!compressible(response.headers) || request.method === 'HEAD') return response;
  const { status, statusText } = response;
  // The headers of a response that an endpoint fetched cannot be changed.
  const headers = new Headers(response.headers);
  headers.append('vary', 'accept-encoding');
  const respond = (content: Body): Response =>
    // seam: srvx reads Node streams, which are not among the bodies of its type
    new FastResponse(content as never, { status, statusText, headers });
  const name = chooseEncoding(headerOf(request, 'accept-encoding'));
  const body = takeBody(response);
  const tiny = !(body instanceof Readable) && Buffer.byteLength(body ?? '') < smallest;
  if (!name || tiny) return respond(body);
  headers.set('content-encoding', name);
  headers.delete('content-length');
  if (!(body instanceof Readable)) return respond(await encodings[name].whole(body as string));
  // The stream itself passes a failure to the response.
  return respond(pipeline(body, encodings[name].stream(), () => undefined));
}

const compressible = (headers: Headers): boolean =>
  !headers.has('content-encoding') &&
  !/\bno-transform\b/.test(headers.get('cache-control') ?? '') &&
  /^(?:text\/(?!event-stream)|application\/(?:(?:x-nd)?json|javascript|manifest\+json|xml)|image\/svg)/.test(
    headers.get('content-type') ?? '',
  );

/** The best available encoding that a browser accepts; `undefined` for none. */
export function chooseEncoding(
  accepted: string | null,
  available: Readonly<Partial<Record<Encoding, unknown>>> = encodings,
): Encoding | undefined {
  const names = (accepted ?? '')
    .toLowerCase()
    .split(',')
    .map((item) => item.split(';'))
    .filter(([, quality]) => !/^\s*q=0(?:\.0*)?\s*$/.test(quality ?? ''))
    .map(([name]) => name?.trim());
  return (['br', 'gzip'] as const).find((name) => name in available && names.includes(name));
}

type Body = string | Uint8Array | Readable | null | undefined;

/** The body of a response, without turning srvx's own kind into a native one. The response cannot be used afterwards. */
function takeBody(response: Response): Body {
  const body =
    '_toNodeResponse' in response
      ? (response as { _toNodeResponse(): { body: unknown } })._toNodeResponse().body
      : response.body;
  if (body instanceof globalThis.ReadableStream) return Readable.fromWeb(body as ReadableStream);
  return body as Body;
}
