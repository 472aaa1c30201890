import type { Refusal, RegionHost } from '@skerry/wire';

import type { LiveEvent } from '../connection/live-event.js';
import type { Connection } from '../connection/connection.js';
import type { changesByOthers } from '../patch/owned.js';

/** A region, as the features use it. */
export interface RegionHandle {
  readonly host: HTMLElement & RegionHost;
  readonly connection: Connection;
  readonly topic: string;
  /** What others than the server have changed of an element. */
  readonly changesOf: typeof changesByOthers;
  /** Events without an answer. */
  readonly queue: LiveEvent[];
  /** True if events reach the server, now or later. */
  readonly takesEvents: boolean;
  /** Sends an event of the page, once the options of its binding allow it. */
  raiseEvent(event: LiveEvent): void;
  /** Sends an event of the page. */
  sendEvent(event: LiveEvent): void;
  /** Reports that an event was refused. */
  takeRefusal(error: Refusal, event: LiveEvent): void;
  /** Requests the whole tree. */
  rejoin(): void;
}
