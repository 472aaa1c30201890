import { AppResponse } from '../core/app-response.js';
import { underBase } from '../core/base.js';
import type { ResolvedConfig } from '../core/config.js';
import { toOwnPath } from '../core/deny.js';
import type { RequestContext } from '../core/request-context.js';

/** What browsers forget at a change of the session: pages that they loaded ahead for the session before. */
export const loadedAhead = '"prefetchCache", "prerenderCache"';

/** The path over which a live view that has ended the session sends its visitor: only an answer makes a browser forget. */
const signOffPath = '/_skerry/sign-off';

/** The way to a page over that path. Nobody links a page whose own is so long that servers refuse it here. */
export const signOffTo =
  (base: string) =>
  (path: string): string =>
    path.length > 2048 ? path : `${underBase(base, signOffPath)}?to=${encodeURIComponent(path)}`;

/** Tells whether a request asks for that path, in an app whose pages are loaded ahead. */
export const isSignOff = (
  { base, speculation }: Pick<ResolvedConfig, 'base' | 'speculation'>,
  { pathname }: URL,
): boolean => speculation !== undefined && pathname === underBase(base, signOffPath);

/** Redirects a visitor whose session was ended; others may ask too, and lose nothing but what was loaded ahead. */
export const answerSignOff = ({ url }: RequestContext, base: string): Response =>
  new AppResponse('', 303, {
    location: toOwnPath(url.searchParams.get('to')) ?? base,
    'cache-control': 'no-store',
    'clear-site-data': loadedAhead,
  });
