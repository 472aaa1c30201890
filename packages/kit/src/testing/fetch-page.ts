import { type App, createApp } from '../app/app.js';
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

/** An app for tests: in development mode, with a secret of its own. Pages that browsers would repair fail. */
export const createTestApp = (modules: AppModules): App =>
  createApp({
    modules,
    mode: 'development',
    markup: new MarkupInspector(),
    build: 'test',
    secret: 'a secret for tests, 32 bytes long',
    // A region may come late.
    assets: { ...noAssets, hasRegions: () => Object.keys(modules.views).length > 0 },
  });

/**
 * Asks an app for a page, without a network.
 *
 * @param app an app, or the modules of one
 * @param path path and query
 * @throws SkerryError `start-failed`
 */
export async function fetchPage(
  app: App | AppModules,
  path: string,
  init: RequestInit = {},
): Promise<FetchedPage> {
  const running = 'fetch' in app ? app : createTestApp(app);
  await running.started;
  const response = await running.fetch(new Request(new URL(path, 'http://localhost'), init));
  const html = await response.text();
  const document = parsePage(fillPlaces(html));
  return { status: response.status, headers: response.headers, html, document };
}
