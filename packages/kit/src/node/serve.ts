import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { App } from '../app/app.js';
import type { Prerendered } from '../prerender/prerendered.js';
import { compress } from './compress.js';
import {
  edgeRequest,
  guardConnections,
  guardRequest,
  type Listener,
  takeUpgrades,
} from './edge.js';
import { answerWith } from './listener.js';
import { servePublicFiles } from './public-files.js';

/** The options of a server, in addition to its app. */
export interface ServeOptions {
  /** The port; 0 for any free one. */
  port: number;
  /** All interfaces if absent. */
  host?: string | undefined;
  /** The folder of the files for the browser; those under `assets` never change. */
  files?: string | undefined;
  /** The pages among those files. */
  prerendered?: Prerendered['pages'] | undefined;
  /** Milliseconds that open requests have when the server stops. */
  stopTime?: number;
}

/** A server that listens. */
export interface RunningServer {
  readonly port: number;
  /** Stops the server: accepts no new connections, ends those of regions, and finishes open requests within the bound. */
  stop(): Promise<void>;
}

/** Serves an app and its files with Node's HTTP server. Requests wait until the app has started. */
export async function serveApp(app: App, options: ServeOptions): Promise<RunningServer> {
  const { limits } = app.config;
  const server = createServer({
    IncomingMessage: edgeRequest(app.config.base),
    connectionsCheckingInterval: Math.min(1000, limits.headersTimeout / 4),
  });
  const edge = { limits, report: app.report };
  const closeSilent = guardConnections(server, edge);
  const upgraded = takeUpgrades(server, { ...edge, base: app.config.base }, app.upgrade);
  server.on('request', guardRequest(serveFiles(app, options), edge));
  server.on('request', (_, response) =>
    // A kept-alive connection would delay the stop until it times out.
    response.once(
      'close',
      () => server.listening || setImmediate(() => server.closeIdleConnections()),
    ),
  );
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      closeSilent();
      const timer = setTimeout(() => {
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }, options.stopTime ?? 10_000);
      await app.close('stop', closed);
      clearTimeout(timer);
    },
  };
}

/** Answers with the files of an app, and with its pages if there is no file, once the app has started. */
export function serveFiles(
  app: App,
  { files, prerendered = {} }: Pick<ServeOptions, 'files' | 'prerendered'>,
): Listener {
  const { config, policy, report } = app;
  const pages = answerWith(app, async (request) => compress(request, await app.fetch(request)));
  if (files === undefined) return pages;
  const answers = servePublicFiles({
    folder: files,
    base: config.base,
    pages: prerendered,
    limits: config.limits,
    headers: config.headers,
    isAllowed: (request) => !('status' in policy.originOf(request)),
    missing: pages,
    report,
  });
  let current: Listener = (request, response) =>
    started.then((listener) => listener(request, response));
  // An app whose start failed reports that itself.
  const started = app.started.then(
    () => (current = answers),
    () => pages,
  );
  return (request, response) => current(request, response);
}
