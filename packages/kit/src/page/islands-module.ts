import { fail } from '../core/errors.js';
import type { Locals } from '../core/locals.js';

/** The file that concerns itself with the islands of a page on the server. */
export const islandsFile = 'src/islands.server.ts';

/** The page whose islands are rendered. */
export interface CollectContext {
  /** The URL of its request. */
  readonly url: URL;
  /** The data of its request: guards may have put a nonce there. */
  readonly locals: Locals;
}

/** Collects what the islands of one page need beside their HTML, such as the styles that a library makes as it renders. */
export interface IslandCollector {
  /**
   * Puts the root of an island inside another element of its framework, on the server alone: no component in there may call `useId`.
   *
   * @param island an element of React, or a vnode of Preact
   */
  // seam: the type of an element depends on its framework
  wrap(island: any, framework: 'preact' | 'react'): unknown;
  /**
   * The markup of what was collected since the last call. It is called before the head is sent, and again for islands that come late:
   * their markup goes before them.
   */
  head(): string;
}

/** The exports of `src/islands.server.ts`. */
export interface IslandsModule {
  /** Is called once for each page that shows an island, as the first one is rendered. */
  readonly collect: (page: CollectContext) => IslandCollector;
}

/** Checks the exports of `src/islands.server.ts`. @throws SkerryError `bad-collector` */
export function checkIslands(exports: IslandsModule | undefined): IslandsModule | undefined {
  if (exports && typeof exports.collect !== 'function')
    throw wrong('exports no function `collect`');
  return exports;
}

/** The error of what the file exports, or of what that returns. */
export const wrong = (problem: string): Error =>
  fail('bad-collector', { file: islandsFile, problem });
