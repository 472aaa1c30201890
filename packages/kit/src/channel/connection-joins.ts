import type { ClientMessage } from '@skerry/wire';

import type { Limits } from '../core/limits.js';
import type { Hooks } from '../hooks/types.js';
import type { Channel } from './channel.js';
import type { Connection } from './connection.js';

/** The joins of a connection's channels to regions. */
export interface ConnectionJoins {
  readonly limits: Limits;
  readonly hooks: Hooks;
  /** Joins a channel to the region that its message names, and answers. */
  joinRegion(channel: Channel, message: ClientMessage & { kind: 'join' }): void;
  /** Ends the region of a channel that its browser has left. */
  leaveRegion(channel: Channel): void;
  /** Keeps the region of a channel that is given up. */
  parkRegion(channel: Channel): void;
  /** Notes a closed connection. */
  noteClosed(connection: Connection, code: number, message: string): void;
}
