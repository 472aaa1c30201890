import { expect } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright';

/** A page of an app, and what went wrong in it. */
export interface OpenedPage {
  readonly page: Page;
  readonly problems: readonly string[];
}

/** Opens the first page of an app, in a browser context of its own. */
export async function openApp(
  browser: Browser,
  origin: string,
  options?: BrowserContextOptions,
): Promise<OpenedPage> {
  const page = await (await browser.newContext(options)).newPage();
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(origin);
  return { page, problems };
}

/** Uses the live view and both islands of an app that create-skerry made with `--template islands --react --tailwind`, from their first state. */
export async function useApp({ page, problems }: OpenedPage): Promise<void> {
  await page.click('button:text-is("+")');
  await page.waitForSelector('output:text-is("4")');
  await clickLive(page, 'as a number', 'b:text-is("4 of 10")');
  await clickLive(page, 'React +', 'b:text-is("6")');
  const width = () =>
    page.evaluate(() => getComputedStyle(document.querySelector('main')!).maxWidth);
  await expect.poll(width).toBe('672px');
  expect(problems).toEqual([]);
}

/** Clicks a button of an island that has hydrated, and waits for what comes of it. */
async function clickLive(page: Page, text: string, selector: string): Promise<void> {
  await page.waitForFunction((label) => {
    const islands = [...document.querySelectorAll<Element & { show?: unknown }>('skerry-island')];
    return islands.some(({ show, textContent }) => show && textContent?.includes(label));
  }, text);
  await page.click(`button:text-is("${text}")`);
  await page.waitForSelector(selector);
}
