import { regionTag } from '@skerry/wire';

import type { ResolvedConfig } from '../core/config.js';
import type { Hooks } from '../hooks/types.js';
import type { RegionPage } from '../live/registry/region-mounter.js';
import type { MarkupInspector } from '../markup/inspector.js';
import type { IslandContext } from '../template/island/island-html.js';
import type { LiveElement } from '../template/live.js';
import type { Assets } from './assets.js';
import type { PageProps } from './module.js';
import { PageContents } from './page-contents.js';
import { isPageInterrupt, type PageInterrupt } from './page-interrupt.js';
import { renderPage } from './page.js';
import { makeShell, type Shell } from './shell.js';
import type { Site } from './site.js';
import { writeBodyFirst } from './stream.js';

/** Everything that rendering a page needs of the app. */
export interface PageRenderContext {
  site: Site;
  assets: Assets;
  hooks: Hooks;
  config: Pick<ResolvedConfig, 'limits' | 'log'>;
  /** True if error pages show what failed, and developers are warned. */
  development: boolean;
  /** Finds what browsers would repair, in development and tests. */
  markup?: MarkupInspector | undefined;
  /** Mounts a live view as a region and renders its element. */
  mount(element: LiveElement, path: string, page: RegionPage): string | Promise<string>;
}

/** A page in its document. */
export interface PageDocument extends Pick<Shell, 'headers' | 'live'> {
  html: string;
}

/** Renders a page, the last of the files, into its document; returns the interrupt if the page gives one. */
export async function pageDocument(
  app: PageRenderContext,
  page: RegionPage,
  files: readonly string[],
  props: PageProps,
): Promise<PageDocument | PageInterrupt> {
  const contents = new PageContents();
  const content = await renderPage(app.site.chain(files), props, {
    islands: islandContext(app.hooks, page.url),
    island: contents.addIsland,
    marks: app.markup !== undefined,
    region(element, path) {
      contents.hasRegion = true;
      return app.mount(element, path, { ...page, island: contents.addIsland });
    },
  });
  if (isPageInterrupt(content)) return content;
  const written = await writeBodyFirst(content, (head, headers) =>
    makeShell({ head, headers, files, contents, complete: true }, app.assets),
  );
  if (isPageInterrupt(written)) return written;
  const { shell, body, html } = written;
  const { headers, live } = shell;
  if (app.development && live) warnOfMany(app.config, page.url.pathname, body);
  return { html: app.markup ? app.markup.page(html) : html, headers, live };
}

/** The context of islands outside of regions. */
const islandContext = (hooks: Hooks, url: URL): IslandContext => ({
  host: '',
  rendered: (island, micros, bytes) => hooks.onIsland.call({ island, micros, bytes }),
  failed: (island, error) => hooks.onError.call({ error, where: 'island', url, island }),
});

/** Warns if a page contains more regions than its connection may join; those inside others count too. */
function warnOfMany(
  { limits, log }: PageRenderContext['config'],
  path: string,
  body: string,
): void {
  const count = body.split(`<${regionTag} `).length - 1;
  if (count > limits.maxChannels)
    log.warn(
      `The page ${path} holds ${count} regions, and a connection joins at most ${limits.maxChannels}: ` +
        'the others never go live. Render fewer, or raise the limit `maxChannels`.',
    );
}
