import { type ClientMessage, pageTopicPrefix, topicPrefix } from '@skerry/wire';

import type { Limits } from '../core/limits.js';
import type { ConnectionInfo } from '../hooks/subjects.js';
import type { Hooks } from '../hooks/types.js';
import type { Reply } from '../live/render/update-sink.js';
import type { Region } from '../live/region/region.js';
import type { Admissions } from '../live/registry/admission.js';
import type { RegionRegistry } from '../live/registry/region-registry.js';
import { type Answered, traceJoin } from './trace-join.js';
import { channels } from '../tracing/channels.js';
import type { Channel } from './channel.js';
import type { Connection } from './connection.js';

type Join = ClientMessage & { kind: 'join' };

/** Dependencies of joins. */
export interface JoinOptions {
  readonly limits: Limits;
  readonly hooks: Hooks;
  readonly registry: RegionRegistry;
  readonly admissions: Admissions;
  /** Forgets a closed connection. */
  readonly closed: (connection: Connection) => void;
}

/** Joins channels to regions, and parks the regions of dropped connections. */
export class Joins {
  readonly limits: Limits;
  readonly hooks: Hooks;
  readonly #options: JoinOptions;
  readonly #reconnected = new WeakSet<ConnectionInfo>();
  /** The current channel of each region. A parked region has none, so that it keeps no closed connection in memory. */
  readonly #holders = new WeakMap<Region, Channel>();
  /** The id of the last connection that joined each region. */
  readonly #joinedBy = new WeakMap<Region, string>();

  constructor(options: JoinOptions) {
    this.#options = options;
    this.limits = options.limits;
    this.hooks = options.hooks;
  }

  /** Joins a channel to the region that the token names, and answers. */
  joinRegion(channel: Channel, message: Join): void {
    if (channels.join.hasSubscribers)
      traceJoin(channel.connection, message.topic, (answered) =>
        this.#join(channel, message, answered),
      );
    else this.#join(channel, message);
  }

  #join(channel: Channel, message: Join, answered: Answered = notTraced): void {
    const { connection } = channel;
    const { topic, payload, ref } = message;
    const refuse = (answer: Reply) => {
      channel.answer(ref, answer);
      connection.drop(channel);
      answered(answer);
    };
    const id = regionOf(topic);
    if (id === undefined)
      return refuse({ error: { code: 'unmatched topic', reason: 'unmatched topic' } });
    const ownerOf = () => this.#ownerOf(connection, id, payload.page);
    const isOpen = () => connection.has(channel);
    this.#options.admissions.admitBrowser(
      { id, token: payload.token, ownerOf, isOpen },
      connection,
      (admission) => {
        if ('refused' in admission) return refuse(admission.refused);
        const { region, owner } = admission;
        const last = this.#joinedBy.get(region);
        this.#enter(channel, region, message, owner, answered);
        if (last && last !== connection.id) this.#reconnect(connection);
      },
    );
  }

  /** Ends the region of a channel that its client has left. */
  leaveRegion({ region }: Channel): void {
    region?.endRegion('left');
  }

  /** Parks the region of a dropped channel. */
  parkRegion(channel: Channel): void {
    const { region } = channel;
    if (!region) return;
    this.#release(channel, region);
    if (this.#holders.get(region) !== channel) return;
    this.#holders.delete(region);
    this.#options.registry.parkRegion(region);
  }

  /** Notes a closed connection. */
  noteClosed(connection: Connection, code: number, reason: string): void {
    const { session, locals } = connection;
    this.hooks.onDisconnect.call({ connection, session, locals, code, reason });
    this.#options.closed(connection);
  }

  #enter(channel: Channel, region: Region, message: Join, owner: string, answered: Answered): void {
    const { connection } = channel;
    const { session, locals } = connection;
    const former = this.#holders.get(region);
    // A page that showed the region and now has no state of it is lost: it may lack templates that were sent.
    const isLost =
      message.payload.have === undefined && this.#joinedBy.get(region) === connection.id;
    const isResumed = this.#joinedBy.has(region);
    if (isLost) connection.forgetTemplates();
    this.#holders.set(region, channel);
    this.#joinedBy.set(region, connection.id);
    this.#options.registry.joinRegion(region, owner);
    // The page may use a new connection before the server knows that the old one is dropped.
    former?.close();
    channel.region = region;
    region.locals = locals;
    region.attachSink(channel, message.payload.have, (answer) => {
      const bytes = channel.answer(message.ref, answer);
      channel.joined = !('error' in answer) && !region.ended;
      if (channel.joined)
        this.hooks.onJoin.call({ region: region.info, session, locals, connection });
      else connection.drop(channel);
      answered(answer, region.info, isResumed);
      return bytes;
    });
  }

  #reconnect(connection: Channel['connection']): void {
    if (this.#reconnected.has(connection)) return;
    this.#reconnected.add(connection);
    const { session, locals } = connection;
    this.hooks.onReconnect.call({ connection, session, locals });
  }

  /** The page load of a join. A client that names no page load gets a region that no other connection holds. */
  #ownerOf(connection: Channel['connection'], id: string, page: string | undefined): string {
    if (page !== undefined) return page;
    const claimed = this.#options.registry.claimRegion(id, '', connection.session);
    const holder = claimed && this.#holders.get(claimed);
    return !holder || holder.connection === connection ? '' : connection.id;
  }

  /** Detaches a region from its channel. */
  #release(channel: Channel, region: Region): void {
    const { joined, connection } = channel;
    channel.region = undefined;
    region.detachSink(channel);
    const { session, locals } = connection;
    if (joined) this.hooks.onLeave.call({ region: region.info, session, locals, connection });
  }
}

const notTraced: Answered = () => {};

/** The id of the region that a topic names, of a live view or of a page; `undefined` if it names none. */
function regionOf(topic: string): string | undefined {
  const prefix = [topicPrefix, pageTopicPrefix].find((each) => topic.startsWith(each));
  return prefix && topic.slice(prefix.length);
}
