import type { RequestContext } from '../core/request-context.js';
import { headerOf, messageOf, nodeResponseOf } from '../core/request-origin.js';

/**
 * Names the files that a page will link before the page is there (RFC 8297). Browsers read it over HTTP/2 only, and some
 * clients take it for the answer, so that others do not get it.
 *
 * @param links as a `Link` header names them
 */
export function sendEarlyHints({ request, from }: RequestContext, links: string): void {
  const { httpVersionMajor = 1, httpVersion } = messageOf(request) ?? {};
  const isHttp2 = httpVersionMajor >= 2 || (from.proxied && from.secure && httpVersion !== '1.0');
  if (links === '' || !isHttp2 || headerOf(request, 'sec-fetch-mode') !== 'navigate') return;
  nodeResponseOf(request)?.writeEarlyHints({ link: links.split(', ') });
}
