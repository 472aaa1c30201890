import type { IncomingMessage } from 'node:http';

/** Headers that only a proxy of the app's own may set. */
const forwarded = /^(?:forwarded$|x-forwarded-|x-real-ip$)/;
/** Headers that parts of Skerry set for each other; from outside they mean nothing. */
const internal = /^x-skerry-/;

/** Takes from a request the headers that nobody outside may set, before anything reads them. */
export function stripHeaders(request: IncomingMessage, trustProxy: boolean): void {
  const { rawHeaders, headers } = request;
  for (let i = rawHeaders.length - 2; i >= 0; i -= 2) {
    const name = (rawHeaders[i] as string).toLowerCase();
    if (!internal.test(name) && (trustProxy || !forwarded.test(name))) continue;
    rawHeaders.splice(i, 2);
    delete headers[name];
  }
}
