import type { Duplex } from 'node:stream';

import { fail } from '../core/errors.js';
import type { Limits } from '../core/limits.js';
import { Quota } from '../core/quota.js';
import type { Hooks } from '../hooks/types.js';

type ConnectionLimit = 'maxConnections' | 'maxConnectionsPerAddress' | 'maxConnectionsPerSession';

/** The answer to a connection above a limit. */
export interface Full {
  readonly status: number;
  readonly reason: string;
}

/** Counts the open connections, in all, by address and by session, and refuses those above a limit. */
export class Occupancy {
  readonly #limits: Limits;
  readonly #hooks: Hooks;
  #all = 0;
  readonly #addresses = new Map<string, number>();
  readonly #sessions = new Map<string, number>();
  /** Reports of reached limits: one per limit and minute. */
  readonly #reports = new Quota(Infinity, 1);

  constructor(limits: Limits, hooks: Hooks) {
    this.#limits = limits;
    this.#hooks = hooks;
  }

  /** Counts a connection until its socket is closed; returns the reason if it is refused. A new session needs no count. */
  enter(socket: Duplex, address: string, session: string | undefined): Full | undefined {
    const reached = this.#reached(address, session);
    if (reached) return this.#refuse(reached);
    this.#count(address, session, 1);
    // A socket closes only once; `once` would keep two more objects for each connection.
    socket.on('close', () => this.#count(address, session, -1));
    return undefined;
  }

  #count(address: string, session: string | undefined, change: 1 | -1): void {
    this.#all += change;
    count(this.#addresses, address, change);
    if (session !== undefined) count(this.#sessions, session, change);
  }

  #reached(address: string, session = ''): ConnectionLimit | undefined {
    const { maxConnections, maxConnectionsPerAddress, maxConnectionsPerSession } = this.#limits;
    if (this.#all >= maxConnections) return 'maxConnections';
    if ((this.#addresses.get(address) ?? 0) >= maxConnectionsPerAddress)
      return 'maxConnectionsPerAddress';
    if ((this.#sessions.get(session) ?? 0) >= maxConnectionsPerSession)
      return 'maxConnectionsPerSession';
    return undefined;
  }

  #refuse(limit: ConnectionLimit): Full {
    if (this.#reports.take([limit])) {
      const error = fail('too-many-connections', { limit, most: this.#limits[limit] });
      this.#hooks.onError.call({ error, where: 'connect' });
    }
    return limit === 'maxConnections'
      ? { status: 503, reason: 'The server has too many connections.' }
      : { status: 429, reason: 'There are too many connections of yours.' };
  }
}

function count(counts: Map<string, number>, of: string, change: number): void {
  const next = (counts.get(of) ?? 0) + change;
  if (next > 0) counts.set(of, next);
  else counts.delete(of);
}
