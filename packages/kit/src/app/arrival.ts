import { holesPath } from '@skerry/wire';

import { underBase } from '../core/base.js';
import type { IncomingRequest, RequestOrigin } from '../core/incoming-request.js';
import { messageOf } from '../core/request-origin.js';
import type { ReceivedRequest } from '../core/request-context.js';
import type { ServerRequest } from '../core/server-request.js';
import type { HostRefusal, RequestPolicy } from '../core/request-policy.js';
import { type CanonicalPath, canonicalPath, segmentsOf } from '../route/path.js';

/** A request that the app answers. Its URL is canonical, and its `ip` the address of the visitor. */
export interface Arrival extends ReceivedRequest {
  /** The reason if the path is malformed; the URL then has no path. */
  readonly bad?: string;
}

/** The reason for refusing a request, or the URL to ask for instead. */
type ArrivalProblem = HostRefusal | { readonly moved: string };

/** Reads the origin and the URL of a request, in the one spelling that guards, pages and endpoints see. */
export function receive(
  request: IncomingRequest,
  policy: RequestPolicy,
  base: string,
): Arrival | ArrivalProblem {
  const message = messageOf(request);
  const from = message ? policy.originOf(message) : originOf(request, policy);
  if ('status' in from) return from;
  const path = canonicalPath(message?.url ?? request.url, base);
  if ('moved' in path) return path;
  const { path: pathname, search, segments } = 'bad' in path ? nowhere : path;
  const holes = underBase(base, holesPath);
  const isForHoles = pathname === holes || pathname.startsWith(`${holes}/`);
  const url = new URL(
    from.origin +
      (isForHoles ? pageOfHoles(pathname.slice(holes.length), base) : pathname) +
      search,
  );
  const arrival = {
    request: withUrl(request, url, from.address),
    from,
    url,
    segments: isForHoles ? segments.slice(segmentsOf(base).length + 2) : segments,
    isForHoles,
  };
  return 'bad' in path ? { ...arrival, bad: path.bad } : arrival;
}

/** The page whose holes are asked for: guards and the page see its path. */
const pageOfHoles = (path: string, base: string): string =>
  path === '' || `${path}/` === base ? base : path;

const nowhere: CanonicalPath = { path: '/', search: '', segments: [] };

/** The origin of a request that no server has read: only its URL is known. */
function originOf(request: IncomingRequest, policy: RequestPolicy): RequestOrigin | HostRefusal {
  const { host, protocol, origin } = new URL(request.url);
  const from = {
    address: request.ip ?? '',
    host,
    secure: protocol === 'https:',
    origin,
    proxied: false,
  };
  return policy.hostRefusal(from) ?? from;
}

/** The request under its canonical URL; its body stays unread. */
function withUrl(request: IncomingRequest, url: URL, ip: string): IncomingRequest {
  if ('settle' in request) {
    (request as ServerRequest).settle(url, ip);
    return request;
  }
  const canonical: IncomingRequest = request.url === url.href ? request : new Request(url, request);
  return Object.defineProperty(canonical, 'ip', { value: ip, configurable: true });
}
