import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import sirv from 'sirv';

import { type App, livePath } from '../app/app.js';
import { compress } from './compress.js';
import { createListener, type Listener } from './listener.js';
import { withPageFiles } from './page-files.js';
import type { Prerendered } from '../app/prerendered.js';
import { noteResponse, serveWithoutUpgrade } from './without-upgrade.js';

/** Where and what a server serves beside its app. */
export interface ServeOptions {
  /** 0 for any that is free. */
  port: number;
  /** All interfaces where absent. */
  host?: string | undefined;
  /** The folder of the files for the browser; those under `assets` never change. */
  files?: string | undefined;
  /** The pages among those files. */
  prerendered?: Prerendered['pages'] | undefined;
  /** Milliseconds that open requests are given when the server stops. */
  stopTime?: number;
}

/** A server that listens. */
export interface RunningServer {
  readonly port: number;
  /** Ends it: accepts nobody new, ends the connections of regions, finishes open requests within the bound. */
  stop(): Promise<void>;
}

/** Serves an app and its files with Node's HTTP server. */
export async function serveApp(app: App, options: ServeOptions): Promise<RunningServer> {
  const pages = createListener(
    async (request) => compress(request, await app.fetch(request)),
    app.config,
  );
  const answer = options.files === undefined ? pages : withFiles(options.files, pages, options);
  const server = createServer((request, response) => {
    // A connection that is kept alive would hold up the stop until it times out.
    response.once(
      'close',
      () => server.listening || setImmediate(() => server.closeIdleConnections()),
    );
    noteResponse(request, response);
    answer(request, response);
  });
  const upgraded = takeUpgrades(server, app);
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      const timer = setTimeout(() => {
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }, options.stopTime ?? 10_000);
      await app.close();
      await closed;
      clearTimeout(timer);
    },
  };
}

function withFiles(folder: string, pages: Listener, { prerendered = {} }: ServeOptions): Listener {
  const files = sirv(folder, {
    etag: true,
    gzip: true,
    brotli: true,
    extensions: [],
    setHeaders(response, path) {
      if (path.startsWith('/assets/'))
        response.setHeader('cache-control', 'public, max-age=31536000, immutable');
    },
  });
  const plain: Listener = (request, response) =>
    files(request, response, () => pages(request, response));
  const any = Object.keys(prerendered).length > 0;
  const all = any ? withPageFiles(folder, prerendered, { files: plain, pages }) : plain;
  return (request, response) =>
    (request.method === 'GET' || request.method === 'HEAD' ? all : pages)(request, response);
}

/** Hands upgrades to the app. Node's server forgets their sockets, and yet waits for them when it stops: the result has them. */
function takeUpgrades(server: Server, app: App): Iterable<Duplex> {
  const open = new Set<Duplex>();
  server.on('upgrade', (request, socket, head) => {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket')
      return serveWithoutUpgrade(server, request, socket, head);
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    if (request.url?.split('?')[0] === livePath) app.upgrade(request, socket, head);
    else refuseUpgrade(socket);
  });
  return open;
}

// Nobody else answers an upgrade: left alone, it would hang.
function refuseUpgrade(socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
}
