/** The strategies that every app has, by which an island hydrates: as `client:<name>` directives. */
export const strategies = [
  'load',
  'visible',
  'idle',
  'interaction',
  'media',
  'only',
  'none',
] as const;

/** The prop of an island of `client:only` that is shown in its place until it is there. */
export const fallbackProp = 'fallback';

/** The order in which islands hydrate that want to at the same time, as `client:priority`. */
export const priorities = ['high', 'auto', 'low'] as const;

/** See {@link priorities}. */
export type Priority = (typeof priorities)[number];

/**
 * The strategies that islands may take, with what each is told. An app adds its own:
 *
 * @example
 * declare module '@skerry/islands/directives' {
 *   interface Strategies { hover: true }
 * }
 */
export interface Strategies {
  /** At once. */
  load: true;
  /** When it comes into view; the margin around the viewport as in CSS, such as `"200px"`. */
  visible: true | string;
  /** When the browser has nothing else to do, or after so many milliseconds. */
  idle: true | number;
  /** With the first event of these names, with spaces between: `"click focusin"`. */
  interaction: true | string;
  /** As soon as a media query matches, such as `"(max-width: 600px)"`. */
  media: string;
  /** At once, and only in the browser: the server does not run it, and shows its `fallback`. */
  only: true;
  /** Never: the HTML of the server is all. */
  none: true;
}

/** One strategy, and none of the others; with `only`, what is shown until the island is there. */
type OneOf<All, Fallback> = {
  [Name in keyof All & string]: { readonly [K in `client:${Name}`]: All[Name] } & {
    readonly [K in `client:${Exclude<keyof All & string, Name>}`]?: never;
  } & (Name extends 'only' ? { readonly [K in typeof fallbackProp]?: Fallback } : unknown);
}[keyof All & string];

/** The directives of an island: exactly one strategy, and a priority. */
export type Directives<Fallback = unknown> = OneOf<Strategies, Fallback> & {
  readonly 'client:priority'?: Priority;
};

/** The directives of an island. */
export interface Directed {
  strategy: string;
  /** The value for the strategy; `undefined` if the directive has none. */
  value: string | undefined;
  priority: Priority | undefined;
  /** The props of the component. */
  rest: Record<string, unknown>;
}
