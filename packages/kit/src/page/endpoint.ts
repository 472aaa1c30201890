import { Readable } from 'node:stream';

import { type EventHandler, H3Event, HTTPError, HTTPResponse, toResponse } from 'h3';
import { FastResponse } from 'srvx/node';

import { fail } from '../core/errors.js';
import type { Limits } from '../core/limits.js';
import { messageOf } from '../core/request-origin.js';
import { toError } from '../core/thrown.js';
import { within } from '../core/within.js';
import type { Usage } from '../live/registry/usage.js';
import type { PageProps } from './module.js';

/** A file under `src/pages/api`. */
export interface Endpoint {
  /** By method. */
  readonly handlers: ReadonlyMap<string, EventHandler>;
  /** Whether pages of other origins may change something here. */
  readonly crossOrigin: boolean;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Checks the exports of an endpoint: h3 handlers that are named after their methods, and `crossOrigin`.
 *
 * @throws SkerryError `bad-module`
 */
export function toEndpoint(file: string, exports: unknown): Endpoint {
  const { crossOrigin = false } = exports as { crossOrigin?: unknown };
  const handlers = Object.entries(exports as object).filter(([name]) => methods.includes(name));
  const wrong = handlers.find(([, handler]) => typeof handler !== 'function');
  const problem = wrong
    ? `exports ${wrong[0]}, which is not a function`
    : handlers.length === 0
      ? `exports none of ${methods.join(', ')}`
      : typeof crossOrigin !== 'boolean'
        ? 'exports a `crossOrigin` that is neither true nor false'
        : undefined;
  if (problem) throw fail('bad-module', { file: `src/pages/${file}`, problem });
  return { handlers: new Map(handlers), crossOrigin: crossOrigin === true };
}

/** What endpoints need of the app; handlers find `publish`, `usage` and `health` in `event.context`, beside `params`, `session` and `locals`. */
export interface EndpointServices {
  /** Takes note of what failed, and for which URL. */
  report(thrown: unknown, url: URL, where?: string): void;
  /** How long handlers may take. */
  readonly config: { readonly limits: Limits };
  /** Sends a message to every region that subscribed to the topic. */
  publish(topic: string, message?: unknown): void;
  /** How many connections and regions there are, and about how many bytes those hold. */
  usage(): Usage;
  /** How the process fares. */
  health(): unknown;
}

/** Runs the handler of a request's method; a method without one is answered with those that have. */
export async function runEndpoint(
  { handlers }: Endpoint,
  props: PageProps,
  services: EndpointServices,
): Promise<Response> {
  const { request, params, session, locals, url } = props;
  const isHead = request.method === 'HEAD';
  const handler = handlers.get(request.method) ?? (isHead ? handlers.get('GET') : undefined);
  if (!handler)
    return new FastResponse(null, { status: 405, headers: { allow: allowedMethods(handlers) } });
  const { report, publish, usage, health } = services;
  const event = new H3Event(request, { params, session, locals, publish, usage, health });
  // h3 spells some characters of a path in a way of its own.
  event.url = url;
  const stop = isHead ? stopper(request) : undefined;
  const onError = (error: HTTPError): HTTPError | undefined => {
    if (!error.unhandled) return undefined;
    const cause = error.cause ?? error;
    if (!saysGone(cause, request)) report(cause, url);
    // h3 would take headers and the reason phrase from whatever was thrown, a response of somebody else's even.
    return new HTTPError({ status: error.status < 400 ? 500 : error.status, unhandled: true });
  };
  let answer: unknown;
  const answering = answerInTime(() => handler(event), request, url, services);
  const response = await toResponse(
    answering.then((value) => (answer = value instanceof Response ? checkResponse(value) : value)),
    event,
    { onError, silent: true },
  );
  if (!isHead && !withoutBody.has(response.status)) return response;
  cancelBody(answer);
  stop?.();
  return isHead ? response : bodiless(response);
}

/** Whether an error says no more than that the visitor has gone: the body ends too early, or the signal aborted something. */
const saysGone = (error: unknown, request: Request): boolean =>
  request.signal.aborted &&
  (error === messageOf(request)?.errored || (error as Error).name === 'AbortError');

/** What the handler answers, or throws, in a form that h3 can read; an error of status 503 where it takes too long. */
async function answerInTime(
  handle: () => unknown,
  request: Request,
  url: URL,
  { report, config }: EndpointServices,
): Promise<unknown> {
  const { answerTimeout, requestTimeout } = config.limits;
  // A body that is still on its way has a time of its own.
  const isComplete = messageOf(request)?.complete ?? true;
  const milliseconds = answerTimeout + (isComplete ? 0 : requestTimeout);
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

/** Aborts the signal of a request whose answer is complete, though what makes the body is still at work. */
function stopper(request: Request): () => void {
  const done = new AbortController();
  const signal = AbortSignal.any([request.signal, done.signal]);
  Object.defineProperty(request, 'signal', { value: signal, configurable: true });
  return () => done.abort();
}

/** The statuses of answers that end with their headers. */
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * A response of a handler, good for one answer, whoever else returns it.
 *
 * @throws SkerryError `bad-response` where it cannot be sent
 */
function checkResponse(response: Response): Response {
  const { status, statusText, headers } = response;
  if (!(status >= 200 && status <= 599))
    throw fail('bad-response', { problem: `has the status ${status}` });
  const body = withoutBody.has(status) ? null : response.body;
  if (response.bodyUsed || body?.locked)
    throw fail('bad-response', { problem: 'has been read or sent before' });
  return new FastResponse(body, { status, statusText, headers: new Headers(headers) });
}

/** Stops what makes a body that nobody reads. */
function cancelBody(answer: unknown): void {
  const body = answer instanceof Response || answer instanceof HTTPResponse ? answer.body : answer;
  if (body instanceof ReadableStream) body.cancel().catch(() => undefined);
  else if (body instanceof Readable) body.destroy();
}

/** A response without the body that its status forbids. */
function bodiless(response: Response): Response {
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new FastResponse(null, { status, statusText, headers });
}

function allowedMethods(handlers: Endpoint['handlers']): string {
  const names = [...handlers.keys()];
  return (handlers.has('GET') && !handlers.has('HEAD') ? [...names, 'HEAD'] : names).join(', ');
}
