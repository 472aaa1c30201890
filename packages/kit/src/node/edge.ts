import { IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { livePath } from '@skerry/wire';

import { underBase } from '../core/base.js';

import type { App } from '../app/app.js';
import type { Limits } from '../core/limits.js';
import { tooLargeText } from '../core/read-bounded.js';

/** Answers a request of Node's HTTP server. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
 * The edge: between the events of Node's HTTP server and the app. No error that a socket, a request or a response throws or
 * emits passes it, and every state of a connection has an end:
 *
 * | a connection that …                       | is given                    | and then                               |
 * | ----------------------------------------- | --------------------------- | -------------------------------------- |
 * | is one above `maxSockets`                 | nothing                     | is closed                              |
 * | is silent, or sends its headers           | `headersTimeout`            | is answered 408 and closed             |
 * | sends the body of a request               | `requestTimeout` in all     | is answered 408 and closed             |
 * | announces a body above `maxRequestBytes`     | nothing                     | is answered 413 and closed             |
 * | sends something other than HTTP           | nothing                     | is answered 400 or 431 and closed      |
 * | waits for its answer, or does not read it | `socketTimeout` of quiet    | is closed                              |
 * | downloads a file                          | `downloadTimeout` in all    | is closed                              |
 * | has more than `maxPipelinedRequests` open | nothing                     | is answered 503, and then closed       |
 * | is kept for the next request              | `keepAliveTimeout`          | is closed                              |
 * | offers another protocol                   | what any request is given   | is answered without it, and closed     |
 * | asks for the WebSocket of regions         | `handshakeTimeout`          | is closed                              |
 * | is refused a WebSocket                    | `handshakeTimeout`          | is closed once it has read the answer  |
 * | is a WebSocket                            | `heartbeatTimeout` of quiet | is closed by the live server           |
 * | is a WebSocket that closes                | `handshakeTimeout`          | is dropped                             |
 * | outlives the stop of the server           | `stopTime`                  | is dropped                             |
 */

type EdgeLimits = Pick<
  Limits,
  | 'headersTimeout'
  | 'requestTimeout'
  | 'socketTimeout'
  | 'keepAliveTimeout'
  | 'handshakeTimeout'
  | 'maxSockets'
  | 'maxPipelinedRequests'
  | 'maxRequestBytes'
>;

/** The dependencies of the edge. */
interface EdgeOptions {
  readonly limits: EdgeLimits;
  /** Receives failures that nobody else caught. */
  readonly report: (error: unknown) => void;
}

/**
 * Bounds the connections of a server in time and number, and handles the errors that they emit.
 *
 * @returns closes the connections that have asked for nothing yet: browsers keep some in reserve, and for Node they are busy
 */
export function guardConnections(server: Server, { limits, report }: EdgeOptions): () => void {
  server.headersTimeout = limits.headersTimeout;
  server.requestTimeout = Math.max(limits.requestTimeout, limits.headersTimeout);
  server.keepAliveTimeout = limits.keepAliveTimeout;
  server.timeout = limits.socketTimeout;
  server.maxConnections = limits.maxSockets;
  // Headers are bounded by their size. Node would drop those above a number, and a check would miss one.
  server.maxHeadersCount = 0;
  const silent = new Set<Duplex>();
  // A function made for each socket would keep its scope in memory for as long as the socket lives.
  const forget = function (this: Duplex): void {
    silent.delete(this);
  };
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.on('error', destroy).once('close', forget);
  });
  for (const asked of ['request', 'upgrade'])
    server.on(asked, ({ socket }: IncomingMessage) => silent.delete(socket));
  // Until it listens, its starter handles its failures.
  server.once('listening', () => server.on('error', report));
  return () => silent.forEach((socket) => socket.destroy());
}

// A function made for each socket would keep its scope in memory for as long as the socket lives.
function destroy(this: Duplex): void {
  this.destroy();
}

