import type { HookPayloads, PluginHooks } from '@skerry/kit';

import { isVisit } from './audience.js';
import { withMark } from './mark.js';
import type { Recorder } from './recorder.js';
import { referrerHost } from './audience.js';

/** The dependencies of the count of pages. */
export interface PageTaps {
  readonly recorder: Recorder;
  /** Tells whether a path is one of the plugin's own: it does not count itself. */
  isOwn(path: string): boolean;
}

/** Runs behind the taps of others, which may replace an answer. */
const last = { stage: 1000 };

/** Counts pages as they are answered: their views, where visitors came from, error pages, and how long they took. */
export function tapPages(hooks: PluginHooks, { recorder, isOwn }: PageTaps): void {
  hooks.transformResponse.tap((answered) => {
    const { request, url, page, response } = answered;
    if (isOwn(url.pathname) || !isVisit(request)) return undefined;
    if (isErrorPage(response)) recorder.record('error-page', `${response.status}`);
    else if (page === undefined || !response.ok) return undefined;
    else recorder.recordView({ page, ...visitorOf(answered) });
    return withMark(response);
  }, last);

  hooks.onResponse.tap(({ url, page, micros, status }) => {
    const name = page ?? (status >= 400 ? `status ${status}` : 'no page');
    if (!isOwn(url.pathname)) recorder.record('request', name, { value: micros });
  });
}

const isErrorPage = ({ status, headers }: Response): boolean =>
  status >= 400 && headers.get('content-type')?.startsWith('text/html') === true;

const visitorOf = ({ request: { headers }, url, address }: HookPayloads['transformResponse']) => ({
  referrer: referrerHost(headers.get('referer'), url.host),
  address,
  agent: headers.get('user-agent') ?? '',
});
