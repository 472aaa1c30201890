import { FastResponse } from 'srvx/node';

import type { AnswerHeaders, HeaderOverrides } from '../core/answer-headers.js';
import type { RequestContext } from '../core/request-context.js';

/** Adds the headers of every answer, except those that it has, and those that its page set or took away. */
export const withDefaults = (
  response: Response,
  defaults: AnswerHeaders,
  page: HeaderOverrides = {},
): Response =>
  editHeaders(response, (headers) => {
    for (const [name, value] of Object.entries(defaults))
      if (!(name in page) && !headers.has(name)) headers.set(name, value);
  });

/**
 * Keeps a personal answer from other visitors. Nobody may store an answer that holds a region; nor one that was made
 * from the session or from cookies, or of which a part is still to come, or that sets a cookie, unless the app itself says
 * how to cache it.
 */
export function withPrivacy(
  response: Response,
  { session, cookies, live, late }: RequestContext,
): Response {
  const isPersonal = session.isUsed || cookies.read || late;
  if (!isPersonal && !live && !response.headers.has('set-cookie')) return response;
  return editHeaders(response, (headers) => {
    const asked = headers.get('cache-control');
    if (live || asked === null) headers.set('cache-control', 'private, no-store');
    else if (isPersonal && !/\b(?:private|no-store)\b/i.test(asked)) varyByCookie(headers);
  });
}

function varyByCookie(headers: Headers): void {
  const known = headers.get('vary')?.toLowerCase().split(',') ?? [];
  if (!known.some((name) => ['cookie', '*'].includes(name.trim())))
    headers.append('vary', 'cookie');
}

/**
 * Changes the headers of a response. A response of srvx is used for one answer; any other may be shared by several,
 * or was fetched and is immutable: a copy takes its place.
 */
export function editHeaders(response: Response, change: (headers: Headers) => void): Response {
  let own = response;
  if (!('_toNodeResponse' in response)) {
    const { status, statusText, body, headers } = response;
    own = new FastResponse(body, { status, statusText, headers: new Headers(headers) });
  }
  change(own.headers);
  return own;
}