/** The codes of a response's failure if its visitor has gone. Other failures come from the stream that it sends. */
const ofConnection: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** The number of unfinished responses of a connection. */
const open = new WeakMap<Duplex, number>();

/** Guards a listener: an error that it throws is reported and answered 500, and failures of its streams are contained. */
export function guardRequest(listener: Listener, { limits, report }: EdgeOptions): Listener {
  const fail = (response: ServerResponse, error: unknown) => {
    report(error);
    if (response.headersSent) return void response.destroy();
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    answerPlainly(response, 500, 'Something went wrong.');
  };
  return (request, response) => {
    const { socket } = request;
    request.on('error', destroy);
    response.on('error', destroy);
    const before = open.get(socket) ?? 0;
    open.set(socket, before + 1);
    response.once('close', () => {
      open.set(socket, (open.get(socket) ?? 1) - 1);
      const errored: NodeJS.ErrnoException | null = response.errored;
      if (errored && !ofConnection.has(errored.code ?? '')) report(errored);
    });
    if (before >= limits.maxPipelinedRequests)
      return answerPlainly(response, 503, 'Too many requests at once.', { connection: 'close' });
    // Node reads nothing after such a request.
    if (request.headers.upgrade !== undefined) response.shouldKeepAlive = false;
    if (Number(request.headers['content-length']) > limits.maxRequestBytes)
      return answerPlainly(response, 413, JSON.stringify({ message: tooLargeText(limits) }), {
        'content-type': 'application/json;charset=UTF-8',
        connection: 'close',
      });
    try {
      const done = listener(request, response);
      if (done instanceof Promise) done.catch((error: unknown) => fail(response, error));
    } catch (error) {
      fail(response, error);
    }
  };
}

function answerPlainly(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'text/plain', ...headers });
  response.end(text);
}

/**
 * The class of requests to an app under `base`, whose offers of another protocol are ignored (RFC 9110, 7.8), unless they ask for the WebSocket of regions. Node
 * takes every offer for an upgrade once one of them is served, and then reads no body: it reads this member.
 */
export function edgeRequest(base: string): typeof IncomingMessage {
  const path = underBase(base, livePath);
  return class EdgeRequest extends IncomingMessage {
    declare offered: boolean | null;

    get upgrade(): boolean | null {
      return this.offered && (this.method === 'CONNECT' || isLiveUpgrade(this, path));
    }

    set upgrade(offered: boolean | null) {
      this.offered = offered;
    }
  };
}

/** Returns true if a request asks for the WebSocket of regions, which is at a path. */
const isLiveUpgrade = ({ method, url, headers }: IncomingMessage, path: string): boolean =>
  method === 'GET' &&
  headers.upgrade?.toLowerCase() === 'websocket' &&
  url?.split('?', 1)[0] === path;

/** Hands the upgrades of regions to the app. Returns the sockets that Node's server forgets. */
export function takeUpgrades(
  server: Server,
  { limits, report, base = '/' }: EdgeOptions & { readonly base?: string | undefined },
  upgrade: App['upgrade'],
): Iterable<Duplex> {
  const path = underBase(base, livePath);
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // Vite's server has upgrades of its own, which it may have answered by now.
    if (!isLiveUpgrade(request, path)) return;
    // Node no longer listens to the socket.
    socket.on('error', destroy);
    // Its frames would mix with an unfinished answer.
    if (open.get(socket)) return void socket.destroy();
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    const late = setTimeout(() => socket.destroy(), limits.handshakeTimeout);
    const settled = () => {
      // A refused one is closed once it has read the answer.
      if (!socket.writableEnded) return clearTimeout(late);
      socket.once('close', () => clearTimeout(late));
      socket.destroySoon();
    };
    Promise.resolve()
      .then(() => upgrade(request, socket, head))
      .then(settled, (error: unknown) => {
        clearTimeout(late);
        socket.destroy();
        report(error);
      });
  });
  return upgraded;
}
