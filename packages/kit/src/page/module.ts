import type { HeaderOverrides } from '../core/answer-headers.js';
import { fail } from '../core/errors.js';
import type { Guard } from '../core/guard.js';
import type { Locals } from '../core/locals.js';
import type { IncomingRequest } from '../core/incoming-request.js';
import type { Cookies } from '../core/request-cookies.js';
import type { Session } from '../core/session.js';
import { isThenable, settle, unheard } from '../core/within.js';
import type { PageChild } from '../template/suspense.js';
import type { ParamsOf } from '../route/params.js';
import type { Head } from './head.js';

/** The props of a page: `PageProps<'/posts/:slug'>` knows its params by name. */
export interface PageProps<Path extends string = string> {
  /** The values of `[name]` and `[...name]` in the path, decoded. */
  params: ParamsOf<Path>;
  /** The request. Its URL is canonical: all spellings of a path look the same to a page; `ip` is the visitor's address. */
  request: IncomingRequest;
  session: Session;
  /** The cookies of the request, and of its answer until its headers leave. */
  cookies: Cookies;
  /** The data that guards of the request, such as taps of `beforeRequest`, have set. */
  locals: Locals;
  /** The URL of the request. Its host is the one that the visitor sent, one of the app's `allowedHosts`. */
  url: URL;
}

/** The part of a request that pages, layouts and error pages see. */
export const pageProps = ({
  request,
  url,
  params,
  session,
  cookies,
  locals,
}: PageProps): PageProps => ({ request, url, params, session, cookies, locals });

/** The props of a layout: those of its page, and the page itself. `LayoutProps<'/posts/:slug'>` knows the params of its folder. */
export interface LayoutProps<Path extends string = string> extends PageProps<Path> {
  children: PageChild;
}

/** The props of an error page. */
export interface ErrorProps extends PageProps {
  /** 400 for a malformed path, 404 for an unknown one, 403 for a refused request, 500 for a failure, 503 for an answer that took too long. */
  status: number;
  /** The reason, in words for the visitor. */
  reason: string;
  /** The failure, as an Error that is safe to read; in development only. */
  error?: Error;
}

/** A value, or a function that computes it for a request. */
type PerRequest<Value> = Value | ((props: PageProps) => Value | Promise<Value>);

/** The exports of a page, a layout or an error page. */
export interface PageModule {
  // seam: each kind of module takes props of its own
  default: (props: any) => unknown;
  head?: PerRequest<Head>;
  headers?: PerRequest<HeaderOverrides>;
  prerender?: Prerender;
  /** Decides about every request for the page, and about its regions; of a layout, about all pages of its folder. */
  guard?: Guard;
}

/** The values of `[name]` and `[...name]` in a path. */
export type PageParams = Readonly<Record<string, string>>;

/**
 * The `prerender` export of a page or an endpoint that the build writes as files: `true`, or a list of params if its path has some.
 * `Prerender<'/posts/:slug'>` knows which they are.
 */
export type Prerender<Path extends string = string> = string extends Path
  ? boolean | ListOrMaker<PageParams>
  : [keyof ParamsOf<Path>] extends [never]
    ? boolean
    : false | ListOrMaker<ParamsOf<Path>>;

type ListOrMaker<Params> =
  | readonly Params[]
  | (() => readonly Params[] | Promise<readonly Params[]>);

/**
 * Checks the exports of a page, a layout or an error page.
 *
 * @throws SkerryError `bad-module`
 */
export function toPageModule(file: string, exports: unknown): PageModule {
  const module = exports as Partial<PageModule>;
  const problem =
    typeof module.default !== 'function'
      ? 'has no default export that is a function'
      : !isPerRequest(module.head)
        ? 'exports a `head` that is neither an object nor a function'
        : !isPerRequest(module.headers)
          ? 'exports `headers` that are neither an object nor a function'
          : !isPrerender(module.prerender)
            ? 'exports a `prerender` that is neither true, nor an array of params, nor a function that gives one'
            : module.guard !== undefined && typeof module.guard !== 'function'
              ? 'exports a `guard` that is not a function'
              : undefined;
  if (problem) throw fail('bad-module', { file, problem });
  return module as PageModule;
}

const isPerRequest = (value: unknown): boolean =>
  value === undefined ||
  typeof value === 'function' ||
  (typeof value === 'object' && value !== null);

export const isPrerender = (value: unknown): boolean =>
  value === undefined ||
  typeof value === 'boolean' ||
  typeof value === 'function' ||
  Array.isArray(value);

/** The value for this request. A promise that fails before somebody waits for it harms nobody. */
export function perRequest<Value>(
  value: PerRequest<Value>,
  props: PageProps,
): Value | Promise<Value> {
  if (typeof value !== 'function') return value;
  const made = (value as (props: PageProps) => Value | PromiseLike<Value>)(props);
  return isThenable(made) ? unheard(settle(made)) : made;
}
