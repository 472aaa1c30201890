import { H3Event, HTTPError, toResponse } from 'h3';
import { FastResponse } from 'srvx/node';

import { AppResponse } from '../core/app-response.js';
import {
  type Denial,
  type Interrupt,
  isInterrupt,
  isRedirect,
  type Redirect,
} from '../core/deny.js';
import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import type { Guard } from '../core/guard.js';
import type { Limits } from '../core/limits.js';
import { mediaType } from '../core/answer-headers.js';
import { isTooLarge, tooLargeText } from '../core/read-bounded.js';
import { messageOf } from '../core/request-origin.js';
import { toError } from '../core/thrown.js';
import { within } from '../core/within.js';
import type { Publish } from '../live/messages/topics.js';
import {
  type EndpointEvent,
  type EndpointEventContext,
  type EndpointHandler,
  pathOfEndpoint,
} from '../endpoint/define.js';
import { RequestInput } from '../endpoint/input.js';
import { InputError } from '../endpoint/input-error.js';
import { bodiless, cancelBody, checkResponse, withoutBody } from './author-response.js';
import type { Health, Usage } from '../live/registry/usage.js';
import { isPrerender, type PageProps, type Prerender } from './module.js';
import { isPageInterrupt } from './page-interrupt.js';

/** A file under `src/pages` that answers requests itself. */
export interface Endpoint {
  /** By method. */
  readonly handlers: ReadonlyMap<string, EndpointHandler>;
  /** True if pages of other origins may change something here. */
  readonly crossOrigin: boolean;
  /** The paths at which the build writes its answer to GET as a file. */
  readonly prerender: Prerender | undefined;
  /** Decides about every request. */
  readonly guard: Guard | undefined;
  /** The media type of texts and bytes, by the ending of its path: nothing that a visitor writes decides it. */
  readonly type: string | undefined;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Checks the exports of an endpoint: handlers that are named after their methods, `crossOrigin`, `guard` and `prerender`.
 *
 * @param pattern the path of the endpoint
 * @throws SkerryError `bad-module`
 */
export function toEndpoint(file: string, exports: unknown, pattern: string): Endpoint {
  const { crossOrigin = false, guard, prerender } = exports as Record<string, unknown>;
  const handlers = Object.entries(exports as object).filter(([name]) => methods.includes(name));
  const wrong = handlers.find(([, handler]) => typeof handler !== 'function');
  const problem = wrong
    ? `exports ${wrong[0]}, which is not a function`
    : handlers.length === 0
      ? `exports none of ${methods.join(', ')}`
      : typeof crossOrigin !== 'boolean'
        ? 'exports a `crossOrigin` that is neither true nor false'
        : guard !== undefined && typeof guard !== 'function'
          ? 'exports a `guard` that is not a function'
          : !isPrerender(prerender)
            ? 'exports a `prerender` that is neither true, nor an array of params, nor a function that gives one'
            : prerender && !handlers.some(([name]) => name === 'GET')
              ? 'exports `prerender` and no GET, whose answer would be written'
              : pathProblem(handlers, pattern);
  if (problem) throw fail('bad-module', { file, problem });
  return {
    handlers: new Map(handlers),
    crossOrigin: crossOrigin === true,
    prerender: prerender as Prerender | undefined,
    guard: guard as Guard | undefined,
    type: mediaType(pattern),
  };
}

/** Why a handler cannot answer for its file, if it was made for another path. */
function pathProblem(
  handlers: readonly (readonly [method: string, handler: unknown])[],
  pattern: string,
): string | undefined {
  for (const [method, handler] of handlers) {
    const path = pathOfEndpoint(handler);
    if (path !== undefined && path !== pattern)
      return `exports ${method}, which is defined for ${JSON.stringify(path)}; its path is ${JSON.stringify(pattern)}`;
  }
  return undefined;
}

/** The dependencies of endpoints. Handlers find `publish`, `usage` and `health` in their context. */
export interface EndpointServices {
  /** Reports a failure, with the URL of its request. */
  report(thrown: unknown, url: URL, where?: string): void;
  /** The limits; one bounds the time of handlers. */
  readonly config: { readonly limits: Limits };
  readonly publish: Publish;
  /** The numbers of connections and regions, and estimates of their memory. */
  usage(): Usage;
  /** The state of the process. */
  health(): Health;
}

/**
 * Runs the handler of a request's method; the answer to a method without one names those with one. A denial of the handler is returned
 * as it is.
 */
export async function runEndpoint(
  { handlers, type }: Endpoint,
  props: PageProps & { readonly address: string },
  services: EndpointServices,
): Promise<Response | Denial> {
  const { request, params, session, cookies, locals, address, url } = props;
  const isHead = request.method === 'HEAD';
  const handler = handlers.get(request.method) ?? (isHead ? handlers.get('GET') : undefined);
  if (!handler) return new AppResponse(null, 405, { allow: allowedMethods(handlers) });
  const { report, publish, usage, health, config } = services;
  const { body, query } = new RequestInput(request, url, config.limits);
  const known = { params, session, cookies, locals, address, publish, usage, health };
  const context: EndpointEventContext = { ...known, body, query };
  // seam: h3's own type of a context has members that only its router sets
  const event = new H3Event(request, { ...context });
  // h3 encodes some characters of a path differently.
  event.url = url;
  const stop = isHead ? stopper(request) : undefined;
  const onError = (error: HTTPError): HTTPError | undefined => {
    if (!error.unhandled) return undefined;
    const cause = error.cause ?? error;
    if (!saysGone(cause, request)) report(cause, url);
    // h3 would take headers and the reason phrase from any thrown value, even from a response of another server.
    const status = error.status < 400 ? 500 : error.status;
    return new HTTPError({ status, message: 'Something went wrong.' });
  };
  let answer: unknown;
  let interrupt = undefined as Interrupt | undefined;
  const answering = answerInTime(
    () => handler(event as unknown as EndpointEvent),
    request,
    url,
    services,
  ).then((value) => {
    if (isInterrupt(value)) interrupt = value;
    else answer = toAnswer(value, event, type);
    return answer;
  });
  const response = await toResponse(answering, event, { onError, silent: true });
  if (isRedirect(interrupt)) return redirectWith(response.headers, interrupt);
  if (interrupt) return interrupt;
  if (!isHead && !withoutBody.has(response.status)) return response;
  cancelBody(answer);
  stop?.();
  return isHead ? response : bodiless(response);
}

/** The value that a handler has returned, as h3 sends it. */
function toAnswer(value: unknown, { res }: H3Event, type: string | undefined): unknown {
  if (value instanceof Response) return checkResponse(value);
  if (value instanceof InputError) return value.toResponse();
  if (!isSendable(value))
    throw fail('bad-response', { problem: `${describe(value)}, which cannot be sent` });
  const known =
    typeof value === 'string'
      ? (type ?? 'text/plain; charset=utf-8')
      : value instanceof Uint8Array && type;
  if (known && !res.headers.has('content-type')) res.headers.set('content-type', known);
  return value;
}

/** Returns false for values that h3 would send as another one, or not at all. */
const isSendable = (value: unknown): boolean =>
  !/^(?:function|symbol|bigint)$/.test(typeof value) &&
  !(value instanceof Map || value instanceof Set);

/** Returns true if an error only means that the visitor has gone: the body ends too early, or the signal aborted something. */
const saysGone = (error: unknown, request: Request): boolean =>
  request.signal.aborted &&
  (error === messageOf(request)?.errored || (error as Error).name === 'AbortError');

/** The answer or the error of the handler, in a form that h3 can read; an error of status 503 if it takes too long. */
async function answerInTime(
  handle: () => unknown,
  request: Request,
  url: URL,
  { report, config }: EndpointServices,
): Promise<unknown> {
  const { answerTimeout, requestTimeout } = config.limits;
  // The arrival of a body has its own time limit.
  const milliseconds = answerTimeout + (bodyIsComing(request) ? requestTimeout : 0);
  const tooLate = () => {
    report(fail('answer-timeout', { milliseconds }), url);
    return new HTTPError({ status: 503, message: 'This took too long.' });
  };
  try {
    return await within(milliseconds, handle(), tooLate, (error) => report(error, url, 'late'));
  } catch (thrown) {
    if (isPageInterrupt(thrown) || thrown instanceof InputError) return thrown;
    if (isTooLarge(thrown)) return new InputError(413, tooLargeText(config.limits));
    // h3 takes a number for a status.
    throw typeof thrown === 'number' ? thrown : toError(thrown);
  }
}

/** A redirect with the headers that the handler has set, such as cookies. */
function redirectWith(own: Headers, { to }: Redirect): Response {
  const headers = new Headers(own);
  headers.set('location', to);
  return new FastResponse('', { status: 303, headers });
}

/** Tells whether a part of the body is still to come: it has one if one of two headers says so (RFC 9112, 6). */
function bodyIsComing(request: Request): boolean {
  const message = messageOf(request);
  if (!message || message.complete) return false;
  const { headers } = message;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0;
}

/** Aborts the signal of a request whose answer is complete, even if the body is still being made. */
function stopper(request: Request): () => void {
  const done = new AbortController();
  const signal = AbortSignal.any([request.signal, done.signal]);
  Object.defineProperty(request, 'signal', { value: signal, configurable: true });
  return () => done.abort();
}

function allowedMethods(handlers: Endpoint['handlers']): string {
  const names = [...handlers.keys()];
  return (handlers.has('GET') && !handlers.has('HEAD') ? [...names, 'HEAD'] : names).join(', ');
}
