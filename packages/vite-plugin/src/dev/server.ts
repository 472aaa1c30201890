import type { Server } from 'node:http';

import { defaultLimits, guardConnections, takeUpgrades } from '@skerry/kit/server';
import type { Connect, Plugin } from 'vite';

import { DevApp } from './app.js';
import { clientUpdate, serverUpdate } from './hot.js';
import { createOverlay } from './overlay.js';

/** Runs the app on Vite's own server and port. */
export function devServer(): Plugin {
  let dev: DevApp;
  return {
    name: 'skerry:dev',
    apply: 'serve',
    configureServer(server) {
      dev = new DevApp(server, createOverlay(server));
      const { httpServer } = server;
      if (httpServer) {
        const edge = { limits: defaultLimits, report: (error: unknown) => dev.fail(error) };
        // seam: Vite's own server may speak HTTP/2, whose requests are read in the same way
        guardConnections(httpServer as Server, edge);
        takeUpgrades(httpServer as Server, edge, async (request, socket, head) => {
          const { app } = await dev.running();
          await app.upgrade(request, socket, head);
        });
      }
      server.httpServer?.on('close', () => void dev.close());
      // After Vite's own middlewares, which answer for files and modules.
      return () => server.middlewares.use(pages(dev, `${server.config.base}@vite/client`));
    },
    async hotUpdate(options) {
      return this.environment.name === 'client'
        ? clientUpdate(this.environment, options)
        : this.environment.name === 'ssr'
          ? serverUpdate(dev, this.environment, options)
          : undefined;
    },
  };
}

const pages =
  (dev: DevApp, client: string): Connect.NextHandleFunction =>
  (request, response) => {
    dev.running().then(
      ({ listener }) => listener(request, response),
      (error) => {
        dev.fail(error);
        response.writeHead(500, { 'content-type': 'text/html; charset=utf-8' });
        response.end(
          `<!doctype html><html lang="en"><title>500</title><script type="module" src="${client}"></script>` +
            '<p>The app cannot be started. The terminal says why.</p></html>',
        );
      },
    );
  };
