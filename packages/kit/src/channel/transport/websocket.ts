import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocket, WebSocketServer } from 'ws';

import { chain } from '../../core/now-or-later.js';
import type { Limits } from '../../core/limits.js';
import { printable } from '../../core/printable.js';
import type { Granted, Handshake } from './handshake.js';
import { closeCodes, type CloseReason } from '../../core/close-reason.js';
import type { FrameReceiver, Transport } from '../../core/transport.js';

/** Dependencies of the upgrade to WebSocket. */
export interface UpgradeOptions {
  readonly limits: Limits;
  readonly handshake: Handshake;
  /** Makes the connection of a transport that is open. */
  connect(granted: Granted, transport: Transport): void;
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
    // seam: the types of ws lack it
    ...({ closeTimeout: limits.handshakeTimeout } as object),
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // A frame up to twice the limit can be answered; a larger one closes the connection before it is read.
    maxPayload: 2 * limits.maxPayload,
    maxFragments: limits.maxFragments,
    // Pings count as frames.
    autoPong: false,
    // Clients of Phoenix offer this subprotocol, and may add a token.
    handleProtocols: (offered) => (offered.has('phoenix') ? 'phoenix' : false),
  });
  /** Cookies to set: of sessions that begin, so that a browser finds its regions again, or that need a fresh cookie. */
  const cookies = new WeakMap<IncomingMessage, string>();
  server.on('headers', (headers, request) => {
    const cookie = cookies.get(request);
    if (cookie) headers.push(`Set-Cookie: ${cookie}`);
  });
  return (request, socket, head) =>
    chain(handshake.openConnection(request, socket), (verdict) => {
      if ('status' in verdict) return refuse(socket, verdict.status, verdict.reason);
      if (verdict.cookie) cookies.set(request, verdict.cookie);
      server.handleUpgrade(request, socket, head, (webSocket) =>
        connect(verdict, new WebSocketTransport(webSocket)),
      );
    });
}

/** Frames over a WebSocket. */
class WebSocketTransport implements Transport {
  readonly #webSocket: WebSocket;
  #receiver!: FrameReceiver;
  /** Called when a frame was sent. */
  readonly #onSent = (): void => this.#receiver.onDrained();

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
  }

  get buffered(): number {
    return this.#webSocket.bufferedAmount;
  }

  deliverTo(receiver: FrameReceiver): void {
    this.#receiver = receiver;
    const webSocket = this.#webSocket;
    webSocket.on('message', (data, isBinary) => {
      const bytes = data as Buffer;
      if (receiver.admitFrame(bytes.length))
        receiver.receiveFrame(isBinary ? bytes : bytes.toString());
    });
    webSocket.on('ping', (data) => {
      if (receiver.admitFrame(data.length)) webSocket.pong(data);
    });
    webSocket.on('pong', (data) => void receiver.admitFrame(data.length));
    // If the client closes, it chooses the message.
    webSocket.on('close', (code, message) =>
      receiver.onClosed(code, printable(message.toString(), 123)),
    );
    // The close event that follows has another code than the client: it was not the client that closed.
    webSocket.on('error', ({ code = '', message }: NodeJS.ErrnoException) => {
      if (code.startsWith('WS_ERR_')) receiver.onClosed(faultCodes[code] ?? 1002, message);
    });
  }

  send(text: string): void {
    if (this.#webSocket.readyState === WebSocket.OPEN) this.#webSocket.send(text, this.#onSent);
  }

  close(reason: CloseReason, message: string): void {
    const code = closeCodes[reason];
    // A client that does not read would not see the closing frame either, so nothing waits for its answer.
    if (this.buffered > 0) this.#webSocket.terminate();
    else this.#webSocket.close(code, message);
    this.#receiver.onClosed(code, message);
  }

  drop(): void {
    this.#webSocket.terminate();
    this.#receiver.onClosed(1006, '');
  }

  pause(): void {
    this.#webSocket.pause();
  }

  resume(): void {
    this.#webSocket.resume();
  }
}

/** The codes with which ws closes a connection for a fault of the client's; 1002 for all others. */
const faultCodes: Record<string, number> = {
  WS_ERR_INVALID_UTF8: closeCodes['not-utf8'],
  WS_ERR_TOO_MANY_BUFFERED_PARTS: closeCodes['too-many-frames'],
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: closeCodes['too-large'],
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: closeCodes['too-large'],
};

function refuse(socket: Duplex, status: number, reason: string): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(reason)}\r\n\r\n${reason}`,
  );
}
