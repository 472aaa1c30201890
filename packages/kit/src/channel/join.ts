import type { ClientMessage } from '@skerry/wire';

import type { Limits } from '../core/limits.js';
import type { ConnectionInfo } from '../hooks/payloads.js';
import type { Hooks } from '../hooks/types.js';
import type { Reply } from '../live/render/update-sink.js';
import type { Region } from '../live/region/region.js';
import type { Admissions } from '../live/registry/admission.js';
import type { RegionRegistry } from '../live/registry/region-registry.js';
import type { Channel } from './channel.js';
import type { Connection } from './connection.js';

type Join = ClientMessage & { kind: 'join' };

/** Dependencies of joins. */
export interface JoinOptions {
  readonly limits: Limits;
  readonly hooks: Hooks;
  readonly registry: RegionRegistry;
  readonly admissions: Admissions;
  /** Forgets a connection that is closed. */
  readonly closed: (connection: Connection) => void;
}

/** Joins the channels of connections to regions, and parks the regions that dropped connections leave behind. */
export class Joins {
  readonly limits: Limits;
  readonly hooks: Hooks;
  readonly #options: JoinOptions;
  readonly #reconnected = new WeakSet<ConnectionInfo>();
  /** The channel that has each region now. A region that is parked has none, so that it keeps no closed connection in memory. */
  readonly #holders = new WeakMap<Region, Channel>();
  /** The id of the connection by which each region was joined last. */
  readonly #joinedBy = new WeakMap<Region, string>();

  constructor(options: JoinOptions) {
    this.#options = options;
    this.limits = options.limits;
    this.hooks = options.hooks;
  }

  /** Joins a channel to the region that the token names, and answers. */
  joinRegion(channel: Channel, message: Join): void {
    const { connection } = channel;
    const { topic, payload, ref } = message;
    const refuse = (answer: Reply) => {
      channel.answer(ref, answer);
      connection.drop(channel);
    };
    if (!topic.startsWith('lv:'))
      return refuse({ error: { code: 'unmatched topic', reason: 'unmatched topic' } });
    const id = topic.slice('lv:'.length);
    const ownerOf = () => this.#ownerOf(connection, id, payload.page);
    const isOpen = () => connection.has(channel);
    this.#options.admissions.admit(
      { id, token: payload.token, owner: ownerOf, isOpen },
      connection,
      (admission) => {
        if ('refused' in admission) return refuse(admission.refused);
        const { region, owner } = admission;
        const last = this.#joinedBy.get(region);
        this.#enter(channel, region, message, owner);
        if (last && last !== connection.id) this.#reconnect(connection);
      },
    );
  }

  /** The client has left for good. */
  leaveRegion({ region }: Channel): void {
    region?.end('left');
  }

  /** Keeps the region of a channel that is given up. */
  parkRegion(channel: Channel): void {
    const { region } = channel;
    if (!region) return;
    this.#release(channel, region);
    if (this.#holders.get(region) !== channel) return;
    this.#holders.delete(region);
    this.#options.registry.park(region);
  }

  /** Takes note of a connection that is closed. */
  noteClosed(connection: Connection, code: number, reason: string): void {
    const { session, locals } = connection;
    this.hooks.onDisconnect.call({ connection, session, locals, code, reason });
    this.#options.closed(connection);
  }

  #enter(channel: Channel, region: Region, message: Join, owner: string): void {
    const { connection } = channel;
    const { session, locals } = connection;
    const former = this.#holders.get(region);
    // A page that shows a region and then nothing of it is lost: it may lack templates that were sent.
    const isLost =
      message.payload.have === undefined && this.#joinedBy.get(region) === connection.id;
    if (isLost) connection.forgetTemplates();
    this.#holders.set(region, channel);
    this.#joinedBy.set(region, connection.id);
    this.#options.registry.join(region, owner);
    // The page may come over a new connection before the old one is known to be dead.
    former?.close();
    channel.region = region;
    region.locals = locals;
    region.attach(channel, message.payload.have, (answer) => {
      const bytes = channel.answer(message.ref, answer);
      channel.joined = !('error' in answer) && !region.ended;
      if (channel.joined)
        this.hooks.onJoin.call({ region: region.info, session, locals, connection });
      else connection.drop(channel);
      return bytes;
    });
  }

  #reconnect(connection: Channel['connection']): void {
    if (this.#reconnected.has(connection)) return;
    this.#reconnected.add(connection);
    const { session, locals } = connection;
    this.hooks.onReconnect.call({ connection, session, locals });
  }

  /** The page load that a region belongs to. A client that names none goes on where nobody else is. */
  #ownerOf(connection: Channel['connection'], id: string, page: string | undefined): string {
    if (page !== undefined) return page;
    const claimed = this.#options.registry.claim(id, '', connection.session);
    const holder = claimed && this.#holders.get(claimed);
    return !holder || holder.connection === connection ? '' : connection.id;
  }

  /** A region is given up by its channel. */
  #release(channel: Channel, region: Region): void {
    const { joined, connection } = channel;
    channel.region = undefined;
    region.detach(channel);
    const { session, locals } = connection;
    if (joined) this.hooks.onLeave.call({ region: region.info, session, locals, connection });
  }
}
