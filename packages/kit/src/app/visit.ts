import { newSession, readSession, type Session, sessionCookie } from '../core/session.js';
import type { KeyRing } from '../core/token.js';
import type { PageProps } from '../page/module.js';
import type { CanonicalPath } from '../route/path.js';

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
  const known = readSession(request.headers.get('cookie'), ring, { secure });
  const session: Session = known ?? newSession();
  return {
    request,
    url,
    session,
    params: {},
    segments: canonical.segments,
    park: request.method !== 'HEAD' && !isPrefetch(request),
    cookie: () => (known ? undefined : sessionCookie(session, ring, { secure })),
  };
}

const isPrefetch = (request: Request): boolean =>
  request.headers.get('sec-purpose')?.startsWith('prefetch') ?? false;
