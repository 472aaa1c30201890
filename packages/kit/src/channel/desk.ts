import type { ClientMessage, Refusal } from '@skerry/wire';

import { chain } from '../core/chain.js';
import { isRedirect } from '../core/deny.js';
import type { Limits } from '../core/limits.js';
import type { KeyRing } from '../core/token.js';
import type { Hooks } from '../hooks/types.js';
import type { LiveView } from '../live/define.js';
import { Region } from '../live/region.js';
import { openRegion, type TokenContent } from '../live/region-token.js';
import type { Services } from '../live/services.js';
import type { RegionStore } from '../live/store.js';
import type { Channel } from './channel.js';
import type { Connection } from './connection.js';

type Join = ClientMessage & { kind: 'join' };

/** What a desk works with. */
export interface DeskOptions {
  readonly services: Services;
  readonly store: RegionStore;
  readonly ring: KeyRing;
  readonly build: string;
  readonly view: (id: string) => LiveView | undefined;
  readonly closed: (connection: Connection) => void;
}

/** Where connections ask for regions: admits joins, takes leaves, and parks what a cut line leaves behind. */
export class Desk {
  readonly limits: Limits;
  readonly hooks: Hooks;
  readonly #options: DeskOptions;
  readonly #reconnected = new WeakSet<Connection>();

  constructor(options: DeskOptions) {
    this.#options = options;
    this.limits = options.services.limits;
    this.hooks = options.services.hooks;
  }

  /** Joins a channel to the region that the token names, and answers. */
  join(channel: Channel, message: Join): void {
    const refuse = (error: Refusal) => {
      channel.connection.refuse(message, error);
      channel.connection.forget(channel);
    };
    const content = this.#read(channel, message);
    if ('code' in content) return refuse(content);
    const page = message.payload.page ?? '';
    const claimed = this.#options.store.claim(content.id, page);
    const region = claimed?.region ?? this.#fromToken(content);
    if (!region) return refuse(stale('The page is of an older version.'));
    const { info, session } = region;
    const guard = claimed?.again ? this.hooks.beforeResume : this.hooks.beforeJoin;
    chain(guard.call({ region: info, session }), (veto) => {
      if (isRedirect(veto))
        return void channel.answer(message.ref, { diff: { to: veto.to } });
      if (veto) return refuse({ code: 'denied', reason: veto.reason });
      // While the guard was at work the line may have been cut.
      if (!channel.connection.open) return;
      if (!claimed) {
        this.#options.store.addOwned(region, page);
        region.mount();
      }
      this.#enter(channel, region, message, claimed?.again ?? false);
    });
  }

  /** The client has left for good. */
  leave(channel: Channel): void {
    const { region } = channel;
    if (!region) return;
    region.end('left');
    this.#left(channel, region);
  }

  /** Keeps the region of a channel that is gone. */
  park(channel: Channel): void {
    const { region } = channel;
    if (!region || region.display.outlet !== channel) return;
    region.detach(channel);
    this.#options.store.park(region, region.bytes);
    this.#left(channel, region);
  }

  closed(connection: Connection, code: number, reason: string): void {
    this.hooks.onDisconnect.call({ connection, session: connection.session, code, reason });
    this.#options.closed(connection);
  }

  #enter(channel: Channel, region: Region, message: Join, again: boolean): void {
    const { connection } = channel;
    const { session } = connection;
    // The page may come over a new line before the old one is known to be dead.
    const former = region.display.outlet as Channel | undefined;
    if (former && former !== channel) former.close();
    channel.region = region;
    const page = message.payload.page ?? '';
    this.#options.store.join(region, page);
    region.attach(channel, message.payload.have, (answer) => {
      const bytes = channel.answer(message.ref, answer);
      if ('error' in answer) connection.forget(channel);
      else this.hooks.onJoin.call({ region: region.info, session, connection });
      return bytes;
    });
    if (again && !this.#reconnected.has(connection)) {
      this.#reconnected.add(connection);
      this.hooks.onReconnect.call({ connection, session });
    }
  }

  /** What the token of a join says, or why it is refused. */
  #read(channel: Channel, { topic, payload }: Join): TokenContent | Refusal {
    if (!topic.startsWith('lv:')) return { code: 'unmatched topic', reason: 'unmatched topic' };
    const content = openRegion(payload.token, this.#options.ring);
    if (!content || `lv:${content.id}` !== topic)
      return { code: 'bad-token', reason: 'The token is not of this region.' };
    if (content.session !== channel.connection.session.id)
      return { code: 'bad-token', reason: 'The token is of another session.' };
    if (content.build !== this.#options.build) return stale('The page is of another build.');
    if (Date.now() - content.made > this.limits.tokenAge) return stale('The page is too old.');
    return content;
  }

  /** A new region in the place of one that is gone, or that another page has. */
  #fromToken({ id, view: name, position, page, session, props }: TokenContent): Region | undefined {
    const view = this.#options.view(name);
    if (!view || !props) return undefined;
    return new Region({ id, view, position, page, session: { id: session }, props }, this.#options.services);
  }

  #left(channel: Channel, region: Region): void {
    const { connection } = channel;
    this.hooks.onLeave.call({ region: region.info, session: connection.session, connection });
  }
}

const stale = (reason: string): Refusal => ({ code: 'stale', reason: `${reason} Load it again.` });
