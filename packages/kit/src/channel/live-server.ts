import type { Locals } from '../core/locals.js';
import type { Limits } from '../core/limits.js';
import type { Log } from '../core/log.js';
import type { RequestPolicy } from '../core/request-policy.js';
import { RequestSession } from '../core/request-session.js';
import { Sessions } from '../core/session.js';
import type { KeyRing } from '../core/token.js';
import type { Hooks } from '../hooks/types.js';
import type { LiveView } from '../live/author/define.js';
import { replaceView } from '../live/registry/replace-view.js';
import { publish } from '../live/messages/publish.js';
import { PubSub } from '../live/messages/pubsub.js';
import type { RegionServices } from '../live/region/region-record.js';
import type { Region } from '../live/region/region.js';
import { Ticker } from '../live/region/ticker.js';
import { SlowWork } from '../live/region/slow-work.js';
import { checkTopic } from '../live/region/subscriptions.js';
import { Admissions } from '../live/registry/admission.js';
import type { PageChannel } from '../live/registry/page-channel.js';
import { Posts } from '../live/registry/posts.js';
import type { PluginHost } from '../plugin/plugins.js';
import type { PrerenderedRegions } from '../live/registry/prerendered.js';
import { RegionMounter, type RegionPage } from '../live/registry/region-mounter.js';
import { RegionRegistry } from '../live/registry/region-registry.js';
import { sealRegion } from '../live/registry/region-token.js';
import type { Usage } from '../live/registry/usage.js';
import { noPages, type PageFinder } from '../live/services.js';
import type { MarkupInspector } from '../markup/inspector.js';
import type { LiveElement } from '../template/live.js';
import { Connection } from './connection.js';
import { Joins } from './join.js';
import { type Granted, Handshake, type HandshakeOptions } from './transport/handshake.js';
import type { Transport } from '../core/transport.js';
import { createUpgrade } from './transport/websocket.js';

/** The dependencies of the live part of an app. */
export interface LiveServerOptions {
  readonly ring: KeyRing;
  /** The name of this build; tokens of another build are stale. */
  readonly build: string;
  readonly hooks: Hooks;
  readonly limits: Limits;
  readonly log: Log;
  readonly views: Readonly<Record<string, LiveView>>;
  /** Decides which requests may connect. */
  readonly policy: RequestPolicy;
  readonly development: boolean;
  /** The pages of the app; none by default. */
  readonly pages?: PageFinder | undefined;
  /** Finds markup that browsers would repair, in development and tests. */
  readonly markup?: MarkupInspector | undefined;
  /** The regions in the files of pages. */
  readonly prerendered?: PrerenderedRegions | undefined;
  /** The way to a page after the end of the session; see the services of regions. */
  readonly signOffTo?: ((path: string) => string) | undefined;
  /** The data of the app, which all connections inherit. */
  readonly locals?: Locals | undefined;
  /** The path of the app; `/` by default. */
  readonly base?: string | undefined;
}

/** The regions and connections of an app. */
export class LiveServer {
  /** The sessions of its visitors. */
  readonly sessions: Sessions;
  readonly #options: LiveServerOptions;
  readonly #pubsub: PubSub;
  readonly #ticker = new Ticker();
  readonly #registry: RegionRegistry;
  readonly #services: RegionServices;
  readonly #mounter: RegionMounter;
  readonly #posts: Posts;
  readonly #joins: Joins;
  readonly #handshake: Handshake;
  readonly #connections = new Set<Connection>();
  readonly #sweep: NodeJS.Timeout;
  #views: ReadonlyMap<string, LiveView>;

  /** Upgrades a request to WebSocket, or refuses it; resolves afterwards. */
  readonly upgrade: ReturnType<typeof createUpgrade>;

