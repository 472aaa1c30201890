import { randomBytes } from 'node:crypto';

import type { Codec } from '@skerry/wire';

import { escapeHtml } from '../template/escape.js';
import type { Locals } from '../core/locals.js';
import type { Limits } from '../core/limits.js';
import type { Log } from '../core/log.js';
import type { RequestPolicy } from '../core/request-policy.js';
import { RequestSession } from '../core/request-session.js';
import { type KnownSession, type LiveSession, Sessions } from '../core/session.js';
import type { KeyRing } from '../core/token.js';
import type { Hooks } from '../hooks/types.js';
import type { LiveView } from '../live/author/define.js';
import { mountInPage } from '../live/region/mount.js';
import {
  prerenderedId,
  type PrerenderedPlace,
  type PrerenderedRegions,
  prerenderedToken,
} from '../live/registry/prerendered.js';
import { publish } from '../live/messages/publish.js';
import { PubSub } from '../live/messages/pubsub.js';
import { Region } from '../live/region/region.js';
import { checkTopic } from '../live/region/subscriptions.js';
import { sealRegion } from '../live/registry/region-token.js';
import type { RegionServices } from '../live/region/region-services.js';
import { SlowWork } from '../live/region/slow-work.js';
import { RegionRegistry } from '../live/registry/region-registry.js';
import type { Usage } from '../live/registry/usage.js';
import type { MarkupInspector } from '../markup/inspector.js';
import type { IslandInfo } from '../template/island/island-element.js';
import type { LiveElement } from '../template/live-element.js';
import { Connection } from './connection.js';
import type { Transport } from './transport/transport.js';
import { Admissions } from '../live/registry/admission.js';
import { Joins } from './join.js';
import { Handshake, type HandshakeOptions } from './transport/handshake.js';
import { createUpgrade } from './transport/websocket.js';

/** What the live part of an app is made of. */
export interface LiveServerOptions {
  readonly ring: KeyRing;
  /** Names this build; the tokens of another are stale. */
  readonly build: string;
  readonly hooks: Hooks;
  readonly limits: Limits;
  readonly log: Log;
  readonly views: Readonly<Record<string, LiveView>>;
  /** Decides who may connect. */
  readonly policy: RequestPolicy;
  readonly development: boolean;
  /** Finds what browsers would repair, in development and tests. */
  readonly markup?: MarkupInspector | undefined;
  /** The regions in the files of pages. */
  readonly prerendered?: PrerenderedRegions | undefined;
}

/** For whom a page is rendered. */
export interface PageVisit {
  /** The session of its regions; asked where there is one. */
  readonly regionSession: () => LiveSession;
  readonly url: URL;
  readonly locals: Locals;
  /** Address that asked for it; empty where none is known. */
  readonly address: string;
  /** Whether its regions wait for a browser to join. */
  readonly park: boolean;
  /** Hears of every region, where the page is written to a file: there they go by fixed names. */
  readonly prerendered?: (region: Region) => void;
  /** Hears of every island in its regions. */
  readonly island?: (island: IslandInfo) => void;
}

/** The regions and connections of an app. */
export class LiveServer {
  /** The sessions of its visitors. */
  readonly sessions: Sessions;
  readonly #options: LiveServerOptions;
  readonly #pubsub: PubSub;
  readonly #store: RegionRegistry;
  readonly #services: RegionServices;
  readonly #joins: Joins;
  readonly #connections = new Set<Connection>();
  readonly #sweep: NodeJS.Timeout;
  #views: ReadonlyMap<string, LiveView>;

  /** Takes over the upgrade of a request to WebSocket, or refuses it; settled then. */
  readonly upgrade: ReturnType<typeof createUpgrade>;

