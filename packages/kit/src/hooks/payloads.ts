import type { ClientMessage } from '@skerry/wire';
import type { LiveSession, Session } from '../core/session.js';
import type { IslandInfo } from '../template/island-element.js';

/** A region, as taps see it. */
export interface RegionInfo {
  readonly id: string;
  /** Name of its live view. */
  readonly view: string;
  /** Path of the page that it stands on. */
  readonly path: string;
  readonly props: unknown;
}

/** A browser's connection, as taps see it. */
export interface ConnectionInfo {
  readonly id: string;
}

interface OfRequest {
  readonly request: Request;
  readonly url: URL;
  readonly session: Session;
}

interface OfRegion {
  readonly region: RegionInfo;
}

interface OfVisit extends OfRegion {
  readonly session: LiveSession;
}

interface OfConnection {
  readonly connection: ConnectionInfo;
  readonly session: LiveSession;
}

interface OfChannel extends OfVisit, OfConnection {}

interface OfEvent extends OfVisit {
  /** Name of the event, as the live view declares it. */
  readonly event: string;
  /** What came with it, after its schema. */
  readonly payload: unknown;
}

interface OfMessage {
  readonly topic: string;
  readonly message: unknown;
}

interface Timed {
  /** Microseconds that it took. */
  readonly micros: number;
}

/** What each hook hands to its taps. */
export interface HookPayloads {
  onStart: { readonly plugins: readonly string[] };
  onShutdown: { readonly reason: string };

  beforeRequest: OfRequest;
  transformResponse: OfRequest & { readonly response: Response };
  onResponse: Timed & { readonly request: Request; readonly url: URL; readonly status: number };

  beforeConnect: {
    readonly headers: Headers;
    readonly session: Session;
    /** The form of the frames that the browser asks for (`vsn`). */
    readonly version: string;
  };
  onConnect: OfConnection;
  onReconnect: OfConnection;
  onDisconnect: OfConnection & { readonly code: number; readonly reason: string };

  beforeJoin: OfVisit;
  beforeResume: OfVisit;
  onJoin: OfChannel;
  onLeave: OfChannel;

  beforeMount: OfVisit;
  afterMount: OfVisit & Timed;

  afterReceive: OfConnection & { readonly message: ClientMessage; readonly bytes: number };
  beforeEvent: OfEvent;
  afterEvent: OfEvent & Timed;
  onBroadcast: OfMessage & { readonly receivers: number };
  beforeInfo: OfRegion & OfMessage;
  afterInfo: OfRegion & OfMessage & Timed;

  beforeAssign: OfRegion & { readonly patch: Readonly<Record<string, unknown>> };
  afterAssign: OfRegion & { readonly patch: Readonly<Record<string, unknown>> };
  beforeRender: OfRegion & { readonly state: Readonly<Record<string, unknown>> };
  afterRender: OfRegion & Timed;
  onIsland: Timed & {
    readonly island: IslandInfo;
    /** Length of its own markup, without what stands in its slots. */
    readonly bytes: number;
    /** The region that it stands in; absent where it stands on the page itself. */
    readonly region?: RegionInfo | undefined;
  };
  onFlush: OfRegion & Timed & { readonly bytes: number };
  beforeSend: { readonly connection: ConnectionInfo; readonly text: string };

  onError: {
    /**
     * An Error that is safe to read, whatever was thrown. What visitors wrote may be in it: encode it wherever it goes.
     */
    readonly error: Error;
    /**
     * The part of the work that failed: `request`, `mount`, `render`, `island`, `event`, `tap`, …; `late` where it was over
     * by then, `uncaught` where nothing caught it.
     */
    readonly where: string;
    /** What was asked for, where a request failed. */
    readonly url?: URL | undefined;
    readonly region?: RegionInfo | undefined;
    /** The visitor whose region failed, or who reported an island. */
    readonly session?: LiveSession | undefined;
    /** The island that failed, here or in a browser. */
    readonly island?: IslandInfo | undefined;
    /** The hook and the plugin of the tap that failed. */
    readonly hook?: HookName | undefined;
    readonly plugin?: string | undefined;
  };
  onPanic: {
    /** An Error that is safe to read, whatever was thrown. `onError` has heard of it before. */
    readonly error: Error;
    /** The region that it came from, which was reset unless it was gone. */
    readonly region?: RegionInfo | undefined;
    /** What was asked for, where it came from a request and nothing caught it. */
    readonly url?: URL | undefined;
    /** The last event that the region was handed. */
    readonly lastEvent?: string | undefined;
  };
}

/** The name of a hook. */
export type HookName = keyof HookPayloads;
