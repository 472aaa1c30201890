import type { ClientMessage, Refusal } from '@skerry/wire';

import { chain } from '../core/chain.js';
import type { Limits } from '../core/limits.js';
import type { Sessions } from '../core/session.js';
import type { KeyRing } from '../core/token.js';
import type { Hooks } from '../hooks/types.js';
import type { LiveView } from '../live/author/define.js';
import type { Reply } from '../live/render/update-sink.js';
import { prerenderedToken } from '../live/registry/prerendered.js';
import { notJoined, refusal, stale } from '../live/region/refusal.js';
import { Region } from '../live/region/region.js';
import { openRegion, type RegionContent } from '../live/registry/region-token.js';
import type { RegionServices } from '../live/region/region-services.js';
import type { RegionRegistry } from '../live/registry/region-registry.js';
import type { Channel } from './channel.js';
import type { Connection } from './connection.js';

type Join = ClientMessage & { kind: 'join' };

/** What a desk works with. */
export interface DeskOptions {
  readonly services: RegionServices;
  readonly store: RegionRegistry;
  readonly ring: KeyRing;
  readonly sessions: Sessions;
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
  /** The channel that has each region now. A region that is parked has none, so that it keeps no closed connection in memory. */
  readonly #holders = new WeakMap<Region, Channel>();
  /** The id of the connection by which each region was joined last. */
  readonly #joinedBy = new WeakMap<Region, string>();

  constructor(options: DeskOptions) {
    this.#options = options;
    this.limits = options.services.limits;
    this.hooks = options.services.hooks;
  }

  /** Joins a channel to the region that the token names, and answers. */
  join(channel: Channel, message: Join): void {
    const content = this.#read(channel, message);
    if ('code' in content) return this.#refuse(channel, message, { error: content });
    const owner = this.#ownerOf(channel, content.id, message.payload.page);
    const claim = () => this.#options.store.claim(content.id, owner, channel.connection.session);
    const claimed = claim();
    const resumes = claimed !== undefined && this.#joinedBy.has(claimed);
    if (!resumes && this.#isTooOld(content))
      return this.#refuse(channel, message, { error: stale('The page is too old.') });
    const region = claimed ?? this.#fromContent(content, owner, channel.connection);
    if (!region)
      return this.#refuse(channel, message, { error: stale('The page is of an older version.') });
    const { info, session } = region;
    const { locals } = channel.connection;
    const guard = resumes ? this.hooks.beforeResume : this.hooks.beforeJoin;
    void chain(guard.call({ region: info, session, locals }), (veto) => {
      // While the guard was at work the channel may have been given up, and the region have gone to somebody else.
      if (!channel.connection.has(channel))
        return this.#refuse(channel, message, { error: notJoined });
      if (veto) return this.#refuse(channel, message, refusal(veto));
      if (claim() !== claimed) return this.join(channel, message);
      if (!claimed) this.#begin(region, owner);
      const last = this.#joinedBy.get(region);
      this.#enter(channel, region, message, owner);
      if (last && last !== channel.connection.id) this.#reconnect(channel.connection);
    });
  }

  /** The client has left for good. */
  leave({ region }: Channel): void {
    region?.end('left');
  }

  /** Keeps the region of a channel that is given up. */
  park(channel: Channel): void {
    const { region } = channel;
    if (!region) return;
    this.#release(channel, region);
    if (this.#holders.get(region) !== channel) return;
    this.#holders.delete(region);
    this.#options.store.park(region);
  }

  closed(connection: Connection, code: number, reason: string): void {
    const { session, locals } = connection;
    this.hooks.onDisconnect.call({ connection, session, locals, code, reason });
    this.#options.closed(connection);
  }

  #refuse(channel: Channel, { ref }: Join, answer: Reply): void {
    channel.answer(ref, answer);
    channel.connection.drop(channel);
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
    this.#options.store.join(region, owner);
    // The page may come over a new line before the old one is known to be dead.
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

  #reconnect(connection: Connection): void {
    if (this.#reconnected.has(connection)) return;
    this.#reconnected.add(connection);
    const { session, locals } = connection;
    this.hooks.onReconnect.call({ connection, session, locals });
  }

  /** Whose the region is: the page's. A client that names none goes on where nobody else is. */
  #ownerOf({ connection }: Channel, id: string, page: string | undefined): string {
    if (page !== undefined) return page;
    const claimed = this.#options.store.claim(id, '', connection.session);
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

  #begin(region: Region, owner: string): void {
    this.#options.store.addOwned(region, owner);
    region.mount();
    region.parent?.renderer.children.adopt(region);
  }

  /** What the token of a join says, or why it is refused. */
  #read(channel: Channel, { topic, payload }: Join): RegionContent | Refusal {
    if (!topic.startsWith('lv:')) return { code: 'unmatched topic', reason: 'unmatched topic' };
    const session = channel.connection.session.id;
    if (this.#options.sessions.isOver(session)) return stale('The session is over.');
    if (payload.token === prerenderedToken) return this.#readPrerendered(channel, topic);
    const content = openRegion(payload.token, this.#options.ring);
    // Forged, or sealed with a secret that is no longer in use.
    if (!content) return stale('The token cannot be read.');
    if (`lv:${content.id}` !== topic)
      return { code: 'bad-token', reason: 'The token is not of this region.' };
    if (content.session !== session) return stale('The page was made for another session.');
    if (content.build !== this.#options.build) return stale('The page is of another build.');
    return content;
  }

  /** Whether a region is no longer made from this token; one that is there goes on, however long its page is open. */
  #isTooOld({ made = Infinity }: RegionContent): boolean {
    return Date.now() - made > this.limits.tokenMaxAge;
  }

  /** What the build has written down of a region in a file, for whoever comes. */
  #readPrerendered({ connection }: Channel, topic: string): RegionContent | Refusal {
    const id = topic.slice('lv:'.length);
    const known = this.#options.services.prerendered.get(id);
    if (!known) return stale('The page is of another build.');
    return { ...known, id, session: connection.session.id };
  }

  /** A new region in the place of one that is gone, that another page has, or that stands in a file. */
  #fromContent(content: RegionContent, owner: string, connection: Connection): Region | undefined {
    const { session, address, locals } = connection;
    const { id, view: name, position, page, props } = content;
    const view = this.#options.view(name);
    if (!view || !props) return undefined;
    const parent = content.parent && this.#options.store.claim(content.parent, owner, session);
    return new Region(
      { id, view, position, page, session, locals, address, props, parent: parent || undefined },
      this.#options.services,
    );
  }
}
