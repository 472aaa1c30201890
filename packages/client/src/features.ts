import type { Island, IslandChange, List, ListPatch, Refusal } from '@skerry/wire';

import type { IncomingUpdate, LiveEvent } from './connection/live-event.js';
import type { Connection } from './connection/connection.js';
import type { Frame, Loss } from './patch/frame.js';
import type { Place } from './patch/places.js';
import type { RegionHandle } from './region/region-handle.js';

/** Lists: only pages on which one is built or patched load them. */
interface Lists {
  patchList(list: Place, patch: ListPatch, frame: Frame): void;
  buildRows(rows: List['r'], frame: Frame): DocumentFragment;
}

/** Whole trees in place of others: only pages that get such load them, and those that lose a part of a region. */
interface Morph {
  loadMoves(): Promise<void>;
  morph(element: Element, tree: Node, drop?: (node: ChildNode) => void): void;
  insertNode(node: ChildNode, parent: Element, before: ChildNode | null): void;
  move(nodes: ChildNode[], parent: Element, before: ChildNode | null): void;
  recoverLosses(region: RegionHandle, arrival: IncomingUpdate, losses: Loss[]): Promise<void>;
  putBackMarkers(region: RegionHandle, arrival: IncomingUpdate): Promise<void>;
}

/** Islands: only pages with islands in their regions load them. */
interface Islands {
  serveIslands(region: RegionHandle): void;
  buildIsland(island: Island, frame: Frame): Node;
  patchIsland(place: Place, change: IslandChange, frame: Frame): void;
  morphIsland(host: HTMLElement, next: Node): boolean;
  withHolder(node: ChildNode): ChildNode[];
}

/** Fields: only pages with fields in their regions load them. */
interface Fields {
  watchFields(region: RegionHandle, arrival?: IncomingUpdate): Promise<void> | undefined;
  touchField(element: Element, text?: string): boolean | undefined;
  holdFields(region: RegionHandle, arrival: IncomingUpdate): (() => void) | undefined;
  refuseEvent(error: Refusal, event: LiveEvent): void;
}

/** The events of a region that wait, and whom to tell of those that are refused. */
export interface EventQueue {
  readonly queue: LiveEvent[];
  readonly delegate: { takeRefusal(error: Refusal, event: LiveEvent): void };
  readonly connection: Connection;
}

/** Rules for events: only pages with fields, forms or islands in regions, or on which some event waits, load them. */
interface EventRules {
  boundTo(target: Element, binding: string): Element | null;
  isSpare(event: LiveEvent, queue: LiveEvent[]): boolean;
  isTooLarge(event: LiveEvent, channel: EventQueue): boolean;
  dropSpare(region: RegionHandle): void;
  watchWaiting(connection: Connection): () => void;
  badBinding(event: LiveEvent): Refusal;
  resetForm(element: Element): void;
}

/** Keeps the view where it is: only browsers that do not do so by themselves load it. */
interface Scroll {
  holdScroll(): (() => void) | undefined;
}

/** What only some pages need. */
export interface Features {
  lists: Lists;
  morph: Morph;
  islands: Islands;
  fields: Fields;
  events: EventRules;
  scroll: Scroll;
}

/** The features that are there: `loader.ts` installs them. The core calls what it finds; features import the core. */
export const features: Partial<Features> = {};
