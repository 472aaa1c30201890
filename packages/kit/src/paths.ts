import type { AppPath, PathsOf, Routes } from './core/routes.js';

/** A path of the app without the `base` that it may be under, as the files under `src/pages` have it. */
export type OwnPath = [keyof Routes] extends [never]
  ? string
  : OwnPathsOf<Routes[keyof Routes]> | `/${string}.${string}`;

type OwnPathsOf<Route> = Route extends { readonly own: infer Path extends string }
  ? Path
  : PathsOf<Route>;

/**
 * Returns a path of the app for a link or a redirect, in pages, live views and islands alike: under Vite's `base` it has that in front.
 *
 * The Vite plugin provides it; where code runs without Vite, there is no base.
 *
 * @param path with a query and a fragment, if there are any
 * @example
 * <a href={pathTo('/posts/tides')}>Tides</a> // "/app/posts/tides" under the base "/app/"
 * @example
 * redirect(pathTo(`/posts/${slug}`));
 */
export const pathTo = (path: OwnPath): AppPath => path as AppPath;
