import { type WireLimits, wireLimits } from '@skerry/wire';
import { fail } from './errors.js';

/** Bounds on what the server holds, how long it waits and how much it lets in; times are in milliseconds. */
export interface KitLimits {
  /** Milliseconds that a region without a connection is kept. */
  parkTime: number;
  /** Regions whose connection was cut that are kept in the whole process; the least recently used goes first. */
  parkedRegions: number;
  /** Bytes, estimated, that those regions hold. */
  parkedBytes: number;
  /** Regions kept without a connection for one session, whether they were joined or not. */
  parkedPerSession: number;
  /** Regions in pages that nobody has joined from yet that are kept in the whole process; the oldest goes first. */
  maxFreshRegions: number;
  /** Bytes, estimated, that those regions hold. */
  maxFreshBytes: number;
  /** Bytes, estimated, that one region may hold: its state, its props, and what it keeps of what it shows. */
  maxRegionBytes: number;
  /** Bytes, estimated, that all regions of one session may hold. */
  maxSessionBytes: number;
  /** Milliseconds that one turn of a region may take. */
  turnTime: number;
  /** Milliseconds in one go for which a handler or a render may hold up the event loop before a warning names it. */
  slowTurnTimeout: number;
  /** Milliseconds that the event loop may keep one in a hundred pieces of work waiting, in a minute, before a warning says so. */
  slowLoopTimeout: number;
  /** Times that one turn of a region may flush. */
  maxFlushes: number;
  /** Turns that wait in the queue of one region. */
  regionQueue: number;
  /** Messages in a row that each the handler of the one before may publish. */
  maxMessageHops: number;
  /** Deliveries of the messages that handlers publish in the course of one message. */
  maxCausedMessages: number;
  /** Messages of one topic that wait to be delivered. */
  maxTopicQueue: number;
  /** Milliseconds that one load of `live.async` may take. */
  loadTimeout: number;
  /** Milliseconds that a page or an endpoint may take to answer; where the body of the request is still on its way, `requestTimeout` more. The body of an answer may stream for longer. */
  answerTimeout: number;
  /** Bytes, estimated, of the events and messages that wait in the queue of one region. */
  maxQueueBytes: number;
  /** Bytes, estimated, of what waits in the queues of all regions that one connection has joined. */
  maxWaitingBytes: number;
  /** Milliseconds within which a second failure resets a region. */
  panicWindow: number;
  /** Errors that nothing caught, in a minute, beyond which the process ends. */
  maxPanics: number;
  /** Milliseconds without a turn after which a region drops its last tree. */
  idleTime: number;
  /** Connections of the whole process. */
  maxConnections: number;
  /** Connections of one address; those of one network of IPv6 (its first 64 bits) count as one address. */
  maxConnectionsPerAddress: number;
  /** Connections of one session. */
  maxConnectionsPerSession: number;
  /** Frames per second, of any kind, that one connection may send in the long run; 4 KiB count as one. At least `eventRate`. */
  frameRate: number;
  /** Frames that one connection may send at once. At least `eventBurst`. */
  maxFrameBurst: number;
  /** Joins, and wishes for a part of a tree, per second that one connection may send in the long run; `maxChannels` at once. */
  joinRate: number;
  /** Events per second that one connection may send, in the long run. */
  eventRate: number;
  /** Events that one connection may send at once. */
  eventBurst: number;
  /** Bytes that wait to be sent on one connection. */
  outboundBuffer: number;
  /** Milliseconds without a frame after which a connection is closed. */
  heartbeatTimeout: number;
  /** Frames that a region keeps to send again after a cut line. */
  replayFrames: number;
  /** Bytes of those frames. */
  replayBytes: number;
  /** Milliseconds that a region's token is good for. */
  tokenAge: number;
  /** Bytes of props that travel in a region's token; larger ones stay on the server. */
  sealedProps: number;
  /** Islands of one region whose markup its browser may ask for at the same time. */
  islandWishes: number;
  /** Reports of islands that failed in browsers that the app takes in a minute. */
  islandReports: number;
  /** Reports that it takes from one session, and from one address, in a minute. */
  islandReportsPerVisitor: number;
  /** Bytes of one such report. */
  islandReportBytes: number;
  /** Entries that the log takes in a minute for the faults of visitors, and as many for the app's own failures. */
  maxLogEntries: number;
  /** Those of one visitor, or of the app's failures at one place. */
  maxLogEntriesPerCause: number;
  /** Bytes of the body of a request. */
  requestBytes: number;
  /** Milliseconds in which the headers of a request have arrived. */
  headersTimeout: number;
  /** Milliseconds in which a request has arrived, its body included. */
  requestTimeout: number;
  /** Milliseconds without a byte, in either direction, after which a request or its response is given up. */
  socketTimeout: number;
  /** Milliseconds that a connection is kept for the next request. */
  keepAliveTimeout: number;
  /** Milliseconds in which a WebSocket is accepted or refused. */
  handshakeTimeout: number;
  /** Milliseconds that the download of a file may take. */
  downloadTimeout: number;
  /** Connections of the HTTP server, WebSockets included. */
  maxSockets: number;
  /** Requests of one connection that wait for their answers at the same time. */
  maxPipelinedRequests: number;
  /** Milliseconds without use after which a session ends. */
  sessionIdleTimeout: number;
  /** Milliseconds after which a session ends, however much it is used. */
  sessionMaxAge: number;
  /** Milliseconds for which the old id of a renewed session makes its browser wait for the new one. */
  sessionAliasMaxAge: number;
  /** Milliseconds after its end for which a session's connections stay open, so that a page gets to where its visitor was sent. */
  sessionCloseTimeout: number;
  /** Sessions that are remembered as ended or renewed, for as long as their cookies would be good; the oldest go first. */
  maxEndedSessions: number;
  /** Hosts and origins whose refusal is logged in a minute. */
  maxLoggedRefusals: number;
  /** Milliseconds that an asynchronous tap may take. */
  hookTime: number;
  /** Calls of one observing tap that may run at the same time. */
  hookCalls: number;
}

