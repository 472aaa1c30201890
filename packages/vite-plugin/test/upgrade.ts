import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { request as requestSecurely } from 'node:https';
import type { Duplex } from 'node:stream';

/** A server's answer to an offer of WebSocket. */
export interface Upgraded {
  /** 101 where it was taken. */
  status: number;
  socket: Duplex;
}

/** Offers a server to go on with WebSocket, as no browser would let a page do. */
export async function upgrade(
  origin: string,
  target: string,
  headers: Record<string, string> = {},
): Promise<Upgraded> {
  const { hostname, port, protocol } = new URL(origin);
  const asking = (protocol === 'https:' ? requestSecurely : request)({
    rejectUnauthorized: false,
    hostname,
    port,
    path: target,
    agent: false,
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
      ...headers,
    },
  });
  asking.end();
  const taken = once(asking, 'upgrade') as Promise<[IncomingMessage, Duplex]>;
  const refused = once(asking, 'response') as Promise<[IncomingMessage]>;
  const [response] = await Promise.race([taken, refused]);
  // Whichever comes not fails with the connection.
  taken.catch(() => undefined);
  refused.catch(() => undefined);
  return { status: response.statusCode ?? 0, socket: response.socket };
}

/** A message, as a client sends it. */
export function clientFrame(text: string): Buffer {
  const content = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length);
  const mask = Buffer.alloc(4);
  return Buffer.concat([Buffer.from([0x81, 0x80 | 126]), length, mask, content]);
}
