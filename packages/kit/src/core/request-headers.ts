import type { IncomingMessage } from 'node:http';

import type { RequestOrigin } from './request-origin.js';

/** Headers of proxies that nothing reads: a proxy that does not know them hands them on as a visitor sent them. */
const unread = new Set(['forwarded', 'x-real-ip']);

/**
 * Keeps the true part of a request's headers: the host in its canonical spelling, of a trusted proxy's headers the entries
 * that count, nothing of a proxy that is not trusted, and none of the headers that parts of Skerry set for each other.
 */
export function tidyHeaders(
  { headers, rawHeaders }: IncomingMessage,
  { address, host, secure }: RequestOrigin,
  trusted: boolean,
): void {
  const counting = new Map([
    ['host', host],
    ['x-forwarded-for', address],
    ['x-forwarded-host', host],
    ['x-forwarded-proto', secure ? 'https' : 'http'],
  ]);
  const seen = new Set<string>();
  for (let i = rawHeaders.length - 2; i >= 0; i -= 2) {
    const name = (rawHeaders[i] as string).toLowerCase();
    const foreign = name.startsWith('x-forwarded-') && !trusted;
    const value = counting.get(name);
    if (foreign || unread.has(name) || name.startsWith('x-skerry-') || seen.has(name)) {
      rawHeaders.splice(i, 2);
      if (!seen.has(name)) delete headers[name];
    } else if (value !== undefined) {
      seen.add(name);
      rawHeaders[i + 1] = headers[name] = value;
    }
  }
}
