import type { Codec } from '@skerry/wire';

import type { Locals } from '../core/locals.js';
import type { Limits } from '../core/limits.js';
import type { Log } from '../core/log.js';
import type { RequestPolicy } from '../core/request-policy.js';
import { RequestSession } from '../core/request-session.js';
import { type KnownSession, Sessions } from '../core/session.js';
import type { KeyRing } from '../core/token.js';
import type { Hooks } from '../hooks/types.js';
import type { LiveView } from '../live/author/define.js';
import type { PrerenderedRegions } from '../live/registry/prerendered.js';
import { RegionMounter, type RegionPage } from '../live/registry/region-mounter.js';
import { publish } from '../live/messages/publish.js';
import { PubSub } from '../live/messages/pubsub.js';
import type { Region } from '../live/region/region.js';
import { checkTopic } from '../live/region/subscriptions.js';
import { sealRegion } from '../live/registry/region-token.js';
import type { RegionServices } from '../live/region/region-services.js';
import { SlowWork } from '../live/region/slow-work.js';
import { RegionRegistry } from '../live/registry/region-registry.js';
import type { Usage } from '../live/registry/usage.js';
import type { MarkupInspector } from '../markup/inspector.js';
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

/** The regions and connections of an app. */
export class LiveServer {
  /** The sessions of its visitors. */
  readonly sessions: Sessions;
  readonly #options: LiveServerOptions;
  readonly #pubsub: PubSub;
  readonly #registry: RegionRegistry;
  readonly #services: RegionServices;
  readonly #mounter: RegionMounter;
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
    this.#registry = new RegionRegistry(limits);
    this.#pubsub = new PubSub(limits);
    this.#services = this.#createServices();
    this.#mounter = new RegionMounter(this.#services, this.#registry, this.sessions);
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
  readonly mount = (element: LiveElement, path: string, page: RegionPage): Promise<string> =>
    this.#mounter.mountInPage(element, path, page);

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
    for (const region of this.#registry) if (region.id === id) return region;
    return undefined;
  }

  /** How many connections and regions there are, and about what those hold. */
  get usage(): Usage {
    return { connections: this.#connections.size, regions: this.#registry.usage };
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
    for (const region of this.#registry) {
      const view = this.#views.get(region.view.id);
      if (view && view !== region.view) region.replaceView(view);
    }
  }

  /** Ends every connection and region. */
  close(): void {
    clearInterval(this.#sweep);
    this.#registry.close();
    for (const connection of this.#connections) connection.close(1012, 'The server restarts.');
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
      mountInside: (element, path, parent: Region) =>
        this.#mounter.mountInside(element, path, parent),
      makeRoom: (region: Region, bytes) => this.#registry.makeRoom(region, bytes),
      resized: (region: Region) => this.#registry.resized(region),
      ended: (region: Region) => this.#registry.remove(region),
    };
  }

  #createJoins(): Joins {
    const { ring, build, hooks, limits } = this.#options;
    const { sessions } = this;
    const services = this.#services;
    const registry = this.#registry;
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
    for (const region of this.#registry) if (region.session.id === id) region.end('session-ended');
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
    for (const region of this.#registry) if (now - region.touched > idleTimeout) region.rest();
  }
}

/** Makes the live part of an app. */
export const createLiveServer = (options: LiveServerOptions): LiveServer => new LiveServer(options);

/** How a connection is closed whose session is over: its page connects again, with another session, and is stale. */
const sessionOver = [4001, 'The session is over.'] as const;
