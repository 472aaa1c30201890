import { isAhead, isCrawler } from '@skerry/kit';

/** True if the visitor asks not to be counted: Do-Not-Track, or Global Privacy Control (https://www.w3.org/TR/gpc/). */
const isOptedOut = (headers: Headers): boolean =>
  headers.get('dnt') === '1' || headers.get('sec-gpc') === '1';

/**
 * True if a program that asks is named as the browser of a person: all of them begin their name with that of an old one. Tools such as
 * curl have names of their own, or none.
 */
const isBrowser = (agent: string | null): boolean =>
  agent !== null && /^(?:Mozilla|Opera)\//.test(agent) && !isCrawler(agent);

/** True if a person may be counted: one who has not asked against it, in a browser. */
export const isCountable = (headers: Headers): boolean =>
  !isOptedOut(headers) && isBrowser(headers.get('user-agent'));

/** True if a request is for a page that is shown to a person who may be counted. */
export const isVisit = (request: Request): boolean => {
  const { method, headers } = request;
  return (
    method === 'GET' &&
    ['document', null].includes(headers.get('sec-fetch-dest')) &&
    // The holes of a page that the visitor has from a host of files: the browser tells of that page.
    !headers.has('skerry-holes') &&
    !isAhead(request) &&
    isCountable(headers)
  );
};

/**
 * The host that a visitor came from, without `www.`; `undefined` if there is none, if it is the app's own, or if it is no
 * page of the web.
 *
 * @param referrer the URL of the page before
 * @param own the host of the app, with its port
 */
export function referrerHost(referrer: string | null, own: string): string | undefined {
  if (referrer === null || !URL.canParse(referrer)) return undefined;
  const { protocol, host, hostname } = new URL(referrer);
  if (!/^https?:$/.test(protocol) || host === own) return undefined;
  return hostname.replace(/^www\./, '');
}
