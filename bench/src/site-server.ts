import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createApp, createListener, livePath } from '@skerry/kit/server';
import { WebSocketServer } from 'ws';

import { Counter, Heavy, Idle, pageOf, Table } from './views.js';

/** A server in its own process, which reports its usage to its parent. */
const [, , kind] = process.argv;

/** Limits that admit a crowd from one address, for measurements of many visitors. */
const wide = {
  eventRate: 1e9,
  maxEventBurst: 1e9,
  maxConnectionsPerAddress: 100_000,
  maxUnclaimedRegions: 100_000,
  maxParkedPerSession: 100_000,
  maxParkedRegions: 100_000,
  idleTimeout: 500,
};
const limits = kind === 'skerry' ? wide : kind === 'passing' ? { parkTimeout: 2_000 } : {};

const script = '/client.js';

const app = createApp({
  mode: 'production',
  build: 'bench',
  assets: { styles: () => [], scripts: [], client: { script, preloads: [], styles: [] } },
  secret: 'a secret for benchmarks, 32 bytes',
  modules: {
    config: { limits },
    routes: {
      'counter.tsx': { default: pageOf(Counter) },
      'idle.tsx': { default: pageOf(Idle) },
      'table.tsx': { default: pageOf(Table) },
      'heavy.tsx': { default: pageOf(Heavy) },
    },
    views: { counter: Counter, idle: Idle, table: Table, heavy: Heavy },
  },
});

const pages = createListener(app);
const server = createServer((request, response) => {
  // Only isolated pages have a clock that shows microseconds.
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-embedder-policy', 'require-corp');
  if (request.url !== script) return void pages(request, response);
  response.writeHead(200, { 'content-type': 'text/javascript' });
  response.end(readFileSync(new URL('./client.js', import.meta.url)));
});
const echo = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
});
server.on('upgrade', (request, socket, head) => {
  if (kind !== 'bare' && request.url?.startsWith(livePath))
    return void app.upgrade(request, socket, head);
  echo.handleUpgrade(request, socket, head, (webSocket) => {
    webSocket.on('message', (data) => webSocket.send(data.toString()));
  });
});
server.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
);

process.on('message', (question) => {
  if (question === 'usage') {
    globalThis.gc?.();
    globalThis.gc?.();
    const { connections, regions } = app.usage();
    process.send?.({
      memory: process.memoryUsage(),
      cpu: process.cpuUsage(),
      connections,
      regions,
    });
  }
});
