import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/**
 * Serves a request that offers another protocol as if it offered none. Node takes every such offer for an upgrade as soon
 * as one is served, and then reads no body; a server may ignore an offer (RFC 9110, 7.8). So the request goes to the
 * server once more, without the offer, on what looks like a new connection.
 */
export function serveWithoutUpgrade(
  server: Server,
  { method, url, httpVersion, rawHeaders }: IncomingMessage,
  socket: Duplex,
  rest: Buffer,
): void {
  const before = answering.get(socket);
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]?.toLowerCase() !== 'upgrade')
      lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  const replayed = new Replayed(socket as Socket, Buffer.concat([head, rest]));
  const serve = () => server.emit('connection', replayed);
  // Requests of one connection are answered in their order.
  if (before && !before.writableFinished) before.once('close', serve);
  else serve();
}

/** The last response that was begun on a connection. */
const answering = new WeakMap<Duplex, ServerResponse>();

/** Takes note of a response, so that a request behind it that offers another protocol waits for its turn. */
export const noteResponse = (request: IncomingMessage, response: ServerResponse): void =>
  void answering.set(request.socket, response);

/** A socket whose first bytes are to be read again. Put back into the socket, they could be overtaken by what arrives. */
class Replayed extends Duplex {
  readonly remoteAddress: string | undefined;
  readonly #socket: Socket;

  constructor(socket: Socket, first: Buffer) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    this.remoteAddress = socket.remoteAddress;
    this.push(first);
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(
    chunk: Buffer,
    encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.#socket.write(chunk, encoding, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
