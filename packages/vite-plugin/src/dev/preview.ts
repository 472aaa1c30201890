import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import type * as KitServer from '@skerry/kit/server';
import type { Plugin, PreviewServer } from 'vite';

import { FileError } from '../app-files/exports.js';
import { developmentSecret } from './secret.js';

/** The module of a built app. */
interface BuiltModule {
  readonly kit: typeof KitServer;
  readonly builtApp: KitServer.BuiltApp;
}

/** Runs the built app for `vite preview`, on the host and the port of Vite. */
export function previewServer(): Plugin {
  let app: KitServer.App | undefined;
  let unguard = (): void => {};
  return {
    name: 'skerry:preview',
    async configurePreviewServer(server) {
      const { kit, builtApp } = await importBuilt(server);
      const secret = process.env.SKERRY_SECRET?.split(',').filter(Boolean);
      const own = secret?.length ? secret : developmentSecret(server.config);
      const created = kit.createBuiltApp(builtApp, own);
      app = created.app;
      unguard = kit.guardProcess(app);
      const { limits, base } = app.config;
      const edge = { limits, report: app.report, base };
      // seam: Vite's own server may speak HTTP/2, whose requests are read in the same way
      const http = server.httpServer as Server;
      kit.guardConnections(http, edge);
      kit.takeUpgrades(http, edge, app.upgrade);
      // Before Vite's own middlewares: the app sends its files itself, as in production.
      const listener = kit.guardRequest(kit.serveFiles(app, created.files), edge);
      server.middlewares.use((request, response) => void listener(request, response));
      await app.started;
    },
    async closePreviewServer() {
      unguard();
      await app?.close();
    },
  };
}

async function importBuilt({ config }: PreviewServer): Promise<BuiltModule> {
  const folder = resolve(config.root, config.environments.ssr?.build.outDir ?? '');
  const file = join(folder, 'app.js');
  if (!existsSync(file))
    throw new FileError(
      `There is no build in ${folder} to preview.`,
      'Run `npx vite build` first.',
    );
  process.setSourceMapsEnabled(true);
  return (await import(pathToFileURL(file).href)) as BuiltModule;
}
