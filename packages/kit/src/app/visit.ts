import { openSession } from '../core/session.js';
import type { KeyRing } from '../core/token.js';
import type { PageProps } from '../page/module.js';
import type { CanonicalPath } from '../route/path.js';
import { isCrawler } from './crawler.js';

/** One request on its way through the app. */
export interface Visit extends PageProps {
  /** The path, decoded. */
  segments: readonly string[];
  /** Whether its regions wait for a browser to join: not where nobody looks at the page yet. */
  park: boolean;
  /** The cookie that begins its session; `undefined` where the browser has one. */
  cookie(): string | undefined;
}

/** Opens the visit of a request whose path is canonical. */
export function openVisit(request: Request, canonical: CanonicalPath, ring: KeyRing): Visit {
  const url = new URL(request.url);
  url.pathname = canonical.path;
  const secure = url.protocol === 'https:';
  return {
    ...openSession(request.headers.get('cookie'), ring, { secure }),
    request,
    url,
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
