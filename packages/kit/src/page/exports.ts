import type { HeaderOverrides } from '../core/answer-headers.js';
import type { Guard } from '../core/guard.js';
import type { endpointPath } from '../endpoint/define.js';
import type { Head } from './head.js';
import type { ErrorProps, LayoutProps, PageProps, Prerender } from './module.js';

// The types by which `.skerry/routes.ts` checks the exports of the files under `src/pages`.

type PerRequest<Value, Props> =
  | Widened<Value>
  | ((props: Props) => Widened<Value> | Promise<Widened<Value>>);

/** A value as TypeScript knows it of a constant without a type: `false` is then a boolean, and `'article'` a text. */
type Widened<Value> = Value extends string
  ? string
  : Value extends boolean
    ? boolean
    : Value extends object
      ? { [Name in keyof Value]: Widened<Value[Name]> }
      : Value;

/** Nothing may be exported under these names; the type says what is meant. */
type Slips<Names extends string, Meant extends string> = { [Name in Names]?: `write \`${Meant}\`` };

/** Exports of a page, a layout and an error page that mean something, and slips of them. */
interface DocumentExports<Props>
  extends
    Slips<'Head' | 'heads', 'head'>,
    Slips<'header' | 'Headers' | 'Header', 'headers'>,
    Slips<'Guard' | 'guards', 'guard'> {
  head?: PerRequest<Head, Props>;
  headers?: PerRequest<HeaderOverrides, Props>;
  /** Decides about every request. */
  guard?: Guard;
  crossOrigin?: 'only endpoints export `crossOrigin`';
}

type PrerenderSlips = Slips<'Prerender' | 'preRender' | 'prerendered', 'prerender'>;

/** The exports of a page at a path. */
export interface PageExports<Path extends string>
  extends DocumentExports<PageProps<Path>>, PrerenderSlips {
  default: (props: PageProps<Path>) => unknown;
  prerender?: Prerender<Path>;
}

/** The exports of the layout of a folder. */
export interface LayoutExports<Path extends string> extends DocumentExports<PageProps<Path>> {
  default: (props: LayoutProps<Path>) => unknown;
  prerender?: 'only pages and endpoints export `prerender`';
}

/** The exports of the error page of a folder. A path that no route answers has no params. */
export interface ErrorExports extends DocumentExports<ErrorProps> {
  default: (props: ErrorProps) => unknown;
  prerender?: 'only pages and endpoints export `prerender`';
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** The exports of an endpoint at a path. */
export interface EndpointExports<Path extends string>
  extends
    PrerenderSlips,
    Slips<'Guard' | 'guards', 'guard'>,
    Slips<Lowercase<Method> | Capitalize<Lowercase<Method>>, 'a method in capital letters'>,
    Slips<'crossorigin' | 'CrossOrigin', 'crossOrigin'> {
  GET?: HandlerFor<Path>;
  HEAD?: HandlerFor<Path>;
  POST?: HandlerFor<Path>;
  PUT?: HandlerFor<Path>;
  PATCH?: HandlerFor<Path>;
  DELETE?: HandlerFor<Path>;
  OPTIONS?: HandlerFor<Path>;
  /** True if pages of other origins may change something here. */
  crossOrigin?: boolean;
  prerender?: Prerender<Path>;
  guard?: Guard;
}

// seam: a handler of h3 names the event by a type of its own
type HandlerFor<Path extends string> = ((event: any) => unknown) & {
  readonly [endpointPath]?: Path;
};
