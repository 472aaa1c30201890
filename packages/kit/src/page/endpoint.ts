import { type EventHandler, H3Event, HTTPError, toResponse } from 'h3';

import { fail } from '../core/errors.js';
import type { Limits } from '../core/limits.js';
import { toError } from '../core/thrown.js';
import { within } from '../core/within.js';
import type { Usage } from '../live/usage.js';
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

/** What endpoints need of the app; handlers find `publish` and `usage` in `event.context`, beside `params` and `session`. */
export interface EndpointServices {
  /** Takes note of what failed, and for which URL. */
  report(thrown: unknown, url: URL, where?: string): void;
  /** How long handlers may take. */
  readonly config: { readonly limits: Limits };
  /** Sends a message to every region that subscribed to the topic. */
  publish(topic: string, message?: unknown): void;
  /** How many connections and regions there are, and about how many bytes those hold. */
  usage(): Usage;
}

/** Runs the handler of a request's method; a method without one is answered with those that have. */
export async function runEndpoint(
  endpoint: Endpoint,
  props: PageProps,
  services: EndpointServices,
): Promise<Response> {
  const { request, params, session, url } = props;
  const handler =
    endpoint.get(request.method) ?? (request.method === 'HEAD' ? endpoint.get('GET') : undefined);
  if (!handler) return new Response(null, { status: 405, headers: { allow: allowed(endpoint) } });
  const { report, publish, usage } = services;
  const event = new H3Event(request, { params, session, publish, usage });
  const onError = (error: HTTPError): HTTPError | undefined => {
    if (!error.unhandled) return undefined;
    report(error.cause ?? error, url);
    // h3 would take headers and the reason phrase from whatever was thrown, a response of somebody else's even.
    return new HTTPError({ status: error.status < 400 ? 500 : error.status, unhandled: true });
  };
  const answer = answerInTime(() => handler(event), url, services);
  return toResponse(answer, event, { onError, silent: true });
}

/** What the handler answers, or throws, in a form that h3 can read; an error of status 503 where it takes too long. */
async function answerInTime(
  handle: () => unknown,
  url: URL,
  { report, config }: EndpointServices,
): Promise<unknown> {
  const milliseconds = config.limits.answerTimeout;
  const tooLate = () => {
    report(fail('answer-timeout', { milliseconds }), url);
    return new HTTPError({ status: 503, message: 'This took too long.' });
  };
  try {
    return await within(milliseconds, handle(), tooLate, (error) => report(error, url, 'late'));
  } catch (thrown) {
    // To h3 a number is a status.
    throw typeof thrown === 'number' ? thrown : toError(thrown);
  }
}

function allowed(endpoint: Endpoint): string {
  const names = [...endpoint.keys()];
  return (endpoint.has('GET') && !endpoint.has('HEAD') ? [...names, 'HEAD'] : names).join(', ');
}