/** Every bound of an app: those of the wire and those of the server. */
export type Limits = Readonly<KitLimits & WireLimits>;

/** The bounds in force where an app sets none. */
export const defaultLimits: Limits = {
  ...wireLimits,
  parkTime: 30_000,
  parkedRegions: 10_000,
  parkedBytes: 256 * 1024 * 1024,
  parkedPerSession: 200,
  maxFreshRegions: 10_000,
  maxFreshBytes: 128 * 1024 * 1024,
  maxRegionBytes: 16 * 1024 * 1024,
  maxSessionBytes: 64 * 1024 * 1024,
  turnTime: 5_000,
  slowTurnTimeout: 50,
  slowLoopTimeout: 100,
  maxFlushes: 1_000,
  regionQueue: 100,
  maxMessageHops: 100,
  maxCausedMessages: 10_000,
  maxTopicQueue: 10_000,
  loadTimeout: 30_000,
  answerTimeout: 30_000,
  maxQueueBytes: 1024 * 1024,
  maxWaitingBytes: 2 * 1024 * 1024,
  panicWindow: 10_000,
  maxPanics: 1_000,
  idleTime: 10_000,
  maxConnections: 50_000,
  maxConnectionsPerAddress: 1_000,
  maxConnectionsPerSession: 100,
  frameRate: 200,
  maxFrameBurst: 1_000,
  joinRate: 10,
  eventRate: 50,
  eventBurst: 100,
  outboundBuffer: 1024 * 1024,
  heartbeatTimeout: 120_000,
  replayFrames: 64,
  replayBytes: 64 * 1024,
  tokenAge: 24 * 60 * 60 * 1000,
  sealedProps: 2 * 1024,
  islandWishes: 1_000,
  islandReports: 600,
  islandReportsPerVisitor: 20,
  islandReportBytes: 4 * 1024,
  maxLogEntries: 300,
  maxLogEntriesPerCause: 10,
  requestBytes: 1024 * 1024,
  headersTimeout: 20_000,
  requestTimeout: 60_000,
  socketTimeout: 120_000,
  keepAliveTimeout: 5_000,
  handshakeTimeout: 20_000,
  downloadTimeout: 60 * 60 * 1000,
  maxSockets: 50_000,
  maxPipelinedRequests: 32,
  sessionIdleTimeout: 7 * 24 * 60 * 60 * 1000,
  sessionMaxAge: 30 * 24 * 60 * 60 * 1000,
  sessionAliasMaxAge: 60_000,
  sessionCloseTimeout: 2_000,
  maxEndedSessions: 100_000,
  maxLoggedRefusals: 100,
  hookTime: 10_000,
  hookCalls: 1_000,
};

/** Completes the limits that an app sets with the defaults; refuses unknown names and values that bound nothing. */
export function resolveLimits(set: Partial<Limits> = {}): Limits {
  for (const [limit, value] of Object.entries(set)) {
    if (!Object.hasOwn(defaultLimits, limit)) {
      throw fail('unknown-limit', { limit, known: Object.keys(defaultLimits) });
    }
    const isAge = sessionAges.has(limit);
    if (typeof value !== 'number' || !(value > 0 && value < (isAge ? maxCookieAge : maxTime))) {
      const below = isAge ? '400 days, for which browsers keep a cookie' : '2^31';
      throw fail('bad-limit', { limit, value: String(value), below });
    }
  }
  return { ...defaultLimits, ...set };
}

/** Timers take longer times for none at all. */
const maxTime = 2 ** 31;

const maxCookieAge = 400 * 24 * 60 * 60 * 1000;
/** Limits that no timer waits for. */
const sessionAges: ReadonlySet<string> = new Set<keyof Limits>([
  'sessionIdleTimeout',
  'sessionMaxAge',
]);
