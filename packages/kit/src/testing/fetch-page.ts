import type { App } from '../app/app.js';
import { createTestApp, type TestAppModules } from './create-test-app.js';
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
  const running = 'fetch' in app ? app : createTestApp({ routes: {}, ...app });
  await running.started;
  const headers = new Headers(init.headers);
  if (!headers.has('accept')) headers.set('accept', 'text/html');
  const url = new URL(path, 'http://localhost');
  const response = await running.fetch(new Request(url, { ...init, headers }));
  const html = await response.text();
  const document = parsePage(fillPlaces(html));
  return { status: response.status, headers: response.headers, html, document };
}
