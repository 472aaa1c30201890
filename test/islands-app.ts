import type { Browser, Page } from 'playwright';

import { type RunningApp, startBuilt, startDevelopment } from './apps.js';

/** The two ways to serve an app. */
export const modes = ['production', 'development'] as const;

/** Starts the app of these tests. */
export const startIslandApp = (mode: (typeof modes)[number]): Promise<RunningApp> =>
  mode === 'production' ? startBuilt('test/app') : startDevelopment('test/app');

/** A page that records its errors, scripts and frames. */
export interface WatchedPage {
  page: Page;
  /** Errors, and warnings of the console. */
  complaints: string[];
  /** Paths of the scripts that were asked for, in order. */
  scripts: string[];
  /** Frames that the server sent to regions. */
  frames: string[];
}

/** The beginning of the answer to a heartbeat. */
const heartbeat = '[0,';

/** Opens a fresh browser context, and in it a page that is watched from the start. */
export async function watchPage(browser: Browser): Promise<WatchedPage> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const watched: WatchedPage = { page, complaints: [], scripts: [], frames: [] };
  page.on('pageerror', (error) => watched.complaints.push(String(error)));
  page.on('console', (message) => {
    // The development server reports failures of one page to all others.
    if (message.text().startsWith('[vite]')) return;
    if (message.type() === 'error' || message.type() === 'warning')
      watched.complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (request.resourceType() === 'script') watched.scripts.push(new URL(request.url()).pathname);
  });
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (!String(payload).startsWith(heartbeat)) watched.frames.push(String(payload));
    }),
  );
  await page.addInitScript(() => {
    const log: object[] = [];
    Object.assign(globalThis, { hydrated: log });
    document.addEventListener('skerry:hydrated', (event) => {
      log.push((event as CustomEvent<object>).detail);
    });
  });
  return watched;
}

/** Waits until every region of the page is joined, and no message is on its way. */
export const live = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => {
    const hosts = [...document.querySelectorAll<HTMLElement>('skerry-live')];
    return (
      hosts.length > 0 &&
      hosts.every((host) => host.dataset.state === 'live') &&
      !document.querySelector('[aria-busy]')
    );
  });
