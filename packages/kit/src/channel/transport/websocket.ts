import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocket, WebSocketServer } from 'ws';

import { chain } from '../../core/chain.js';
import type { Limits } from '../../core/limits.js';
import { printable } from '../../core/printable.js';
import type { Connection } from '../connection.js';
import type { Granted, Handshake } from './handshake.js';
import type { Transport } from './transport.js';

/** Dependencies of the upgrade to WebSocket. */
export interface UpgradeOptions {
  readonly limits: Limits;
  readonly handshake: Handshake;
  /** Makes the connection of a transport that is open. */
  connect(granted: Granted, transport: Transport): Connection;
}

/** Makes the handler of upgrades to WebSocket. */
export function createUpgrade({
  limits,
  handshake,
  connect,
}: UpgradeOptions): (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
) => void | Promise<void> {
  const server = new WebSocketServer({
    // seam: the types of ws do not know it yet
    ...({ closeTimeout: limits.handshakeTimeout } as object),
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // A frame that is a little too large can be answered; any other closes the connection before it is read.
    maxPayload: 2 * limits.maxPayload,
    maxFragments: limits.maxFragments,
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
  return (request, socket, head) =>
    chain(handshake.openConnection(request, socket), (verdict) => {
      if ('status' in verdict) return refuse(socket, verdict.status, verdict.reason);
      if (verdict.cookie) cookies.set(request, verdict.cookie);
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const transport = new WebSocketTransport(webSocket);
        carry(connect(verdict, transport), transport);
      });
    });
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
  // The closing that follows tells what is wrong.
  webSocket.on('error', ignore);
}

const ignore = (): void => {};

function refuse(socket: Duplex, status: number, reason: string): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(reason)}\r\n\r\n${reason}`,
  );
}
