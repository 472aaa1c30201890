import type { WrapIsland } from '@skerry/islands/server';

import type { SuspenseContent, SuspenseGroupElement } from './boundary.js';
import type { Html, LateHtml } from './html-chunks.js';
import type { IslandInfo } from './island/island-element.js';
import type { IslandContext } from './island/island-html.js';
import type { Around } from './languages.js';
import type { LiveElement } from './live.js';

/** The surroundings of rendering to HTML. */
export interface HtmlContext {
  /** The host element of a region, mounted at this path of places and keys. @param keys those in the path, see {@link keysIn} */
  region(element: LiveElement, path: string, keys: string): string | Promise<string>;
  /** True if components may be asynchronous: in pages and layouts. */
  async: boolean;
  /** True if nothing patches the markup, so that its places are not marked: in pages, outside of regions. */
  plain?: boolean;
  /** The surroundings of islands. */
  islands?: IslandContext;
  /** Hears of every island. */
  island?: (island: IslandInfo) => void;
  /** Puts the root of every island inside another element. */
  wrapIsland?: WrapIsland | undefined;
  /** Takes over the content of a boundary. Without it, the content is waited for, however long it takes. */
  suspend?: (content: SuspenseContent, place: BoundaryPlace) => LateHtml | Html;
  /** The group that boundaries here belong to. */
  group?: SuspenseGroupElement | undefined;
  /** Reports content that failed and that an error boundary replaces. */
  failed?: (thrown: unknown) => Error;
  /** Set around holes: what differs in them. */
  inHole?: Pick<HtmlContext, 'region' | 'suspend' | 'wrapIsland'>;
  /** Writes in place of content that failed, by the nearest error boundary. @throws what was thrown, if there is none */
  recover?: (thrown: unknown) => Html;
  /** True if comments name the sources of the markup, for `markup/inspector.ts`. */
  marks?: boolean;
}

/** The place of a boundary, to which more than one child may be written. */
export interface BoundaryPlace {
  readonly context: HtmlContext;
  /** The path of places and keys that leads here. */
  readonly path: string;
  /** The markup around it. */
  readonly around: Around;
  /** @param step leads to a second child of the place, so that nothing in it has a path of the first */
  write(child: unknown, context: HtmlContext, step?: string): Html;
}
