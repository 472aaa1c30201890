import type { Plugin } from '@skerry/kit';
import type { App } from '@skerry/kit/server';

import type { FaultPlan } from '../plan.js';
import type { Seeded } from '../seeded.js';
import type { SamePayload } from './check-history.js';

/** An event of a visitor. */
export interface MonkeyEvent {
  /** The live view that it goes to, by name; the first on the page, unless it is set. */
  readonly view?: string;
  /** Its name, as the live view declares it. */
  readonly event: string;
  readonly value?: unknown;
  /** The type of the DOM event: `click`, unless it is set. */
  readonly type?: string;
}

/** A visitor, as the maker of events sees it. */
export interface MonkeyVisitor {
  /** Its number, from 0. */
  readonly number: number;
  /** A text of this visitor alone. Where it is part of what the visitor enters, the checker finds it on the screens of others. */
  readonly mark: string;
  /** The keys of the first list in a live view on its page, in order. @param view its name; the first on the page, unless it is set */
  rows(view?: string): readonly string[];
}

/** An app under test, and what its visitors do. */
export interface MonkeyWorld {
  /** Makes the app, with these plugins besides its own: the faults and the watch. Every run makes one of its own. */
  app(plugins: Plugin[]): App | Promise<App>;
  /** The path of the page that the visitors open. */
  readonly path: string;
  /** Makes the next event of a visitor; nothing, if it does none. The same draws make the same event. */
  events(visitor: MonkeyVisitor, random: Seeded): MonkeyEvent | undefined;
  /** The number of visitors, each with a session of its own; 3, unless it is set. */
  readonly visitors?: number;
  /** Tells whether a handled payload is that of a raised event; members that both have are compared, unless it is set. */
  readonly isSamePayload?: SamePayload;
  /** True if visitors see what others enter, so that it is no leak. */
  readonly isShared?: boolean;
  /** The lines: through the memory of the process (`memory`, which is the default), or over WebSocket. */
  readonly lines?: 'memory' | 'websocket';
  /** Bytes by which the heap may have grown at the end; 48 MiB, unless it is set. */
  readonly heapAllowance?: number;
}

/** One step of a run. An event names the draws that it is made from. */
export type MonkeyStep =
  | readonly ['event', visitor: number, draws: number]
  /** Drops the line of a visitor. */
  | readonly ['cut', visitor: number]
  /** Loads the page of a visitor again. */
  | readonly ['reload', visitor: number]
  /** Waits until all is at rest, and checks. */
  | readonly ['rest'];

/** What a run repeats by. */
export interface MonkeyRun {
  readonly seed: number;
  readonly faults: FaultPlan;
}

/** A run with its steps: what a written test repeats. */
export interface RecordedRun extends MonkeyRun {
  readonly steps: readonly MonkeyStep[];
  /** The order in which a scheduler let frames arrive, by their numbers; without it they arrive as they are sent. */
  readonly order?: readonly number[];
}

/** Where a test of a failure is written to, and what it imports. */
export interface FailureFolder {
  readonly folder: string;
  /** The module of the world, as a file in that folder imports it. */
  readonly module: string;
  /** The name by which the module exports the world. */
  readonly name: string;
}
