import { networkOf } from '../core/network.js';
import { RequestSession } from '../core/request-session.js';
import type { KnownSession, Sessions } from '../core/session.js';
import type { PageProps } from '../page/module.js';
import type { CanonicalPath } from '../route/path.js';
import { isCrawler } from './crawler.js';

/** One request on its way through the app. */
export interface Visit extends PageProps {
  /** The path, decoded. */
  segments: readonly string[];
  /** Address of the client, as it is counted; empty where none is known. */
  address: string;
  /** Whether its regions wait for a browser to join: not where nobody looks at the page yet. */
  park: boolean;
  session: RequestSession;
  /** The session of its regions. */
  regionSession(): KnownSession;
}

/** Opens the visit of a request whose path is canonical. */
export function openVisit(request: Request, canonical: CanonicalPath, sessions: Sessions): Visit {
  const url = new URL(request.url);
  url.pathname = canonical.path;
  const secure = url.protocol === 'https:';
  const session = new RequestSession(sessions, request.headers.get('cookie'), secure);
  return {
    session,
    regionSession: () => session.bind(),
    request,
    url,
    // seam: srvx says the address, the requests of tests do not
    address: networkOf((request as { ip?: string }).ip ?? ''),
    params: {},
    segments: canonical.segments,
    park: isWatched(request),
  };
}

/** Whether somebody is about to look at the page, in a browser. */
const isWatched = ({ method, headers }: Request): boolean =>
  method !== 'HEAD' &&
  !purposes.some((name) => headers.get(name)?.startsWith('prefetch')) &&
  !isCrawler(headers.get('user-agent'));

/** Where browsers say why they ask: the standard, Safari and older Chrome, older Firefox. */
const purposes = ['sec-purpose', 'purpose', 'x-moz'];
