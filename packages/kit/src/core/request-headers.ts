import type { RequestOrigin } from './incoming-request.js';
import type { IncomingMessage } from 'node:http';

/** Headers of proxies that nothing reads: a proxy that does not know them hands them on as a visitor sent them. */
const unread = new Set(['forwarded', 'x-real-ip']);

/**
 * Keeps the true part of a request's headers: the host in its canonical spelling, of a trusted proxy's headers the entries
 * that count, nothing of a proxy that is not trusted, and none of the headers that parts of Skerry set for each other.
 */
export function tidyHeaders(
  { headers, rawHeaders }: IncomingMessage,
  from: RequestOrigin,
  trusted: boolean,
): void {
  const seen: string[] = [];
  for (let i = rawHeaders.length - 2; i >= 0; i -= 2) {
    const name = (rawHeaders[i] as string).toLowerCase();
    if (!name.startsWith('x-') && name !== 'host' && name !== 'forwarded') continue;
    const foreign = name.startsWith('x-forwarded-') && !trusted;
    const value = trueValue(name, from);
    if (foreign || unread.has(name) || name.startsWith('x-skerry-') || seen.includes(name)) {
      rawHeaders.splice(i, 2);
      if (!seen.includes(name)) delete headers[name];
    } else if (value !== undefined) {
      seen.push(name);
      rawHeaders[i + 1] = headers[name] = value;
    }
  }
}

/** The part of a header that counts, if it is one that proxies write. */
function trueValue(name: string, { address, host, secure }: RequestOrigin): string | undefined {
  switch (name) {
    case 'host':
    case 'x-forwarded-host':
      return host;
    case 'x-forwarded-for':
      return address;
    case 'x-forwarded-proto':
      return secure ? 'https' : 'http';
  }
  return undefined;
}
