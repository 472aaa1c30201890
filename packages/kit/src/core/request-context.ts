import type { HeaderOverrides } from './answer-headers.js';
import type { Locals } from './locals.js';
import { networkOf } from './network.js';
import type { IncomingRequest, RequestOrigin } from './request-origin.js';
import { RequestSession } from './request-session.js';
import type { LiveSession, Sessions } from './session.js';

/** A request that the app answers. */
export interface ReceivedRequest {
  readonly request: IncomingRequest;
  readonly from: RequestOrigin;
  /** Canonical, and a value of its own: what a page does to it, the request does not show. */
  readonly url: URL;
  /** The segments of the path, decoded. */
  readonly segments: readonly string[];
}

/** One request on its way through the app; it is made once, and everything that answers reads the same. */
export interface RequestContext extends ReceivedRequest {
  readonly session: RequestSession;
  /** The data that guards, pages and endpoints share. */
  readonly locals: Locals;
  /** The session of the regions in the answer; the answer is private once it is asked for. */
  readonly regionSession: () => LiveSession;
  /** Network of the visitor; empty where none is known. */
  readonly address: string;
  /** True if a browser is about to show the page, so that its regions wait to be joined. */
  readonly park: boolean;
  /** Tells whether the cookies of the request were read. */
  readonly cookies: { readonly read: boolean };
  /** The values of `[name]` and `[...name]` in the path, decoded. */
  params: Record<string, string>;
  /** The headers that the page of the answer and its layouts ask for. */
  headers: HeaderOverrides;
  /** True if the answer holds a region. */
  live: boolean;
  /** True if a part of the answer is still to come; it may be personal. */
  late: boolean;
}

/** Makes the context of a request. */
export function createRequestContext(
  { request, from, url, segments }: ReceivedRequest,
  sessions: Sessions,
): RequestContext {
  const session = new RequestSession(sessions, request.headers.get('cookie'), from.secure);
  const park = isShown(request);
  return {
    request,
    from,
    url,
    segments,
    session,
    locals: createLocals(),
    regionSession: () => session.bind(),
    address: networkOf(from.address),
    park,
    cookies: watchCookies(request.headers),
    params: {},
    headers: {},
    live: false,
    late: false,
  };
}

/** Makes the empty locals of a request or a connection; guards fill them. */
// seam: an app declares the members that its guards set.
export const createLocals = (): Locals => ({}) as Locals;

/** Tells whether a person is about to see the page, in a browser. */
const isShown = ({ method, headers }: Request): boolean =>
  method !== 'HEAD' &&
  !purposes.some((name) => headers.get(name)?.startsWith('prefetch')) &&
  !isCrawler(headers.get('user-agent'));

/** The headers in which browsers say why they ask: the standard, Safari and older Chrome, older Firefox. */
const purposes = ['sec-purpose', 'purpose', 'x-moz'];

// The naive pattern of the package `isbot`, less what browsers say too. Its full list also has browsers without a
// window, and those join their regions.
const pattern = /(?<!\bcu)bot|crawl|http|spider/i;

/** Tells whether a `user-agent` is one of those who read pages for others: they never join a region. */
export const isCrawler = (agent: string | null): boolean => agent !== null && pattern.test(agent);

/** Makes the headers of a request note that the cookies among them are read. */
function watchCookies(headers: Headers): { readonly read: boolean } {
  const cookies = { read: false };
  for (const method of ['get', 'has', 'entries', 'values', 'forEach', Symbol.iterator] as const) {
    const answer: unknown = headers[method];
    const isByName = method === 'get' || method === 'has';
    const value = (...args: unknown[]): unknown => {
      if (!isByName || `${args[0]}`.toLowerCase() === 'cookie') cookies.read = true;
      return Reflect.apply(answer as () => unknown, headers, args);
    };
    Object.defineProperty(headers, method, { value, configurable: true });
  }
  return cookies;
}
