import type { StandardSchemaV1 } from '@standard-schema/spec';

import type { Locals } from '../core/locals.js';
import type { Cookies } from '../core/request-cookies.js';
import type { IncomingRequest } from '../core/incoming-request.js';
import type { Session } from '../core/session.js';
import type { Publish } from '../live/messages/topics.js';
import type { Health, Usage } from '../live/registry/usage.js';
import type { ParamsOf } from '../route/params.js';
import type { InputOptions } from './input.js';

/** Everything that an endpoint knows beside its request: the `context` of the event that an h3 handler gets. */
export interface EndpointEventContext<Path extends string = string> {
  /** The values of `[name]` and `[...name]` in the path, decoded. */
  readonly params: ParamsOf<Path>;
  readonly session: Session;
  /** The cookies of the request, and of its answer until its headers leave. */
  readonly cookies: Cookies;
  /** The data that guards of the request, such as taps of `beforeRequest`, have set. */
  readonly locals: Locals;
  /** Network of the visitor; empty where none is known. */
  readonly address: string;
  /** Sends a message to every region that subscribed to the topic. */
  readonly publish: Publish;
  /** The numbers of connections and regions, and estimates of their memory. */
  usage(this: void): Usage;
  /** The state of the process. */
  health(this: void): Health;
  /**
   * Reads the body, JSON or a form with or without files, and checks it by a schema.
   *
   * @returns the output of the schema
   * @throws InputError which answers the request if nothing catches it: 415 for another content type, 413 for a body that is too
   * large, 400 for one that cannot be read, and 422 with the issues for one that the schema refuses
   */
  body<Schema extends StandardSchemaV1>(
    this: void,
    schema: Schema,
    options?: InputOptions,
  ): Promise<StandardSchemaV1.InferOutput<Schema>>;
  /**
   * Checks the query of the URL by a schema.
   *
   * @returns the output of the schema
   * @throws InputError which answers the request with 422 and the issues if nothing catches it
   */
  query<Schema extends StandardSchemaV1>(
    this: void,
    schema: Schema,
    options?: InputOptions,
  ): Promise<StandardSchemaV1.InferOutput<Schema>>;
}

/** The argument of a handler made with `defineEndpoint`. */
export interface EndpointContext<Path extends string = string> extends EndpointEventContext<Path> {
  /** The request. Its URL is canonical: all spellings of a path look the same; `ip` is the visitor's address. */
  readonly request: IncomingRequest;
  /** The URL of the request. Its host is the one that the visitor sent, one of the app's `allowedHosts`. */
  readonly url: URL;
}

/** The event that a plain h3 handler gets: `export const GET = (event: EndpointEvent<'/posts/:slug'>) => …`. */
export interface EndpointEvent<Path extends string = string> {
  readonly req: IncomingRequest;
  readonly url: URL;
  /** The status and the headers of the answer, for a handler that does not return a `Response`. */
  readonly res: { status?: number; statusText?: string; readonly headers: Headers };
  readonly context: EndpointEventContext<Path>;
}

/**
 * Answers the requests of one method. A handler returns a `Response`, a text, bytes, a stream, or a value that is sent as JSON.
 *
 * @example
 * export const GET: EndpointHandler<'/posts/:slug'> = ({ context }) => context.params.slug;
 */
export type EndpointHandler<Path extends string = string> = (event: EndpointEvent<Path>) => unknown;

/** The pattern that a handler was made for. */
export const endpointPath: unique symbol = Symbol.for('skerry.endpoint-path');

/** A handler that {@link defineEndpoint} has made. */
export interface DefinedEndpoint<Path extends string = string> extends EndpointHandler<Path> {
  readonly [endpointPath]: Path;
}

/**
 * Defines how an endpoint answers one method. The build refuses a path that is not that of the file.
 *
 * @param path the path of the file as a pattern: `/posts/:slug` in `src/pages/posts/[slug].ts`, `/files/*path`, `/rss.xml`
 * @param handler returns a `Response`, a text, bytes, a stream, or a value that is sent as JSON
 * @example
 * export const POST = defineEndpoint('/posts/:slug/likes', async ({ params, body, publish }) => {
 *   const { stars } = await body(z.object({ stars: z.number() }));
 *   publish(`likes:${params.slug}`, stars);
 *   return { ok: true };
 * });
 */
export function defineEndpoint<const Path extends string>(
  path: Path,
  handler: (context: EndpointContext<Path>) => unknown,
): DefinedEndpoint<Path> {
  const handle: EndpointHandler<Path> = ({ req, url, context }) =>
    handler({ ...context, request: req, url });
  return Object.assign(handle, { [endpointPath]: path } as const);
}

/** The pattern that a handler was made for, if `defineEndpoint` made it. */
export const pathOfEndpoint = (handler: unknown): string | undefined =>
  typeof handler === 'function' && Object.hasOwn(handler, endpointPath)
    ? (handler as DefinedEndpoint)[endpointPath]
    : undefined;
