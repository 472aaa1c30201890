import type { PageVisit } from '../channel/live-server.js';
import type { HeaderOverrides } from '../core/answer-headers.js';
import { networkOf } from '../core/network.js';
import type { RequestOrigin } from '../core/request-origin.js';
import { RequestSession } from '../core/request-session.js';
import type { Sessions } from '../core/session.js';
import type { PageProps } from '../page/module.js';
import type { Arrival } from './arrival.js';
import { isCrawler } from './crawler.js';
import { watchCookies } from './watch-cookies.js';

/** One request on its way through the app. */
export interface Visit extends PageVisit {
  readonly request: Request;
  readonly from: RequestOrigin;
  /** The segments of the path, decoded. */
  readonly segments: readonly string[];
  readonly session: RequestSession;
  /** Whether the cookies of the request were read. */
  readonly cookies: { readonly read: boolean };
  /** What pages, endpoints and taps are given. */
  readonly props: PageProps;
  /** What the page that answers says of headers, and the layouts around it. */
  headers: HeaderOverrides;
  /** Whether the answer holds a live region. */
  live: boolean;
}

/** Opens the visit of a request. */
export function openVisit(arrival: Arrival, sessions: Sessions): Visit {
  const { request, from, url, segments } = arrival;
  const session = new RequestSession(sessions, request.headers.get('cookie'), from.secure);
  const park = isWatched(request);
  return {
    request,
    from,
    url,
    segments,
    session,
    regionSession: () => session.bind(),
    address: networkOf(from.address),
    park,
    cookies: watchCookies(request.headers),
    props: { request, url, params: {}, session },
    headers: {},
    live: false,
  };
}

/** Whether somebody is about to look at the page, in a browser. */
const isWatched = ({ method, headers }: Request): boolean =>
  method !== 'HEAD' &&
  !purposes.some((name) => headers.get(name)?.startsWith('prefetch')) &&
  !isCrawler(headers.get('user-agent'));

/** Where browsers say why they ask: the standard, Safari and older Chrome, older Firefox. */
const purposes = ['sec-purpose', 'purpose', 'x-moz'];
