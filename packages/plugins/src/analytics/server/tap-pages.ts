import type { PluginHooks } from '@skerry/kit';

import { isCountable, isVisit } from './audience.js';
import { withMark } from './mark.js';
import type { Recorder } from './recorder.js';
import { referrerHost } from './referrer.js';

/** Runs behind the taps of others, which may replace an answer. */
const last = { stage: 1000 };

const isHtml = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('text/html') === true;

/** Counts pages as they are answered: their views, where visitors came from, error pages, and how long they took. */
export function tapPages(hooks: PluginHooks, recorder: Recorder): void {
  /** The pages of the answers that are on their way. */
  const pages = new WeakMap<Request, string>();

  hooks.transformResponse.tap(({ request, url, response, ...more }) => {
    if (request.method !== 'GET' || !isHtml(response)) return undefined;
    if (!response.ok) {
      if (isCountable(request.headers)) recorder.record('error-page', `${response.status}`);
      return undefined;
    }
    const page = pageOf(more) ?? url.pathname;
    pages.set(request, page);
    if (!isVisit(request)) return undefined;
    const { headers } = request;
    recorder.recordView({
      page,
      referrer: referrerHost(headers.get('referer'), url.host),
      address: addressOf(more, request),
      agent: headers.get('user-agent') ?? '',
    });
    return withMark(response);
  }, last);

  hooks.onResponse.tap(({ request, micros, status }) => {
    const name = pages.get(request) ?? (status >= 400 ? `status ${status}` : 'no page');
    recorder.record('request', name, { value: micros });
  });
}

// seam: kit does not yet say which page answers.
const pageOf = (payload: object): string | undefined => (payload as { page?: string }).page;

// seam: kit does not yet say who asks; srvx does, for servers that are asked without a proxy.
const addressOf = (payload: object, request: object): string =>
  (payload as { address?: string }).address ?? (request as { ip?: string }).ip ?? '';
