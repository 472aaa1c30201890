/** The headers in which browsers say why they ask: the standard, Safari and older Chrome, older Firefox. */
const purposes = ['sec-purpose', 'purpose', 'x-moz'];

/** Names that programs which read pages for others give themselves. */
const crawler = /(?<!\bcu)bot|crawl|http|spider|preview|monitor|lighthouse/i;

/** True if the visitor asks not to be counted: Do-Not-Track, or Global Privacy Control (https://www.w3.org/TR/gpc/). */
export const isOptedOut = (headers: Headers): boolean =>
  headers.get('dnt') === '1' || headers.get('sec-gpc') === '1';

/** True if the page is loaded before its visitor goes to it; perhaps nobody ever will. */
export const isAhead = (headers: Headers): boolean =>
  purposes.some((name) => headers.get(name)?.startsWith('prefetch'));

/** True if a program asks that reads pages for others. */
export const isCrawler = (headers: Headers): boolean =>
  crawler.test(headers.get('user-agent') ?? '');

/** True if a person may be counted: one who has not asked against it, in a browser. */
export const isCountable = (headers: Headers): boolean =>
  !isOptedOut(headers) && !isCrawler(headers);

/** True if a request is for a page that is shown to a person who may be counted. */
export const isVisit = ({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean =>
  method === 'GET' &&
  ['document', null].includes(headers.get('sec-fetch-dest')) &&
  // The holes of a page that the visitor has from a host of files: the browser tells of that page.
  !headers.has('skerry-holes') &&
  !isAhead(headers) &&
  isCountable(headers);
