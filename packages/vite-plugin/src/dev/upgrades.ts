import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { takeUpgrades } from '@skerry/kit/server';
import { isHostAllowed } from 'host-validation-middleware';
import type { ServerOptions, ViteDevServer } from 'vite';

import type { DevApp } from './app.js';

/**
 * Hands the app the upgrades of the path that regions connect to. In middleware mode they come to the server around Vite, if
 * it is named. Returns a function that stops this: that server outlives a restart of Vite.
 */
export function takeDevUpgrades(
  dev: DevApp,
  { config, httpServer }: ViteDevServer,
  edge: Parameters<typeof takeUpgrades>[1],
): () => void {
  const offers = new EventEmitter();
  // seam: it needs only the events of a server
  takeUpgrades(offers as Server, edge, async (request, socket, head) => {
    if (!mayBeCalled(request.headers.host, config.server)) return refuse(socket);
    // The pages show why the app cannot start.
    const running = await dev.whenRunning().catch(() => undefined);
    if (running) await running.app.upgrade(request, socket, head);
    else socket.destroy();
  });
  const server = httpServer ?? serverAround(config.server);
  const pass = (...offer: unknown[]) => void offers.emit('upgrade', ...offer);
  server?.on('upgrade', pass);
  return () => void server?.off('upgrade', pass);
}

const serverAround = ({ middlewareMode }: ServerOptions): Pick<Server, 'on' | 'off'> | undefined =>
  // seam: Vite's type has only the member `on` of Node's server
  typeof middlewareMode === 'object' ? (middlewareMode.server as Server) : undefined;

/** Tells whether the server has this host. Vite has the same rule for requests, and skips it over TLS too. */
const mayBeCalled = (
  host: string | undefined,
  { allowedHosts = [], https }: ServerOptions,
): boolean => allowedHosts === true || https !== undefined || isHostAllowed(host, allowedHosts);

function refuse(socket: Duplex): void {
  const reason = 'This host is not among `server.allowedHosts` of vite.config.ts.';
  socket.end(
    'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Type: text/plain\r\n' +
      `Content-Length: ${reason.length}\r\n\r\n${reason}`,
  );
}
