import type { PluginHooks } from '@skerry/kit';

import { isVisit } from './audience.js';
import { withMark } from './mark.js';
import type { KnownPages } from './known.js';
import type { Recorder } from './recorder.js';
import { referrerHost } from './referrer.js';

/** Runs behind the taps of others, which may replace an answer. */
const last = { stage: 1000 };

const isHtml = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('text/html') === true;

/** The dependencies of the count of pages. */
export interface PageTaps {
  readonly recorder: Recorder;
  readonly pages: KnownPages;
  /** Tells whether a path is one of the plugin's own: it does not count itself. */
  isOwn(path: string): boolean;
}

type Answered = Parameters<Parameters<PluginHooks['transformResponse']['tap']>[0]>[0];

/** Counts pages as they are answered: their views, where visitors came from, error pages, and how long they took. */
export function tapPages(hooks: PluginHooks, { recorder, pages, isOwn }: PageTaps): void {
  /** The pages of the answers that are on their way. */
  const answering = new WeakMap<Request, string>();

  const countAnswer = (answered: Answered): Response | undefined => {
    const { request, url, response } = answered;
    if (!isHtml(response) || isOwn(url.pathname)) return undefined;
    if (!response.ok) {
      if (isVisit(request)) recorder.record('error-page', `${response.status}`);
      return undefined;
    }
    const page = pageOf(answered) ?? url.pathname;
    answering.set(request, page);
    pages.notePage(url.pathname, page);
    if (!isVisit(request)) return undefined;
    countVisit(answered, page);
    return withMark(response);
  };
  const countVisit = (answered: Answered, page: string) => {
    const { request, url } = answered;
    const { headers } = request;
    const referrer = referrerHost(headers.get('referer'), url.host);
    const agent = headers.get('user-agent') ?? '';
    recorder.recordView({ page, referrer, address: addressOf(answered), agent });
  };

  hooks.transformResponse.tap(countAnswer, last);
  hooks.onResponse.tap(({ request, url, micros, status }) => {
    const name = answering.get(request) ?? (status >= 400 ? `status ${status}` : 'no page');
    if (!isOwn(url.pathname)) recorder.record('request', name, { value: micros });
  });
}

// seam: kit does not yet say which page answers.
const pageOf = (answered: Answered): string | undefined => (answered as { page?: string }).page;

// seam: kit does not yet say who asks; srvx does, for servers that are asked without a proxy.
const addressOf = (answered: Answered): string =>
  (answered as { address?: string }).address ?? addressOfRequest(answered.request);

/** The address of a request, as the server knows it; empty if it does not. */
export const addressOfRequest = (request: Request): string => (request as { ip?: string }).ip ?? '';
