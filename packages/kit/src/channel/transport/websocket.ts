import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

import { type Codec, codecOf } from '@skerry/wire';
import { WebSocket, WebSocketServer } from 'ws';

import { chain } from '../../core/chain.js';
import type { Locals } from '../../core/locals.js';
import { networkOf } from '../../core/network.js';
import { printable } from '../../core/printable.js';
import { createLocals } from '../../core/request-context.js';
import type { RequestOrigin } from '../../core/request-origin.js';
import type { AskingPage, RequestPolicy } from '../../core/request-policy.js';
import type { RequestSession } from '../../core/request-session.js';
import type { KnownSession, Session } from '../../core/session.js';
import type { Connection, Transport } from '../connection.js';
import type { Desk } from '../desk.js';
import { Occupancy } from '../occupancy.js';

/** What an upgrade is checked against, and where its connection goes. */
export interface UpgradeOptions {
  readonly desk: Desk;
  /** Decides who may connect. */
  readonly policy: RequestPolicy;
  /** The session of a request. A new one can join what stands in the files of pages, and nothing else. */
  sessionOf(request: IncomingMessage, from: RequestOrigin): RequestSession;
  connect(
    session: KnownSession,
    codec: Codec,
    transport: Transport,
    address: string,
    locals: Locals,
  ): Connection;
}

/** Makes the handler of upgrades to WebSocket. */
export function createUpgrade(
  options: UpgradeOptions,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => void | Promise<void> {
  const { desk, policy } = options;
  const occupancy = new Occupancy(desk.limits, desk.hooks);
  const server = new WebSocketServer({
    // seam: the types of ws do not know it yet
    ...({ closeTimeout: desk.limits.handshakeTimeout } as object),
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // What is a little too large can be answered; the rest closes the connection before it is read.
    maxPayload: 2 * desk.limits.maxPayload,
    maxFragments: desk.limits.maxFragments,
    // Pings count as frames do.
    autoPong: false,
    // Clients of Phoenix may offer it, with a token of their own behind it.
    handleProtocols: (offered) => (offered.has('phoenix') ? 'phoenix' : false),
  });
  /** Cookies of sessions that begin, so that a browser finds its regions again, or that need a younger one. */
  const cookies = new WeakMap<IncomingMessage, string>();
  server.on('headers', (headers, request) => {
    const cookie = cookies.get(request);
    if (cookie) headers.push(`Set-Cookie: ${cookie}`);
  });
  return (request, socket, head) => {
    const version = new URL(request.url ?? '/', 'http://host.invalid').searchParams.get('vsn');
    const codec = codecOf(version);
    if (!codec) return refuse(socket, 403, 'Unknown vsn.');
    const from = policy.originOf(request);
    if ('status' in from) return refuse(socket, from.status, from.reason);
    const foreign = policy.pageRefusal(pageOf(request), from);
    if (foreign !== undefined) return refuse(socket, 403, foreign);
    const session = options.sessionOf(request, from);
    const address = networkOf(from.address);
    const full = occupancy.enter(socket, address, session.held?.id);
    if (full) return refuse(socket, full.status, full.reason);
    const locals = createLocals();
    return chain(admit(desk, request, from, { session, locals }, codec.version), (reason) => {
      if (reason !== undefined) return refuse(socket, 403, reason);
      // The browser tries again, with the cookie that it is about to get.
      if (session.isPassing) return refuse(socket, 503, 'The session was renewed. Try again.');
      const known = session.bind();
      const cookie = session.answer(false);
      if (cookie) cookies.set(request, cookie.header);
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const transport = new WebSocketTransport(webSocket);
        carry(options.connect(known, codec, transport, address, locals), transport);
      });
    });
  };
}

const pageOf = ({ headers }: IncomingMessage): AskingPage => ({
  origin: headers.origin,
  site: headers['sec-fetch-site'] as string | undefined,
});

/** Asks the guards; the answer is the reason of a refusal, if any. */
function admit(
  desk: Desk,
  request: IncomingMessage,
  from: RequestOrigin,
  { session, locals }: { session: Session; locals: Locals },
  version: string,
): string | undefined | Promise<string | undefined> {
  const { beforeRequest, beforeConnect } = desk.hooks;
  if (!beforeRequest.isUsed() && !beforeConnect.isUsed()) return undefined;
  const headers = new Headers(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const url = new URL(request.url as string, from.origin);
  const upgrade = Object.assign(new Request(url, { headers }), { ip: from.address });
  const asked = beforeRequest.call({ request: upgrade, url, session, locals });
  const reasonOf = (veto: Awaited<typeof asked>) =>
    veto && ('reason' in veto ? veto.reason : 'Go elsewhere.');
  return chain(asked, (veto) =>
    veto
      ? reasonOf(veto)
      : chain(beforeConnect.call({ headers, session, locals, version }), reasonOf),
  );
}

/** Frames over a WebSocket. */
class WebSocketTransport implements Transport {
  /** Called when a frame has left. */
  sent = (): void => {};

  constructor(readonly webSocket: WebSocket) {}

  get buffered(): number {
    return this.webSocket.bufferedAmount;
  }

  send(text: string): void {
    if (this.webSocket.readyState === WebSocket.OPEN) this.webSocket.send(text, this.sent);
  }

  close(code: number, reason: string): void {
    // A client that does not read would not see the closing frame either: do not wait for its answer.
    if (this.buffered > 0) this.webSocket.terminate();
    else this.webSocket.close(code, reason);
  }

  pause(): void {
    this.webSocket.pause();
  }

  resume(): void {
    this.webSocket.resume();
  }
}

function carry(connection: Connection, transport: WebSocketTransport): void {
  const { webSocket } = transport;
  transport.sent = () => connection.drained();
  webSocket.on('message', (data, isBinary) => {
    const bytes = data as Buffer;
    if (connection.admits(bytes.length)) connection.receive(isBinary ? bytes : bytes.toString());
  });
  webSocket.on('ping', (data) => {
    if (connection.admits(data.length)) webSocket.pong(data);
  });
  webSocket.on('pong', (data) => void connection.admits(data.length));
  // The reason is the client's, where that closes.
  webSocket.on('close', (code, reason) =>
    connection.closed(code, printable(reason.toString(), 123)),
  );
  // What is wrong with the line is told by the closing that follows.
  webSocket.on('error', ignore);
}

const ignore = (): void => {};

function refuse(socket: Duplex, status: number, reason: string): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(reason)}\r\n\r\n${reason}`,
  );
}
