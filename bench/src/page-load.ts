import type { Browser, CDPSession, Page } from 'playwright';

import { type MainThread, readTrace, traceCategories } from './trace.js';

/** One load of a page of islands, until all islands that hydrate by themselves have done so; milliseconds from the navigation. */
export interface PageLoad extends MainThread {
  /** The time when the last island that does not wait had hydrated. */
  ready: number;
  /** Bytes in use after a collection of garbage. */
  heap: number;
}

/** The page, the slowdown of the machine, and the number of islands that hydrate by themselves. */
export interface LoadOptions {
  url: string;
  slowdown: number;
  islands: number;
}

/** Loads a page as a first visitor does. */
export async function loadPage(browser: Browser, options: LoadOptions): Promise<PageLoad> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: options.slowdown });
    await browser.startTracing(page, { categories: traceCategories });
    await openPage(page, options);
    const trace = await browser.stopTracing();
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    const ready = await page.evaluate(
      () => performance.getEntriesByName('ready')[0]?.startTime ?? 0,
    );
    const heap = await heapOf(session);
    await tryIslands(page, options.islands);
    return { ready, heap, ...readTrace(trace, 'hydrated') };
  } finally {
    await context.close();
  }
}

/** Goes to a page and waits for its islands, without polling the page. */
export async function openPage(
  page: Page,
  { url, islands }: Pick<LoadOptions, 'url' | 'islands'>,
): Promise<void> {
  await page.addInitScript(watchIslands, islands);
  page.once('pageerror', (error) => console.error(`${url}: ${error}`));
  const hydrated = page.waitForEvent('console', (message) => message.text() === 'hydrated');
  await Promise.all([hydrated, page.goto(url)]);
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

/** Checks that islands reported as hydrated work. */
async function tryIslands(page: Page, islands: number): Promise<void> {
  await page.evaluate((count) => {
    const buttons = [...document.querySelectorAll<HTMLElement>('.counter button')];
    for (const button of buttons.slice(0, count)) button.click();
  }, islands);
  await page.waitForFunction((count) => {
    const buttons = [...document.querySelectorAll('.counter button')].slice(0, count);
    return buttons.every((button, start) => button.textContent === String(start + 1));
  }, islands);
}

/** Runs in the page before its own scripts: marks when islands of either kind are hydrated. */
function watchIslands(islands: number): void {
  let hydrated = 0;
  const note = ({ target }: Event): void => {
    const host = target as Element;
    if ((host.getAttribute('client') ?? host.getAttribute('on')) === 'load') {
      performance.clearMarks('ready');
      performance.mark('ready');
    }
    if (++hydrated < islands) return;
    performance.mark('hydrated');
    console.log('hydrated');
  };
  // Astro's event does not bubble.
  for (const type of ['astro:hydrate', 'skerry:hydrated'])
    document.addEventListener(type, note, true);
}
