import { microsSince } from '../core/elapsed.js';
import { FastResponse } from 'srvx/node';

import type { AnswerHeaders, HeaderOverrides } from '../core/answer-headers.js';
import { AppResponse, type SettableHeaders } from '../core/app-response.js';
import type { RequestContext } from '../core/request-context.js';

/** Adds the headers of every answer, except those that it has, and those that its page set or took away. */
export function withDefaults(
  response: Response,
  defaults: AnswerHeaders,
  page: HeaderOverrides = {},
): Response {
  const own = ownResponse(response);
  const headers = headersOf(own);
  for (const name in defaults)
    if (!(name in page) && !headers.has(name)) headers.set(name, defaults[name] as string);
  return own;
}

/**
 * Keeps a personal answer from other visitors. Nobody may store an answer that holds a region; nor one that was made
 * from the session or from cookies, or of which a part is still to come, or that sets a cookie, unless the app itself says
 * how to cache it.
 */
export function withPrivacy(response: Response, context: RequestContext): Response {
  const { session, cookieReads, live, late } = context;
  const isPersonal = session.isUsed || cookieReads.read || late;
  const isOurs = live || context.isPersonal;
  if (!isPersonal && !isOurs && !headersOf(response).has('set-cookie')) return response;
  const own = ownResponse(response);
  const asked = headersOf(own).get('cache-control');
  if (isOurs || asked === null) headersOf(own).set('cache-control', 'private, no-store');
  else if (isPersonal && !/\b(?:private|no-store)\b/i.test(asked)) varyByCookie(own.headers);
  return own;
}

/** Puts the cookies that the app has set on an answer, which is then private. From now on none can be set. */
export function withCookies(response: Response, { cookies }: RequestContext): Response {
  const headers = cookies.send();
  if (headers.length === 0) return response;
  const own = ownResponse(response);
  for (const header of headers) own.headers.append('set-cookie', header);
  const asked = own.headers.get('cache-control') ?? '';
  if (!/\b(?:private|no-store)\b/i.test(asked))
    own.headers.set('cache-control', 'private, no-store');
  return own;
}

function varyByCookie(headers: Headers): void {
  const known = headers.get('vary')?.toLowerCase().split(',') ?? [];
  if (!known.some((name) => ['cookie', '*'].includes(name.trim())))
    headers.append('vary', 'cookie');
}

/** Tells the tools of a browser how long the answer took until its first byte. */
export function withTiming(response: Response, started: number): Response {
  const own = ownResponse(response);
  const milliseconds = (microsSince(started) / 1000).toFixed(1);
  const before = headersOf(own).get('server-timing');
  const timing = `answer;dur=${milliseconds}`;
  headersOf(own).set('server-timing', before === null ? timing : `${before}, ${timing}`);
  return own;
}

/** Tells caches that the answer to another `accept` header is another. */
export function varyingByAccept(response: Response): Response {
  const own = ownResponse(response);
  const headers = headersOf(own);
  const others = headers.get('vary');
  headers.set('vary', others === null ? 'accept' : `${others}, accept`);
  return own;
}

/** The headers of a response, without a `Headers` where the app made it. */
export const headersOf = (response: Response): SettableHeaders =>
  response instanceof AppResponse ? response.settableHeaders : response.headers;

/**
 * A response whose headers may be changed. One of srvx is used for one answer; any other may be shared by several, or was
 * fetched and is immutable: a copy takes its place.
 */
export function ownResponse(response: Response): Response {
  if ('_toNodeResponse' in response) return response;
  const { status, statusText, body, headers } = response;
  return new FastResponse(body, { status, statusText, headers: new Headers(headers) });
}
