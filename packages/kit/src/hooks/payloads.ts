import type { ClientMessage } from '@skerry/wire';
import type { Locals } from '../core/locals.js';
import type { LiveSession, Session } from '../core/session.js';
import type { Transport } from '../core/transport.js';
import type { IslandInfo } from '../template/island/island-element.js';
import type {
  ConnectionInfo,
  OfChannel,
  OfConnection,
  OfEvent,
  OfMessage,
  OfPatch,
  OfRegion,
  OfRequest,
  OfVisit,
  RefusalReason,
  RefusedStep,
  RegionInfo,
  Timed,
  WithLocals,
} from './subjects.js';

/** The payload that each hook hands to its taps. */
export interface HookPayloads {
  /** The app starts. It answers no request and opens no connection until the taps are done; requests wait. */
  onStart: {
    /** Names of the plugins, as the app lists them. */
    readonly plugins: readonly string[];
  };

  /**
   * A request came in, for a page, an endpoint or a connection, and nothing was done for it yet. Pages that were written at
   * build, and have no holes, are sent without it. A denial shows the error page, with the status 403; a redirect answers 303. A connection is
   * refused with 403 by both; its request is the upgrade.
   */
  beforeRequest: OfRequest;
  /**
   * A region is about to be mounted: in a page, in an update of the region around it, or because a browser joins it. In a
   * page, a denial shows the error page, with the status 403, and a redirect answers 303. Elsewhere the region is not
   * mounted: its join is refused with `denied` and the reason, or the browser goes to the other page.
   */
  beforeMount: OfVisit;
  /** A region was mounted, and has its first state. */
  afterMount: OfVisit & Timed;
  /**
   * A region has got back the state that a form without script carried, since the region that the form was rendered in had ended.
   */
  onStateRestore: OfVisit;
  /**
   * A response is ready to be sent; its body may still be streaming. The cookie of the session, and the headers that keep
   * private answers from being stored, are added after it.
   */
  transformResponse: OfRequest & {
    /** The pattern of the page that is shown, such as `/posts/:slug`; absent for endpoints, redirects and error pages. */
    readonly page?: string | undefined;
    /** The response, as the tap before returned it. */
    readonly response: Response;
  };
  /** A response is final, and about to be sent; its body may still be streaming. */
  onResponse: OfRequest &
    Timed & {
      /** The pattern of the page that is shown, such as `/posts/:slug`; absent for endpoints, redirects and error pages. */
      readonly page?: string | undefined;
      /** The status of the response. */
      readonly status: number;
    };

  /** A browser asks for a connection, after `beforeRequest`. A denial and a redirect refuse it with 403, and the browser tries again later. */
  beforeConnect: WithLocals & {
    /** The headers of the upgrade. */
    readonly headers: Headers;
    /** The visitor's session, which the tap may renew or end. */
    readonly session: Session;
    /** The form of the frames that the browser asks for (`vsn`). */
    readonly version: string;
  };
  /**
   * A connection is about to open. A tap may return another carrier of its frames, which passes them on to the one before: to measure,
   * to record, or to disturb them.
   */
  wrapTransport: WithLocals & {
    /** The carrier, as the tap before returned it. */
    readonly transport: Transport;
    /** The session of the connection. */
    readonly session: LiveSession;
    /** The network of the visitor. */
    readonly address: string;
  };
  /** A connection is open. */
  onConnect: OfConnection;
  /** A browser whose connection was dropped has joined one of its regions again: once for each new connection. */
  onReconnect: OfConnection;
  /**
   * A browser asks to join a region for the first time. A denial refuses the join with `denied` and the reason, and the
   * region does not go live; a redirect sends the browser to the other page.
   */
  beforeJoin: OfVisit;
  /**
   * A browser asks to join a region again after its connection was dropped. A denial refuses the join with `denied` and the
   * reason; a redirect sends the browser to the other page.
   */
  beforeResume: OfVisit;
  /** A browser has joined a region, for the first time or again. */
  onJoin: OfChannel;