  constructor(options: LiveServerOptions) {
    this.#options = options;
    const { ring, limits, base } = options;
    this.sessions = new Sessions({
      ring,
      limits,
      base,
      over: (id) => this.#endSession(id),
      changed: (change) => options.hooks.onSession.call(change),
    });
    this.#views = new Map(Object.entries(options.views));
    this.#registry = new RegionRegistry(limits);
    this.#pubsub = new PubSub(limits);
    this.#services = this.#createServices();
    this.#mounter = new RegionMounter(this.#services, this.#registry, this.sessions);
    const admissions = this.#createAdmissions();
    this.#posts = new Posts({ admissions, registry: this.#registry, ring, limits });
    this.#joins = this.#createJoins(admissions);
    this.#handshake = this.#createHandshake();
    this.upgrade = this.#createUpgrade();
    const { idleTimeout, heartbeatTimeout } = limits;
    this.#sweep = setInterval(
      () => this.#rest(),
      Math.min(10_000, idleTimeout, heartbeatTimeout),
    ).unref();
  }

  /** Mounts a live view in a page and renders its element. @throws errors of {@link mountInPage} */
  readonly mount = (element: LiveElement, path: string, page: RegionPage): Promise<string> =>
    this.#mounter.mountInPage(element, path, page);

  /** Hands what a form has posted, where no script runs, to the region that it belongs to. */
  readonly takePost: Posts['takePost'] = (post, applicant) => this.#posts.takePost(post, applicant);

  /** Opens the channel of a page, for late content. */
  readonly openPageChannel = (page: RegionPage): PageChannel => this.#mounter.openPageChannel(page);

  /** Grants or refuses a connection. */
  readonly openConnection: Handshake['openConnection'] = (request, socket) =>
    this.#handshake.openConnection(request, socket);

  /** Opens a granted connection over its transport. */
  connect(
    { session, codec, address, locals }: Omit<Granted, 'cookie'>,
    transport: Transport,
  ): Connection {
    const { wrapTransport } = this.#options.hooks;
    const wrapped = wrapTransport.isUsed()
      ? wrapTransport.call({ transport, session, locals, address })
      : transport;
    const connection = new Connection(this.#joins, session, codec, wrapped, address, locals);
    this.#connections.add(connection);
    this.#options.hooks.onConnect.call({ connection, session, locals: connection.locals });
    connection.greet();
    return connection;
  }

  /** The data of the app, which all connections inherit. */
  get locals(): Locals | undefined {
    return this.#options.locals;
  }

  /** The parts that plugins reach. */
  readonly host: PluginHost = {
    bus: {
      publish: (topic, message) => this.publish(topic, message),
      subscribe: (topic, subscriber) => {
        checkTopic(topic);
        this.#pubsub.subscribe(topic, subscriber);
      },
      unsubscribe: (topic, subscriber) => this.#pubsub.unsubscribe(topic, subscriber),
    },
    sessions: { endSession: (id) => this.sessions.endById(id) },
  };

  /** The first region with this id. */
  find(id: string): Region | undefined {
    for (const region of this.#registry) if (region.id === id) return region;
    return undefined;
  }

  /** The numbers of connections and regions, and estimates of their memory. */
  get usage(): Usage {
    return { connections: this.#connections.size, regions: this.#registry.usage };
  }

  /** True while no message is on its way to a region. */
  get idle(): boolean {
    return this.#pubsub.idle && this.#ticker.idle;
  }

  /** True while no message is on its way, and no region that a browser shows does anything. */
  get isAtRest(): boolean {
    if (!this.idle) return false;
    for (const { idle, renderer } of this.#registry) if (!idle && renderer.sink?.open) return false;
    return true;
  }

  /** Sends a message to every region that subscribed to the topic. */
  publish(topic: string, message?: unknown): void {
    publish(this.#services, topic, message);
  }

  /** Replaces the live views by other versions; see {@link replaceView}. */
  replaceViews(views: Readonly<Record<string, LiveView>>): void {
    this.#views = new Map(Object.entries(views));
    for (const [id, view] of this.#views)
      void replaceView(this.#registry, view, () => this.#views.get(id) === view);
  }

  /** Ends every connection and region. */
  close(): void {
    clearInterval(this.#sweep);
    this.#handshake.closeHandshake();
    this.#registry.close();
    for (const connection of this.#connections)
      connection.close('reconnect', 'The server restarts.');
  }

  #createServices(): RegionServices {
    const { hooks, limits, log, development, markup, ring, build } = this.#options;
    const { prerendered = new Map(), signOffTo, pages = noPages } = this.#options;
    return {
      hooks,
      limits,
      log,
      development,
      markup,
      prerendered,
      signOffTo,
      pages,
      pubsub: this.#pubsub,
      slowWork: new SlowWork(log, limits.slowTurnTimeout),
      ticker: this.#ticker,
      tokenOf: (region: Region) =>
        sealRegion(region, { ring, build, maxSealedBytes: limits.maxSealedBytes }),
      postTokenOf: (region: Region, token, copies) => this.#posts.sealPost(region, token, copies),
      mountInside: (element, path, parent: Region) =>
        this.#mounter.mountInside(element, path, parent),
      makeRoom: (region: Region, bytes) => this.#registry.makeRoom(region, bytes),
      resized: (region: Region) => this.#registry.noteSize(region),
      ended: (region: Region) => this.#registry.removeRegion(region),
    };
  }

  #createAdmissions(): Admissions {
    const { ring, build } = this.#options;
    const { sessions } = this;
    const services = this.#services;
    const registry = this.#registry;
    const view = (id: string) => this.#views.get(id);
    return new Admissions({ services, registry, ring, sessions, build, view });
  }

  #createJoins(admissions: Admissions): Joins {
    const { hooks, limits } = this.#options;
    return new Joins({
      hooks,
      limits,
      registry: this.#registry,
      admissions,
      closed: (connection) => this.#connections.delete(connection),
    });
  }

  #createHandshake(): Handshake {
    const { hooks, limits, policy, locals } = this.#options;
    const sessionOf: HandshakeOptions['sessionOf'] = ({ headers }, { secure }) =>
      new RequestSession(this.sessions, headers.cookie, secure);
    return new Handshake({ hooks, limits, policy, locals, sessionOf });
  }

  #createUpgrade(): LiveServer['upgrade'] {
    const { limits } = this.#options;
    return createUpgrade({
      limits,
      handshake: this.#handshake,
      connect: (granted, transport) => void this.connect(granted, transport),
    });
  }

  /** Ends the regions of an ended session at once, and its connections a little later. */
  #endSession(id: string): void {
    for (const region of this.#registry)
      if (region.session.id === id) region.endRegion('session-ended');
    const open = [...this.#connections].filter(({ session }) => session.id === id);
    if (open.length === 0) return;
    // The page that ended the session may be navigating to another one, and must not be reloaded instead.
    const close = () => open.forEach((connection) => connection.close(...sessionOver));
    setTimeout(close, this.#options.limits.sessionCloseTimeout).unref();
  }

  /** Closes silent connections and those of ended sessions, and drops memory of idle regions. */
  #rest(): void {
    const { heartbeatTimeout, idleTimeout } = this.#options.limits;
    const now = performance.now();
    for (const connection of this.#connections) {
      const { seen, active, session } = connection;
      const fate = this.sessions.fateOf(session, active);
      if (fate === 'is-over') connection.close(...sessionOver);
      else if (now - seen > heartbeatTimeout)
        connection.close('unresponsive', 'The connection was silent.');
      else if (fate === 'needs-cookie')
        connection.close('reconnect', 'The session needs a cookie.');
    }
    for (const region of this.#registry)
      if (now - region.touched > idleTimeout) region.releaseMemory();
  }
}

/** Makes the live part of an app. */
export const createLiveServer = (options: LiveServerOptions): LiveServer => new LiveServer(options);

/** The close of a connection of an ended session: its page connects again, with another session, and is then stale. */
const sessionOver = ['session-over', 'The session is over.'] as const;
