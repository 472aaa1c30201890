import { FastResponse } from 'srvx/node';

import type { SessionCookie } from '../core/request-session.js';
import { OwnResponse } from '../page/response.js';

/** Puts the cookie of its session on an answer, which is then for one visitor alone. */
export function withSession(response: Response, cookie: SessionCookie | undefined): Response {
  if (!cookie) return response;
  const asked = response.headers.get('cache-control') ?? '';
  const isPrivate = /\b(?:private|no-store)\b/i.test(asked);
  const isShared = !isPrivate && /\b(?:public|s-maxage|max-age)\b/i.test(asked);
  if (isShared && cookie.canWait) return response;
  const own = response instanceof OwnResponse ? response : copyOf(response);
  own.headers.append('set-cookie', cookie.header);
  if (!isPrivate) own.headers.set('cache-control', 'private, no-store');
  return own;
}

/** An endpoint may answer everybody with the same response, or with one whose headers cannot be changed. */
const copyOf = ({ body, status, statusText, headers }: Response): Response =>
  new FastResponse(body, { status, statusText, headers: new Headers(headers) });
