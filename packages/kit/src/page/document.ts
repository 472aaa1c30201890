import { regionTag } from '@skerry/wire';

import type { ResolvedConfig } from '../core/config.js';
import { toError } from '../core/thrown.js';
import type { Hooks } from '../hooks/types.js';
import type { RegionPage } from '../live/registry/region-mounter.js';
import type { MarkupInspector } from '../markup/inspector.js';
import type { HtmlContext } from '../template/html-context.js';
import type { IslandContext } from '../template/island/island-html.js';
import { withoutMarks } from '../template/origin.js';
import type { LiveElement } from '../template/live.js';
import type { Assets } from './assets.js';
import type { PageProps } from './module.js';
import { PageContents } from './page-contents.js';
import { isPageInterrupt, type PageInterrupt } from './page-interrupt.js';
import { renderPage } from './page.js';
import { Boundaries } from './boundaries.js';
import { type Lateness, makeShell, type Shell } from './shell.js';
import type { Site } from './site.js';
import { documentEnd, type DocumentRest, writeBodyFirst } from './stream.js';

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
  /** All of it, or what is sent before the late boundaries. */
  html: string;
  /** The rest, where a boundary is late. */
  rest?: DocumentRest;
  /** True if another reader may be sent another document. */
  varies: boolean;
}

/** How a document reaches its reader. Only pages with boundaries ask. */
export interface Delivery {
  /** True if it is sent in the order in which it is read; otherwise its boundaries come as they are ready. */
  readonly ordered: boolean;
  /** True if the reader puts late content in its place without script. */
  readonly native: boolean;
}

/** The way to a reader that keeps the whole document: a file, a crawler. */
export const whole: Delivery = { ordered: true, native: false };

/** Renders a page, the last of the files, into its document; returns the interrupt if the page gives one. */
export async function pageDocument(
  app: PageRenderContext,
  page: RegionPage,
  files: readonly string[],
  props: PageProps,
  delivery: Delivery,
): Promise<PageDocument | PageInterrupt> {
  const contents = new PageContents();
  const report = (error: Error, where: string) =>
    app.hooks.onError.call({ error, where, url: page.url });
  const failed = (error: Error) => report(error, 'request');
  const boundaries = new Boundaries({ timeout: app.config.limits.boundaryTimeout, failed });
  try {
    const content = await renderPage(app.site.chain(files), props, {
      ...liveContext(app, page, contents),
      failed(thrown) {
        if (isPageInterrupt(thrown)) throw thrown;
        const error = toError(thrown);
        report(error, 'boundary');
        return error;
      },
      // The browser would read late content as HTML, and not in the language of a drawing or a formula.
      suspend: (suspended, place, isHtml) =>
        isHtml && !delivery.ordered
          ? boundaries.suspend(suspended, place)
          : boundaries.writeInOrder(suspended, place),
    });
    if (isPageInterrupt(content)) return content;
    const written = await writeBodyFirst(content, boundaries, (head, headers) => {
      const { search } = page.url;
      const late = lateness(boundaries, delivery);
      return makeShell({ head, headers, files, contents, late, search }, app.assets);
    });
    if (isPageInterrupt(written)) return written;
    const { shell, body } = written;
    const { headers, live } = shell;
    if (app.development && live) warnOfMany(app.config, page.url.pathname, body);
    const begin = shell.html + body;
    const varies = boundaries.areUsed;
    if (!boundaries.arePending)
      return { html: inspected(app.markup, begin + documentEnd), headers, live, varies };
    const html = inspected(app.markup, begin);
    boundaries.isSent = true;
    return { html, rest: restOf(boundaries, app.markup, failed), headers, live, varies };
  } finally {
    if (!boundaries.isSent) boundaries.end();
  }
}

/** The regions and islands of a page, and the marks of development. */
const liveContext = (
  app: PageRenderContext,
  page: RegionPage,
  contents: PageContents,
): Pick<HtmlContext, 'region' | 'island' | 'islands' | 'marks'> => ({
  islands: islandContext(app.hooks, page.url),
  island: contents.addIsland,
  marks: app.markup !== undefined,
  region(element, path) {
    contents.hasRegion = true;
    return app.mount(element, path, { ...page, island: contents.addIsland });
  },
});

/** HTML without the marks of development. @throws SkerryError `repaired-markup` */
const inspected = (markup: MarkupInspector | undefined, html: string): string =>
  markup ? markup.page(html) : html;

/** The late content of a page. A fault in its markup is reported; the page is on its way and shows it as it is. */
const restOf = (
  boundaries: Boundaries,
  markup: MarkupInspector | undefined,
  report: (error: Error) => void,
): DocumentRest => ({
  async nextHtml() {
    const html = await boundaries.nextHtml();
    if (html === undefined) return undefined;
    try {
      return inspected(markup, html);
    } catch (thrown) {
      report(toError(thrown));
      return withoutMarks(html);
    }
  },
  end: () => boundaries.end(),
});

const lateness = ({ arePending }: Boundaries, delivery: Delivery): Lateness =>
  arePending ? (delivery.native ? 'native' : 'module') : 'none';

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
