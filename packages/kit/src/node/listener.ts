import type { IncomingMessage, ServerResponse } from 'node:http';
import { toNodeHandler } from 'srvx/node';

import type { ResolvedConfig } from '../core/config.js';
import { stripHeaders } from '../app/headers.js';

/** What answers a request of Node's HTTP server. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers the requests of Node's HTTP server with those of a function on web requests. */
export function createListener(
  fetch: (request: Request) => Promise<Response>,
  { trustProxy, limits }: Pick<ResolvedConfig, 'trustProxy' | 'limits'>,
): Listener {
  const handler = toNodeHandler(fetch, { trustProxy, maxRequestBodySize: limits.requestBytes });
  return (request, response) => {
    stripHeaders(request, trustProxy);
    // seam: srvx types its handler for HTTP/1 and HTTP/2 at once
    Promise.resolve((handler as unknown as Listener)(request, response)).catch(() =>
      response.destroy(),
    );
  };
}
