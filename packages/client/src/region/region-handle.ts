import type { Refusal, RegionHost } from '@skerry/wire';

import type { LiveEvent } from '../connection/live-event.js';
import type { Connection } from '../connection/connection.js';

/** A region, as code sees it that only some pages load. */
export interface RegionHandle {
  readonly host: HTMLElement & RegionHost;
  readonly connection: Connection;
  readonly topic: string;
  /** Events without an answer. */
  readonly queue: LiveEvent[];
  /** Whether events reach the server, now or later. */
  readonly takesEvents: boolean;
  /** Sends an event of the page. */
  raiseEvent(event: LiveEvent): void;
  /** Says that an event was refused. */
  takeRefusal(error: Refusal, event: LiveEvent): void;
  /** Asks for the whole tree. */
  rejoin(): void;
}
