import type { HeaderOverrides } from '../core/answer-headers.js';
import { fail } from '../core/errors.js';
import type { Locals } from '../core/locals.js';
import type { IncomingRequest } from '../core/request-origin.js';
import type { Session } from '../core/session.js';
import type { PageChild } from '../template/child.js';
import type { Head } from './head.js';

/** What a page is given. */
export interface PageProps {
  /** What the path says for `[name]` and `[...name]`, decoded. */
  params: Record<string, string>;
  /** Its URL is canonical: every spelling of a path is the same to a page; `ip` is the visitor's address. */
  request: IncomingRequest;
  session: Session;
  /** The data that guards of the request, such as taps of `beforeRequest`, have set. */
  locals: Locals;
  /** The URL of the request. Its host is what the visitor sent, among the `allowedHosts` of the app. */
  url: URL;
}

/** The part of a request that pages, layouts and error pages see. */
export const pageProps = ({ request, url, params, session, locals }: PageProps): PageProps => ({
  request,
  url,
  params,
  session,
  locals,
});

/** What a layout is given: what its page is, and the page. */
export interface LayoutProps extends PageProps {
  children: PageChild;
}

/** What an error page is given. */
export interface ErrorProps extends PageProps {
  /** 400 where the path means nothing, 404 where nothing answers it, 403 where the request was refused, 500 where something failed, 503 where it took too long. */
  status: number;
  /** Why, in words that the visitor may read. */
  reason: string;
  /** What failed, as an Error that is safe to read; in development only. */
  error?: Error;
}

/** Gives a value at once, or computes it for a request. */
type PerRequest<Value> = Value | ((props: PageProps) => Value | Promise<Value>);

/** The exports of a page, a layout or an error page. */
export interface PageModule {
  // seam: each kind of module takes props of its own
  default: (props: any) => unknown;
  head?: PerRequest<Head>;
  headers?: PerRequest<HeaderOverrides>;
  prerender?: Prerender;
}

/** What a path says for `[name]` and `[...name]`. */
export type PageParams = Readonly<Record<string, string>>;

/** What a page may export as `prerender`, to be written as files at build: `true`, or where its path has params a list of them. */
export type Prerender =
  | boolean
  | readonly PageParams[]
  | (() => readonly PageParams[] | Promise<readonly PageParams[]>);

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
            : undefined;
  if (problem) throw fail('bad-module', { file: `src/pages/${file}`, problem });
  return module as PageModule;
}

const isPerRequest = (value: unknown): boolean =>
  value === undefined ||
  typeof value === 'function' ||
  (typeof value === 'object' && value !== null);

const isPrerender = (value: unknown): boolean =>
  value === undefined ||
  typeof value === 'boolean' ||
  typeof value === 'function' ||
  Array.isArray(value);

/** The value for this request. */
export const perRequest = <Value>(
  value: PerRequest<Value>,
  props: PageProps,
): Value | Promise<Value> =>
  typeof value === 'function'
    ? (value as (props: PageProps) => Value | Promise<Value>)(props)
    : value;
