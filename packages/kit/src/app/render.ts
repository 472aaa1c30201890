import { regionTag } from '@skerry/wire';

import type { RegionPage } from '../live/registry/region-mounter.js';
import type { HeaderOverrides } from '../core/answer-headers.js';
import type { ResolvedConfig } from '../core/config.js';
import { fail, SkerryError } from '../core/errors.js';
import type { RequestContext } from '../core/request-context.js';
import { toError } from '../core/thrown.js';
import { within } from '../core/within.js';
import type { Hooks } from '../hooks/types.js';
import type { MarkupInspector } from '../markup/inspector.js';
import { type PageInterrupt, isPageInterrupt } from '../page/page-interrupt.js';
import type { Assets } from '../page/assets.js';
import { documentHtml } from '../page/document.js';
import { fallbackBody } from '../page/fallback.js';
import { type PageProps, pageProps } from '../page/module.js';
import { renderPage } from '../page/page.js';
import { PageIslands } from '../page/page-islands.js';
import { documentResponse } from '../page/response.js';
import type { ErrorPage } from '../route/table.js';
import type { LiveElement } from '../template/live.js';
import type { IslandContext } from '../template/island/island-html.js';
import type { Site } from './site.js';

/** What rendering a page asks of the app. */
export interface PageRenderContext {
  site: Site;
  assets: Assets;
  hooks: Hooks;
  config: Pick<ResolvedConfig, 'limits' | 'log'>;
  /** Whether error pages are given what failed, and developers are warned. */
  development: boolean;
  /** Finds what browsers would repair, in development and tests. */
  markup?: MarkupInspector | undefined;
  /** The HTML of a region, mounted where it stands. */
  mount(element: LiveElement, path: string, page: RegionPage): string | Promise<string>;
  /** Takes note of what failed, and for which URL. */
  report(thrown: unknown, url: URL, where?: string): void;
}

/** Why a visitor is shown an error page. */
export interface Fault {
  status: number;
  reason: string;
  error?: Error;
}

/** What a visitor is told of what was thrown. */
export function faultOf(error: Error): Fault {
  return isTimeout(error)
    ? { status: 503, reason: 'This took too long.', error }
    : { status: 500, reason: 'Something went wrong.', error };
}

const isTimeout = (error: Error): boolean =>
  error instanceof SkerryError && error.code === 'answer-timeout';

interface Plan {
  /** Files under `src/pages`, outermost layout first and the page last. */
  files: readonly string[];
  status: number;
  props: PageProps;
}

/** A page in its document. */
export interface PageDocument {
  html: string;
  /** What the page and its layouts ask for. */
  headers: HeaderOverrides;
  /** Whether it holds a region. */
  live: boolean;
}

/** Answers with a page; what it answered instead, where it did. */
export async function pageResponse(
  app: PageRenderContext,
  context: RequestContext,
  { files, status, props }: Plan,
): Promise<Response | PageInterrupt> {
  const milliseconds = app.config.limits.answerTimeout;
  const document = await within(
    milliseconds,
    pageDocument(app, context, files, props),
    () => fail('answer-timeout', { milliseconds }),
    (error) => app.report(error, context.url, 'late'),
  );
  if (isPageInterrupt(document)) return document;
  context.headers = document.headers;
  context.live = document.live;
  return documentResponse(context.request, { ...document, status });
}

/** Renders a page, the last of the files, into its document; what it answered instead, where it did. */
export async function pageDocument(
  app: PageRenderContext,
  page: RegionPage,
  files: readonly string[],
  props: PageProps,
): Promise<PageDocument | PageInterrupt> {
  let live = false;
  const islands = new PageIslands();
  const content = await renderPage(app.site.chain(files), props, {
    islands: islandContext(app.hooks, page.url),
    island: islands.add,
    marks: app.markup !== undefined,
    region(element, path) {
      live = true;
      return app.mount(element, path, { ...page, island: islands.add });
    },
  });
  if (isPageInterrupt(content)) return content;
  const { body, head, headers } = content;
  if (app.development && live) warnOfMany(app.config, page.url.pathname, body);
  const html = documentHtml({ body, head, files, live, islands }, app.assets);
  return { html: app.markup ? app.markup.page(html) : html, headers, live };
}

/** What islands that stand on a page itself ask of it. */
const islandContext = (hooks: Hooks, url: URL): IslandContext => ({
  host: '',
  rendered: (island, micros, bytes) => hooks.onIsland.call({ island, micros, bytes }),
  failed: (island, error) => hooks.onError.call({ error, where: 'island', url, island }),
});

/** Says where a page holds more regions than its connection will join; those inside of others count too. */
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

/** Shows the nearest error page that can be rendered, or a plain one. Details of a failure are for developers. */
export async function errorResponse(
  app: PageRenderContext,
  context: RequestContext,
  candidates: readonly ErrorPage[],
  { status, reason, error }: Fault,
): Promise<Response> {
  const details = app.development && error !== undefined ? { error } : {};
  for (const { file, layouts } of candidates) {
    const props = { ...pageProps(context), status, reason, ...details };
    try {
      const result = await pageResponse(app, context, { files: [...layouts, file], status, props });
      if (result instanceof Response) return result;
    } catch (thrown) {
      const failure = toError(thrown);
      app.report(failure, context.url);
      // What this one waited for, the next may wait for too.
      if (isTimeout(failure)) break;
    }
  }
  const body = fallbackBody(status, reason, details.error);
  const html = documentHtml(
    { body, head: { title: `${status}` }, files: [], live: false, islands: new PageIslands() },
    app.assets,
  );
  return documentResponse(context.request, { status, html, headers: {} });
}
