import type { App } from '../app/app.js';
import { ServerRequest } from '../core/server-request.js';
import { guardRequest, type Listener } from './edge.js';
import { sendResponse } from './send-response.js';

/** Answers the requests of Node's HTTP server with an app, behind the edge. */
export const createListener = (app: Pick<App, 'config' | 'fetch' | 'report'>): Listener =>
  guardRequest(answerWith(app, app.fetch), { limits: app.config.limits, report: app.report });

/** Answers the requests of Node's HTTP server by a function on web requests. */
export const answerWith =
  ({ config: { limits } }: Pick<App, 'config'>, fetch: App['fetch']): Listener =>
  async (req, res) => {
    const request = new ServerRequest({ req, res, maxRequestBodySize: limits.maxRequestBytes });
    await sendResponse(res, await fetch(request));
  };
