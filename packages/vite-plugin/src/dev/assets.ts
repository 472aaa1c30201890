import type { Assets, ClientAssets } from '@skerry/kit/server';
import type { ViteDevServer } from 'vite';

import { islandAssets } from '../islands/development.js';
import { loadsEverywhere, virtual } from '../modules/modules.js';
import { stylesOf } from '../modules/style-sheets.js';
import type { AppParts } from '../plugin-parts/app-parts.js';
import { developmentScript } from './run-failures.js';

/** What pages load from the development server. */
export async function developmentAssets(
  server: ViteDevServer,
  appParts: AppParts,
): Promise<Assets> {
  const { base } = server.config;
  const { moduleGraph } = server.environments.ssr;
  const isOnEveryPage = loadsEverywhere(await appParts.readParts());
  return {
    styles: (file) =>
      stylesOf(moduleGraph, appParts.fileOfPage(file)).map(
        // Vite's URLs are under its base.
        (url) => base + url.slice(1),
      ),
    scripts: [
      `${base}@vite/client`,
      developmentScript(base),
      ...(isOnEveryPage ? [virtualScript(base, virtual.everyPage).script] : []),
    ],
    client: virtualScript(base, virtual.client),
    late: virtualScript(base, virtual.late),
    lateStyles: virtualScript(base, virtual.lateStyles),
    ...islandAssets(server, (name) => appParts.fileOfPage(name)),
  };
}

/** A script that the plugin writes, as the development server serves it. */
const virtualScript = (base: string, id: string): ClientAssets => ({
  script: `${base}@id/__x00__${id}`,
  preloads: [],
  styles: [],
});
