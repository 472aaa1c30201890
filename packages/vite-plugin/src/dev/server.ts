import type { Server } from 'node:http';

import { defaultLimits, guardConnections } from '@skerry/kit/server';
import type { Connect, Environment, Plugin } from 'vite';

import type { AppParts } from '../plugin-parts/app-parts.js';
import { DevApp } from './app.js';
import { clientUpdate } from './client-update.js';
import type { ImportedNames } from './imported-names.js';
import { closeOnInterrupt } from './interrupt.js';
import { createOverlay } from './overlay.js';
import { serverUpdate } from './server-update.js';
import { Terminal } from './terminal.js';
import { takeDevUpgrades } from './upgrades.js';
import { Writes } from './writes.js';

/** Runs the app on Vite's own server and port. */
export function devServer(appParts: AppParts, names: ImportedNames): Plugin[] {
  /** While Vite restarts, the old app and the next one exist at the same time. */
  const apps = new Map<
    Environment,
    { dev: DevApp; endUpgrades(): void; ignoreInterrupts: (() => void) | undefined }
  >();
  let writes: Writes;
  let terminal: Terminal;
  const edits: Plugin = {
    name: 'skerry:edits',
    apply: 'serve',
    enforce: 'pre',
    hotUpdate: {
      // Before anybody reads the file: what is written after that is another edit.
      order: 'pre',
      async handler({ type, file, timestamp }) {
        terminal.forgetFailures();
        if (type === 'delete') writes.noteRemoval(file);
        else await writes.noteEdit(file, timestamp);
      },
    },
  };
  const dev: Plugin = {
    name: 'skerry:dev',
    apply: 'serve',
    config: {
      // Other plugins set `server.cors` here.
      order: 'post',
      handler: ({ server }) => {
        const cors = server?.cors === true ? { origin: '*' } : server?.cors;
        // Otherwise Vite answers every OPTIONS itself, and the app's endpoints never see one.
        return {
          server: {
            ...(cors !== false && { cors: { preflightContinue: true, ...cors } }),
            // Vite writes the errors of browsers to the terminal, with their places in the sources.
            forwardConsole: server?.forwardConsole ?? { unhandledErrors: true, logLevels: [] },
          },
        };
      },
    },
    configureServer(server) {
      writes = new Writes(server.watcher);
      names.isWritten = (file, began) => writes.areWritten([file], began);
      terminal = new Terminal(server.config.logger);
      const dev = new DevApp(server, createOverlay(server), terminal, appParts, writes);
      const edge = {
        limits: defaultLimits,
        report: (error: unknown) => terminal.writeFailure(error),
        base: server.config.base,
      };
      apps.set(server.environments.ssr, {
        dev,
        endUpgrades: takeDevUpgrades(dev, server, edge),
        // Whoever runs Vite inside another server ends it by themselves.
        ignoreInterrupts: server.config.server.middlewareMode
          ? undefined
          : closeOnInterrupt(server),
      });
      // seam: Vite's own server may speak HTTP/2, whose requests are read in the same way
      if (server.httpServer) guardConnections(server.httpServer as Server, edge);
      if (server.config.base !== '/') server.middlewares.use(toHome(server.config.base));
      // After Vite's own middlewares, which answer for files and modules.
      return () => server.middlewares.use(pages(dev, `${server.config.base}@vite/client`));
    },
    hotUpdate: {
      // Vite adds the modules that import files by a pattern.
      order: 'post',
      async handler(options) {
        const { environment } = this;
        const isOfPlugins = appParts.dependsOn(options.file);
        if (isOfPlugins) appParts.forgetParts();
        // What plugins do in the build is settled as Vite starts.
        if (isOfPlugins && environment.name === 'client' && (await changesBuild(appParts)))
          setImmediate(() => void options.server.restart());
        if (environment.name === 'client')
          return clientUpdate(environment, options, writes, names, isOfPlugins);
        const dev = apps.get(environment)?.dev;
        return dev && serverUpdate(dev, environment, options, writes, names);
      },
    },
    async closeBundle() {
      const app = apps.get(this.environment);
      apps.delete(this.environment);
      app?.endUpgrades();
      await app?.dev.closeApp();
      app?.ignoreInterrupts?.();
    },
  };
  return [edits, dev];
}

/** Tells whether plugins take part in the build, before an edit or after it. */
async function changesBuild(appParts: AppParts): Promise<boolean> {
  if (appParts.hasBuilds) return true;
  await appParts.readParts();
  return appParts.hasBuilds;
}

/** Sends visitors of the path of the app without its last slash to its home, as the built app does. */
const toHome =
  (base: string): Connect.NextHandleFunction =>
  ({ url = '' }, response, next) => {
    const [path, query] = url.split('?', 2);
    if (`${path}/` !== base) return next();
    response.writeHead(308, { location: query === undefined ? base : `${base}?${query}` });
    response.end();
  };

const pages =
  (dev: DevApp, client: string): Connect.NextHandleFunction =>
  (request, response, next) => {
    // Vite has taken the path of the app away, which the app itself knows.
    request.url = request.originalUrl ?? request.url;
    dev
      .whenRunning()
      .then(
        ({ listener }) => listener(request, response),
        (error) => {
          dev.showStartFailure(error);
          response.writeHead(500, { 'content-type': 'text/html; charset=utf-8' });
          response.end(
            `<!doctype html><html lang="en"><title>500</title><script type="module" src="${client}"></script>` +
              '<p>The app cannot be started. The terminal says why.</p></html>',
          );
        },
      )
      .catch(next);
  };
