import type { Limits } from '../core/limits.js';
import type { Hooks } from '../hooks/types.js';
import type { MarkupInspector } from '../markup/inspector.js';
import type { LiveElement } from '../template/live-element.js';
import type { PrerenderedRegions } from './registry/prerendered.js';
import type { PubSub } from './messages/pubsub.js';
import type { Region } from './region/region.js';
import type { SlowWork } from './region/slow-work.js';

/** What regions need of the server around them. */
export interface Services {
  readonly hooks: Hooks;
  readonly limits: Limits;
  readonly pubsub: PubSub;
  readonly slowWork: SlowWork;
  readonly development: boolean;
  /** Finds what browsers would repair, in development and tests. */
  readonly markup: MarkupInspector | undefined;
  /** The regions in the files of pages. */
  readonly prerendered: PrerenderedRegions;
  /** The token that joins a region. */
  tokenOf(region: Region): string;
  /** Mounts a live view inside a region that a browser shows already; its queue begins with the mount. */
  mountInside(element: LiveElement, path: string, around: Region): Region;
  /** Lets other regions of its session go, so that a region may hold so much; `false` where that is not enough. */
  makeRoom(region: Region, bytes: number): boolean;
  /** A region has been measured. */
  resized(region: Region): void;
  /** A region has ended. */
  ended(region: Region): void;
}
