import { AppResponse } from '../core/app-response.js';
import { toOwnPath } from '../core/deny.js';
import type { RequestContext } from '../core/request-context.js';

/** What browsers forget at a change of the session: pages that they loaded ahead for the session before. */
export const loadedAhead = '"prefetchCache", "prerenderCache"';

/** The path over which a live view that has ended the session sends its visitor: only an answer makes a browser forget. */
export const signOffPath = '/_skerry/sign-off';

/** The way to a page over that path. Nobody links a page whose own is so long that servers refuse it here. */
export const signOffTo = (path: string): string =>
  path.length > 2048 ? path : `${signOffPath}?to=${encodeURIComponent(path)}`;

/** Redirects a visitor whose session was ended; others may ask too, and lose nothing but what was loaded ahead. */
export const answerSignOff = ({ url }: RequestContext): Response =>
  new AppResponse('', 303, {
    location: toOwnPath(url.searchParams.get('to')) ?? '/',
    'cache-control': 'no-store',
    'clear-site-data': loadedAhead,
  });
