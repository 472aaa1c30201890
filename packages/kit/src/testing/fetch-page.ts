import { type App, createApp } from '../app/app.js';
import type { Plugin } from '../core/config.js';
import type { AppModules } from '../page/site.js';
import { noAssets } from '../page/assets.js';
import { MarkupInspector } from '../markup/inspector.js';
import { parsePage, type TestElement } from './dom.js';
import { fillPlaces } from './fill-places.js';

/** The answer to a request for a page. */
export interface FetchedPage {
  readonly status: number;
  readonly headers: Headers;
  /** The page as it was sent. */
  readonly html: string;
  /** The parsed page, late content in its place. */
  readonly document: TestElement;
}

/** The modules of an app for tests, each as its file exports it. */
export interface TestAppModules extends Partial<AppModules> {
  /** Plugins, before those of `config`. */
  plugins?: readonly Plugin[];
  /** The mode of the app; `development` by default. */
  mode?: 'development' | 'production';
}

/**
 * An app for tests, with a secret of its own. Pages that browsers would repair fail.
 *
 * @throws errors of the modules and of the setups of plugins, as the start of an app does
 * @example
 * const app = createTestApp({ plugins: [hello()], parts: { 'skerry-plugin-hello/page': await import('../src/page.tsx') } });
 */
export const createTestApp = ({
  routes = {},
  views = {},
  parts = {},
  config = {},
  plugins = [],
  mode = 'development',
}: TestAppModules): App =>
  createApp({
    modules: {
      routes,
      views,
      parts,
      config: { ...config, plugins: [...plugins, ...(config.plugins ?? [])] },
    },
    mode,
    markup: new MarkupInspector(),
    build: 'test',
    secret: 'a secret for tests, 32 bytes long',
    // A region may come late.
    assets: { ...noAssets, hasRegions: () => Object.keys(views).length > 0 },
  });

/**
 * Asks an app for a page, without a network.
 *
 * @param app an app, or the modules of one
 * @param path path and query
 * @throws SkerryError `start-failed`
 */
export async function fetchPage(
  app: App | TestAppModules,
  path: string,
  init: RequestInit = {},
): Promise<FetchedPage> {
  const running = 'fetch' in app ? app : createTestApp(app);
  await running.started;
  const headers = new Headers(init.headers);
  if (!headers.has('accept')) headers.set('accept', 'text/html');
  const url = new URL(path, 'http://localhost');
  const response = await running.fetch(new Request(url, { ...init, headers }));
  const html = await response.text();
  const document = parsePage(fillPlaces(html));
  return { status: response.status, headers: response.headers, html, document };
}
