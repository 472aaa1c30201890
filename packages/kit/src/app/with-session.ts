import type { SessionCookie } from '../core/request-session.js';
import { headersOf, ownResponse } from './response-headers.js';

/** Puts the cookie of its session on an answer, which is then private. */
export function withSession(response: Response, cookie: SessionCookie | undefined): Response {
  if (!cookie) return response;
  const asked = headersOf(response).get('cache-control') ?? '';
  const isPrivate = /\b(?:private|no-store)\b/i.test(asked);
  const isShared = !isPrivate && /\b(?:public|s-maxage|max-age)\b/i.test(asked);
  if (isShared && cookie.canWait) return response;
  const own = ownResponse(response);
  own.headers.append('set-cookie', cookie.header);
  if (!isPrivate) own.headers.set('cache-control', 'private, no-store');
  return own;
}
