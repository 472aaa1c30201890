import type { Island, IslandChange, List, ListPatch, Refusal } from '@skerry/wire';

import type { IncomingUpdate, LiveEvent } from './connection/live-event.js';
import type { Connection } from './connection/connection.js';
import type { Frame, Loss } from './patch/frame.js';
import type { Place, putNodes } from './patch/places.js';
import type { RegionHandle } from './region/region-handle.js';

/** Lists. A page loads them when it builds or patches one. */
interface Lists {
  patchList(list: Place, patch: ListPatch, frame: Frame): void;
  buildRows(rows: List['r'], frame: Frame): DocumentFragment;
}

/** Whole trees. A page loads this code when it receives one, or when a part of an update is lost. */
interface Morph {
  loadMoves(): Promise<void>;
  morph(element: Element, tree: Node, drop?: (node: ChildNode) => void): void;
  insertNode(node: ChildNode, parent: Element, before: ChildNode | null): void;
  move(nodes: ChildNode[], parent: Element, before: ChildNode | null): void;
  recoverLosses(region: RegionHandle, arrival: IncomingUpdate, losses: Loss[]): Promise<void>;
  putBackMarkers(region: RegionHandle, arrival: IncomingUpdate): Promise<void>;
}

/** Islands. A page loads them when a region has one. */
interface Islands {
  serveIslands(region: RegionHandle): void;
  buildIsland(island: Island, frame: Frame): Node;
  patchIsland(place: Place, change: IslandChange, frame: Frame): void;
  morphIsland(host: HTMLElement, next: Node): boolean;
  withHolder(node: ChildNode): ChildNode[];
}

/** Fields. A page loads them when a region has one. */
interface Fields {
  watchFields(region: RegionHandle, arrival?: IncomingUpdate): Promise<void> | undefined;
  touchField(element: Element, text?: string): boolean | undefined;
  holdFields(region: RegionHandle, arrival: IncomingUpdate): (() => void) | undefined;
  refuseEvent(error: Refusal, event: LiveEvent): void;
}

/** The waiting events of a region, and the receiver of their refusals. */
export interface EventQueue {
  readonly queue: LiveEvent[];
  readonly delegate: { takeRefusal(error: Refusal, event: LiveEvent): void };
  readonly connection: Connection;
}

/** Rules for events. A page loads them when a region has a field, a form or an island, or when an event waits. */
interface EventRules {
  boundTo(target: Element, binding: string): Element | null;
  isSpare(event: LiveEvent, queue: LiveEvent[]): boolean;
  isTooLarge(event: LiveEvent, channel: EventQueue): boolean;
  dropSpare(region: RegionHandle): void;
  watchWaiting(connection: Connection): () => void;
  resetForm(element: Element): void;
}

/** Bindings other than click, input and submit, and options of bindings. A page loads those that it uses. */
interface Bindings {
  loadBindings(text: string): Promise<unknown> | undefined;
  raiseEvent(event: LiveEvent, region: RegionHandle): void;
}

/** The state of events and of the connection, shown on the page. Each page loads this code once it has started. */
interface Status {
  showPending(region: RegionHandle): void;
}

/** The focus, passed on when its element goes. A page loads this code when the visitor goes to an element. */
interface Focus {
  holdFocus(region: RegionHandle): (() => void) | undefined;
}

/** Scroll anchoring, for browsers that have none. */
interface Scroll {
  holdScroll(): (() => void) | undefined;
}

/** The parts of the client that only some pages need. */
export interface Features {
  lists: Lists;
  morph: Morph;
  islands: Islands;
  fields: Fields;
  events: EventRules;
  bindings: Bindings;
  status: Status;
  focus: Focus;
  scroll: Scroll;
  /** A feature on its way, for which updates wait. */
  coming: Promise<unknown> | undefined;
  /** Replaces nodes and keeps some of them. */
  put: typeof putNodes;
}

/** The loaded features. `loader.ts` installs them and the core calls them; only features import the core. */
export const features: Partial<Features> = {};