  constructor(options: LiveServerOptions) {
    this.#options = options;
    const { ring, limits } = options;
    this.sessions = new Sessions({ ring, limits, over: (id) => this.#endSession(id) });
    this.#views = new Map(Object.entries(options.views));
    this.#store = new RegionRegistry(limits);
    this.#pubsub = new PubSub(limits);
    this.#services = this.#createServices();
    options.hooks.connectBus({
      publish: (topic, message) => this.publish(topic, message),
      subscribe: (topic, subscriber) => {
        checkTopic(topic);
        this.#pubsub.subscribe(topic, subscriber);
      },
      unsubscribe: (topic, subscriber) => this.#pubsub.unsubscribe(topic, subscriber),
    });
    this.#joins = this.#createJoins();
    this.upgrade = this.#createUpgrade();
    const { idleTimeout, heartbeatTimeout } = limits;
    this.#sweep = setInterval(
      () => this.#rest(),
      Math.min(10_000, idleTimeout, heartbeatTimeout),
    ).unref();
  }

  /** Mounts a live view in a page and renders its element. @throws what {@link mountInPage} throws */
  readonly mount = async (element: LiveElement, path: string, visit: PageVisit): Promise<string> =>
    (await this.#mountAt(element, path, visit)).html;

  /** Opens a connection over a transport that somebody else has accepted. */
  connect(
    session: KnownSession,
    codec: Codec,
    transport: Transport,
    address?: string,
    locals?: Locals,
  ): Connection {
    const connection = new Connection(this.#joins, session, codec, transport, address, locals);
    this.#connections.add(connection);
    this.#options.hooks.onConnect.call({ connection, session, locals: connection.locals });
    connection.greet();
    return connection;
  }

  /** The region with this id, whoever has joined it. */
  find(id: string): Region | undefined {
    for (const region of this.#store) if (region.id === id) return region;
    return undefined;
  }

  /** How many connections and regions there are, and about what those hold. */
  get usage(): Usage {
    return { connections: this.#connections.size, regions: this.#store.usage };
  }

  /** Whether no message is on its way to a region. */
  get idle(): boolean {
    return this.#pubsub.idle;
  }

  /** Hands a message to every region that subscribed to the topic. */
  publish(topic: string, message?: unknown): void {
    publish(this.#services, topic, message);
  }

  /** Goes on with other versions of the live views: open regions render again, their state kept. */
  replaceViews(views: Readonly<Record<string, LiveView>>): void {
    this.#views = new Map(Object.entries(views));
    for (const region of this.#store) {
      const view = this.#views.get(region.view.id);
      if (view && view !== region.view) region.replaceView(view);
    }
  }

  /** Ends every connection and region. */
  close(): void {
    clearInterval(this.#sweep);
    this.#store.close();
    for (const connection of this.#connections) connection.close(1012, 'The server restarts.');
  }

  async #mountAt(
    element: LiveElement,
    path: string,
    visit: PageVisit,
    parent?: Region,
  ): Promise<{ html: string; region: Region }> {
    const { view, props } = element as { view: LiveView; props: Record<string, unknown> };
    const { url, address, locals, prerendered } = visit;
    const session = visit.regionSession();
    const page = url.pathname;
    const id = prerendered ? prerenderedId({ page, position: path, view: view.id }) : newId();
    const identity = { id, view, position: path, page, session, locals, address, props, parent };
    const region = new Region(identity, this.#services);
    const content = await this.#firstHtml(region, visit);
    // The session may have been ended while the region was mounted.
    if (visit.park && !this.sessions.isOver(session.id)) this.#park(region);
    else region.end('left');
    prerendered?.(region);
    const token = prerendered ? prerenderedToken : escapeHtml(this.#services.tokenOf(region));
    // The comment tells the browser whether a parser has left everything in the host.
    const html = `<skerry-live id="lv-${region.id}" data-token="${token}">${content}<!--lv:${region.id}--></skerry-live>`;
    return { html, region };
  }

  async #firstHtml(region: Region, visit: PageVisit): Promise<string> {
    try {
      await mountInPage(region, visit.park);
      return await region.firstHtml(async (inner, at) => {
        const child = await this.#mountAt(inner, `${region.position}/${at}`, visit, region);
        region.renderer.children.add(at, child.region);
        return child.html;
      }, visit.island);
    } catch (error) {
      // Nobody else knows of it yet.
      region.end('reset');
      throw error;
    }
  }

  #park(region: Region, owner?: string): void {
    if (owner === undefined) this.#store.add(region);
    else this.#store.addClaimed(region, owner);
    this.#store.park(region);
  }

  /** The id that a region inside another has in the file of its page, if it stands there. */
  #idInFile(place: PrerenderedPlace, parent: Region, owner: string): string | undefined {
    const { prerendered } = this.#services;
    if (!prerendered.has(parent.id)) return undefined;
    const id = prerenderedId(place);
    // Its browser may have joined it before its parent was there.
    const taken = this.#store.claim(id, owner, parent.session);
    return prerendered.has(id) && !taken ? id : undefined;
  }

  #createServices(): RegionServices {
    const { hooks, limits, log, development, markup, ring, build } = this.#options;
    const { prerendered = new Map() } = this.#options;
    return {
      hooks,
      limits,
      development,
      markup,
      prerendered,
      pubsub: this.#pubsub,
      slowWork: new SlowWork(log, limits.slowTurnTimeout),
      tokenOf: (region: Region) =>
        sealRegion(region, { ring, build, maxSealedBytes: limits.maxSealedBytes }),
      mountInside: (element, path, parent: Region) => {
        const { view, props } = element as { view: LiveView; props: Record<string, unknown> };
        const { session, locals, page, address } = parent;
        const position = `${parent.position}/${path}`;
        const owner = this.#store.ownerOf(parent) ?? '';
        const inFile = this.#idInFile({ page, position, view: view.id }, parent, owner);
        const id = inFile ?? newId();
        const region = new Region(
          { id, view, position, page, session, locals, address, props, parent },
          this.#services,
        );
        region.mount();
        this.#park(region, inFile && owner);
        return region;
      },
      makeRoom: (region: Region, bytes) => this.#store.makeRoom(region, bytes),
      resized: (region: Region) => this.#store.resized(region),
      ended: (region: Region) => this.#store.remove(region),
    };
  }

  #createJoins(): Joins {
    const { ring, build, hooks, limits } = this.#options;
    const { sessions } = this;
    const services = this.#services;
    const registry = this.#store;
    const view = (id: string) => this.#views.get(id);
    return new Joins({
      hooks,
      limits,
      registry,
      admissions: new Admissions({ services, registry, ring, sessions, build, view }),
      closed: (connection) => this.#connections.delete(connection),
    });
  }

  #createUpgrade(): LiveServer['upgrade'] {
    const { hooks, limits, policy } = this.#options;
    const sessionOf: HandshakeOptions['sessionOf'] = ({ headers }, { secure }) =>
      new RequestSession(this.sessions, headers.cookie, secure);
    return createUpgrade({
      limits,
      handshake: new Handshake({ hooks, limits, policy, sessionOf }),
      connect: ({ session, codec, address, locals }, transport) =>
        this.connect(session, codec, transport, address, locals),
    });
  }

  /** Ends the regions of a session that is over at once, and its connections a little later. */
  #endSession(id: string): void {
    for (const region of this.#store) if (region.session.id === id) region.end('session-ended');
    const open = [...this.#connections].filter(({ session }) => session.id === id);
    if (open.length === 0) return;
    // The page that asked for it may be on its way to another one, and must not be loaded again instead.
    const close = () => open.forEach((connection) => connection.close(...sessionOver));
    setTimeout(close, this.#options.limits.sessionCloseTimeout).unref();
  }

  /** Cuts silent connections and those of sessions that are over, and lets idle regions give back memory. */
  #rest(): void {
    const { heartbeatTimeout, idleTimeout } = this.#options.limits;
    const now = performance.now();
    for (const connection of this.#connections) {
      const { seen, active, session } = connection;
      const fate = this.sessions.fateOf(session, active);
      if (fate === 'is-over') connection.close(...sessionOver);
      else if (now - seen > heartbeatTimeout) connection.close(1013, 'The connection was silent.');
      else if (fate === 'needs-cookie') connection.close(1012, 'The session needs a cookie.');
    }
    for (const region of this.#store) if (now - region.touched > idleTimeout) region.rest();
  }
}

/** Makes the live part of an app. */
export const createLiveServer = (options: LiveServerOptions): LiveServer => new LiveServer(options);

/** How a connection is closed whose session is over: its page connects again, with another session, and is stale. */
const sessionOver = [4001, 'The session is over.'] as const;

const newId = (): string => randomBytes(9).toString('base64url');