  /** A frame was read, and is well formed. */
  afterReceive: OfConnection & {
    /** The message that it brings; the payload of an event is without the secret fields of a form, and absent if no region receives it. */
    readonly message: ClientMessage;
    /** Its length, in bytes for a binary frame and in characters for a text. */
    readonly bytes: number;
  };
  /**
   * A declared event with a valid payload is about to be handled. A denial refuses it with `denied` and the reason, and a
   * redirect sends the browser to the other page; the handler does not run.
   */
  beforeEvent: OfEvent;
  /** A message was published to a topic, and waits to be delivered. */
  onBroadcast: OfMessage & {
    /** The number of regions that will receive it. */
    readonly receivers: number;
  };
  /** A region is about to handle a message of a topic. A denial drops the message for this region; a replacement is handled in its place. */
  beforeMessage: OfVisit & OfMessage;
  /**
   * A handler calls `live.assign`. A denial makes the call throw the error `denied`, which fails the turn unless the handler
   * catches it; a replacement is assigned in place of the patch.
   */
  beforeAssign: OfPatch;
  /** Members of the state were assigned, and are committed with the turn, if that succeeds. */
  afterAssign: OfPatch;
  /** An event was handled, and its changes are committed. */
  afterEvent: OfEvent & Timed;
  /** A message of a topic was handled, and its changes are committed. */
  afterMessage: OfRegion & OfMessage & Timed;
  /**
   * A region is about to be rendered. After a denial nothing is rendered: a page shows the error page, with the status 403;
   * elsewhere nothing is sent, and an event or a join is refused with `denied` and the reason. The state is kept all the
   * same. A replacement is shown in place of the state, and not kept.
   */
  beforeRender: OfRegion & {
    /** The state, as the tap before returned it. */
    readonly state: Readonly<Record<string, unknown>>;
  };
  /** A region was rendered. */
  afterRender: OfRegion & Timed;
  /** An island was rendered on the server, in a page or in a region. */
  onIsland: Timed & {
    /** The island. */
    readonly island: IslandInfo;
    /** Length of its own markup, without the content of its slots. */
    readonly bytes: number;
    /** The region that it is in; absent if it is on the page itself. */
    readonly region?: RegionInfo | undefined;
    /** The address of the page; absent if it is in a region. */
    readonly url?: URL | undefined;
  };
  /** The changes of a region were handed to its connection, or a part of a page that has late content was sent. */
  onFlush: {
    /** The region; absent for a part of a page. */
    readonly region?: RegionInfo | undefined;
    /** The address of the page; absent for a region. */
    readonly url?: URL | undefined;
    /** The name of the live view, or of the part: `shell`, `boundary 1`, … as they are numbered on the page, and `end`. */
    readonly name: string;
    /** Length of the frame or of the part, in characters. */
    readonly bytes: number;
    /** The time that it took in microseconds; of a part of a page, since the request began. */
    readonly micros: number;
  };
  /**
   * A frame is about to be sent. A denial drops it: the browser notices it at its next heartbeat, and connects again. A
   * replacement is sent in its place.
   */
  beforeSend: {
    /** The connection. */
    readonly connection: ConnectionInfo;
    /** The frame, as the tap before returned it. */
    readonly text: string;
  };

  /** A browser has left a region, or its connection was dropped. */
  onLeave: OfChannel;
  /** A connection is closed, for whatever reason. */
  onDisconnect: OfConnection & {
    /** The code of the closing, as WebSocket defines it. */
    readonly code: number;
    /** The reason of the closing; the browser's words, if the browser closed it. */
    readonly reason: string;
  };
  /** A session began, was renewed, or ended: by a request, by a live view, or by a plugin. */
  onSession: {
    /** The change. */
    readonly change: 'began' | 'renewed' | 'ended';
    /** Its id; after `renewed`, the new one. */
    readonly id: string;
    /** The id before `renewed`, which opens nothing any more. */
    readonly former?: string | undefined;
  };
  /** Something that a visitor asked for was refused: by Skerry, by a guard of the app, or by a tap of a guard. */
  onRefuse: {
    /** The kind of the refusal. */
    readonly reason: RefusalReason;
    /** The step that was refused. */
    readonly step: RefusedStep;
    /** The reason in words; it may hold words of the visitor: encode it wherever it goes. */
    readonly message: string;
    /** The address or the network of the visitor; absent if the region or the session is all that is known. */
    readonly address?: string | undefined;
    /** The request, if one was refused. */
    readonly request?: Request | undefined;
    /** The address that was asked for. */
    readonly url?: URL | undefined;
    /** The connection over which it was asked. */
    readonly connection?: ConnectionInfo | undefined;
    /** The region that was asked for, or asked. */
    readonly region?: RegionInfo | undefined;
    /** The name of the event, as the browser sent it. */
    readonly event?: string | undefined;
    /** The visitor's session. */
    readonly session?: LiveSession | undefined;
    /** The data that guards have set. */
    readonly locals?: Locals | undefined;
    /** The hook whose tap refused it. */
    readonly hook?: HookName | undefined;
    /** The plugin of that tap. */
    readonly plugin?: string | undefined;
  };
  /** The markup of a visitor lost something in `live.sanitize`, or was changed there. */
  onSanitize: OfVisit & {
    /** Characters of the markup before. */
    readonly before: number;
    /** Characters of what is left. */
    readonly after: number;
  };
  /** Something of the app, of a plugin or of Skerry failed, and was contained. */
  onError: {
    /**
     * An Error that is safe to read, whatever was thrown. It may hold text of visitors: encode it wherever it goes.
     */
    readonly error: Error;
    /**
     * The part of the work that failed: `request`, `boundary` if an `<ErrorBoundary>` shows other markup, `mount`, `render`,
     * `island`, `event`, `tap`, …; `late` if the work was over by then, `uncaught` if nothing caught the error.
     */
    readonly where: string;
    /** The address that was asked for, if a request failed. */
    readonly url?: URL | undefined;
    /** The region that failed, or whose island did. */
    readonly region?: RegionInfo | undefined;
    /** The session whose region failed, or whose browser reported an island. */
    readonly session?: LiveSession | undefined;
    /** The island that failed, here or in a browser. */
    readonly island?: IslandInfo | undefined;
    /** The hook of the tap that failed. */
    readonly hook?: HookName | undefined;
    /** The plugin of the tap that failed. */
    readonly plugin?: string | undefined;
  };
  /**
   * Something failed and was not contained where it happened: a region was reset, or an error reached the process. `onError`
   * has received the error before.
   */
  onPanic: {
    /** An Error that is safe to read, whatever was thrown. */
    readonly error: Error;
    /** The region that it came from, which was reset unless it was gone. */
    readonly region?: RegionInfo | undefined;
    /** The address that was asked for, if the error came from a request and nothing caught it. */
    readonly url?: URL | undefined;
    /** The last event that the region handled. */
    readonly lastEvent?: string | undefined;
  };
  /** The app is about to stop; it waits for the taps. */
  onShutdown: {
    /** The reason why it stops. */
    readonly reason: string;
  };
}

/** The name of a hook. */
export type HookName = keyof HookPayloads;
