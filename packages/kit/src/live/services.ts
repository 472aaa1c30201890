import type { Guard } from '../core/guard.js';
import type { Limits } from '../core/limits.js';
import type { Log } from '../core/log.js';
import type { Hooks } from '../hooks/types.js';
import type { MarkupInspector } from '../markup/inspector.js';
import type { PubSub } from './messages/pubsub.js';
import type { SlowWork } from './region/slow-work.js';
import type { Ticker } from './region/ticker.js';
import type { PrerenderedRegions } from './registry/prerendered.js';

/** The pages of the app, as the regions on them know them. */
export interface PageFinder {
  /** The guards of the page at a path, or of the error page that is shown there. */
  guardsAt(path: string, errorPage?: string): readonly Guard[];
  /** The params of a path. */
  paramsAt(path: string): Readonly<Record<string, string>>;
}

/** No pages. */
export const noPages: PageFinder = { guardsAt: () => [], paramsAt: () => ({}) };

/** The services of the server that all parts of a region may use. */
export interface Services {
  readonly hooks: Hooks;
  readonly limits: Limits;
  readonly log: Log;
  readonly pubsub: PubSub;
  readonly pages: PageFinder;
  readonly slowWork: SlowWork;
  readonly ticker: Ticker;
  readonly development: boolean;
  /** Finds markup that browsers would repair, in development and tests. */
  readonly markup: MarkupInspector | undefined;
  /** The regions in the files of pages. */
  readonly prerendered: PrerenderedRegions;
  /** The way to a page after the end of the session, if browsers may have loaded that page ahead for it. */
  readonly signOffTo?: ((path: string) => string) | undefined;
}
