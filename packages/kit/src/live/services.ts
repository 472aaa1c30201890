import type { Limits } from '../core/limits.js';
import type { Hooks } from '../hooks/types.js';
import type { MarkupInspector } from '../markup/inspector.js';
import type { LiveElement } from '../template/live-element.js';
import type { PubSub } from './messages/pubsub.js';
import type { RegionCore } from './region/parts.js';
import type { SlowWork } from './region/slow-work.js';
import type { PrerenderedRegions } from './registry/prerendered.js';
import type { ChildRegion, ParentRegion } from './render/child-regions.js';

/** Everything that regions need of the server around them. */
export interface Services {
  readonly hooks: Hooks;
  readonly limits: Limits;
  readonly pubsub: PubSub;
  readonly slowWork: SlowWork;
  readonly development: boolean;
  /** Finds markup that browsers would repair, in development and tests. */
  readonly markup: MarkupInspector | undefined;
  /** The regions in the files of pages. */
  readonly prerendered: PrerenderedRegions;
  /** The token that joins a region. */
  tokenOf(region: ChildRegion): string;
  /** Mounts a live view inside a region that a browser shows already; its queue begins with the mount. */
  mountInside(element: LiveElement, path: string, parent: ParentRegion): ChildRegion;
  /** Lets other regions of its session go, so that a region may hold so much; `false` where that is not enough. */
  makeRoom(region: RegionCore, bytes: number): boolean;
  /** A region has been measured. */
  resized(region: RegionCore): void;
  /** A region has ended. */
  ended(region: RegionCore): void;
}
