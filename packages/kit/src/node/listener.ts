import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeRequest, sendNodeResponse } from 'srvx/node';

import type { App } from '../app/app.js';
import { stripHeaders } from '../app/headers.js';
import { guardRequest } from './edge.js';
import { keepRepeatedHeaders } from './repeated-headers.js';

/** Answers a request of Node's HTTP server. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Answers the requests of Node's HTTP server with an app, behind the edge. */
export const createListener = (app: Pick<App, 'config' | 'fetch' | 'report'>): Listener =>
  guardRequest(answerWith(app, app.fetch), { limits: app.config.limits, report: app.report });

/** Answers the requests of Node's HTTP server by a function on web requests. */
export const answerWith =
  ({ config: { trustProxy, limits } }: Pick<App, 'config'>, fetch: App['fetch']): Listener =>
  async (req, res) => {
    stripHeaders(req, trustProxy);
    keepRepeatedHeaders(res);
    const maxRequestBodySize = limits.requestBytes;
    const request = new NodeRequest({ req, res, trustProxy, maxRequestBodySize });
    await sendNodeResponse(res, await fetch(request));
  };
