import type { Guard } from '../core/guard.js';
import type { Limits } from '../core/limits.js';
import type { Log } from '../core/log.js';
import type { Hooks } from '../hooks/types.js';
import type { MarkupInspector } from '../markup/inspector.js';
import type { PubSub } from './messages/pubsub.js';
import type { SlowWork } from './region/slow-work.js';
import type { Ticker } from './region/ticker.js';
import type { PrerenderedRegions } from './registry/prerendered.js';

/** The services of the server that all parts of a region may use. */
export interface Services {
  readonly hooks: Hooks;
  readonly limits: Limits;
  readonly log: Log;
  readonly pubsub: PubSub;
  /** The guards of the page at a path, or of the error page that is shown there. */
  readonly guardsAt: (path: string, errorPage?: string) => readonly Guard[];
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
