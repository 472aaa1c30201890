/**
 * The routes of the app, by their patterns. Skerry writes its members to `.skerry/routes.ts`; without that file every path is taken.
 *
 * @example
 * declare module '@skerry/kit' {
 *   interface Routes {
 *     '/posts/:slug': { readonly kind: 'page'; readonly path: `/posts/${string}` };
 *   }
 * }
 */
export interface Routes {}

/** The pattern of a route of the app: `'/posts/:slug'`. */
export type RoutePattern = [keyof Routes] extends [never] ? string : keyof Routes;

/** A path of the app, with its query and fragment: one that a route answers, or one with a dot, which may be a file. */
export type AppPath = [keyof Routes] extends [never]
  ? string
  : PathsOf<Routes[keyof Routes]> | `/${string}.${string}`;

/** The paths that a route answers. */
export type PathsOf<Route> = Route extends { readonly path: infer Path extends string }
  ? Path
  : never;

/** The target of a link: a path of the app, a relative one, or an address elsewhere. */
export type Href = string extends AppPath
  ? string
  : AppPath | '' | `${'//' | '#' | '?' | '.' | NameStart}${string}`;

type Letter =
  | ('a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h' | 'i' | 'j' | 'k' | 'l' | 'm')
  | ('n' | 'o' | 'p' | 'q' | 'r' | 's' | 't' | 'u' | 'v' | 'w' | 'x' | 'y' | 'z');
type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type NameStart = Letter | Capitalize<Letter> | Digit;

/** A path as it was given, if it is one of the app or known at run time only. In place of others the type says what to write. */
export type CheckedPath<To extends string> =
  To extends `${'//' | '/\\' | `${NameStart}${string}:`}${string}`
    ? 'for another site, write redirect.external(url)'
    : To extends '' | `${'#' | '?' | '.' | NameStart}${string}`
      ? 'the path of a page begins with one slash'
      : To extends `/${string}`
        ? To extends AppPath
          ? To
          : AppPath
        : To;
