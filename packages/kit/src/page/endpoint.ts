import { type EventHandler, H3Event, HTTPError, toResponse } from 'h3';

import { fail } from '../core/errors.js';
import type { PageProps } from './module.js';

/** The handlers of a file under `src/pages/api`, by method. */
export type Endpoint = ReadonlyMap<string, EventHandler>;

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Checks the exports of an endpoint: each is an h3 handler, named after its method.
 *
 * @throws SkerryError `bad-module`
 */
export function toEndpoint(file: string, exports: unknown): Endpoint {
  const handlers = Object.entries(exports as object).filter(([name]) => methods.includes(name));
  const wrong = handlers.find(([, handler]) => typeof handler !== 'function');
  const problem = wrong
    ? `exports ${wrong[0]}, which is not a function`
    : handlers.length === 0
      ? `exports none of ${methods.join(', ')}`
      : undefined;
  if (problem) throw fail('bad-module', { file: `src/pages/${file}`, problem });
  return new Map(handlers);
}

/** What endpoints need of the app; handlers find `publish` in `event.context`, beside `params` and `session`. */
export interface EndpointServices {
  /** Takes note of what failed, and for which URL. */
  report(error: unknown, url: URL): void;
  /** Sends a message to every region that subscribed to the topic. */
  publish(topic: string, message?: unknown): void;
}

/** Runs the handler of a request's method; a method without one is answered with those that have. */
export async function runEndpoint(
  endpoint: Endpoint,
  props: PageProps,
  { report, publish }: EndpointServices,
): Promise<Response> {
  const { request, params, session, url } = props;
  const handler =
    endpoint.get(request.method) ?? (request.method === 'HEAD' ? endpoint.get('GET') : undefined);
  if (!handler) return new Response(null, { status: 405, headers: { allow: allowed(endpoint) } });
  const event = new H3Event(request, { params, session, publish });
  const onError = (error: HTTPError): HTTPError | undefined => {
    if (!error.unhandled) return undefined;
    report(error.cause ?? error, url);
    // h3 would take headers and the reason phrase from whatever was thrown, a response of somebody else's even.
    return new HTTPError({ status: error.status < 400 ? 500 : error.status, unhandled: true });
  };
  return toResponse(
    Promise.resolve().then(() => handler(event)),
    event,
    { onError, silent: true },
  );
}

function allowed(endpoint: Endpoint): string {
  const names = [...endpoint.keys()];
  return (endpoint.has('GET') && !endpoint.has('HEAD') ? [...names, 'HEAD'] : names).join(', ');
}
