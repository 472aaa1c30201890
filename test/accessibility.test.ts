import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';

declare global {
  interface Window {
    axe: { run(options: RunOptions): Promise<AxeResults> };
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const paths = [
  '/',
  '/counter',
  '/todo',
  '/form',
  '/chat',
  '/fields',
  '/table',
  '/islands',
  '/twins',
  '/notes',
  '/notes/fog',
  '/watch',
  '/tower',
  '/stream',
  '/login',
  '/admin',
  '/admin/analytics',
  '/about',
  '/nowhere',
];

let browser: Browser;
let playground: RunningApp;
beforeAll(async () => {
  [browser, playground] = await Promise.all([openBrowser(), startBuilt('playground')]);
});
afterAll(async () => {
  await browser.close();
  await playground.stop();
});

/** Opens a page of the playground, and waits until it is at rest. */
async function open(path: string, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true, ...options });
  const page = await context.newPage();
  await page.goto(playground.origin + path);
  if (path.startsWith('/admin')) await enterOffice(page);
  await page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLElement>('skerry-live')].every(
      ({ dataset }) => dataset.state === 'live',
    ),
  );
  return page;
}

/** Logs in as the keeper of the harbour, who is sent back to the page then. */
async function enterOffice(page: Page): Promise<void> {
  await page.fill('#name', 'ann');
  await page.fill('#password', 'lamp and oil');
  await page.click('.login button');
  await page.waitForURL('**/admin**');
}

/** The serious faults that axe finds on a page, with the elements. */
async function faultsOf(page: Page, options: RunOptions): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((wanted) => window.axe.run(wanted), options);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** The rules that colours decide; the others find the same in all of them. */
const ofColours: RunOptions = { runOnly: ['color-contrast', 'link-in-text-block'] };

describe.each([
  ['light', { colorScheme: 'light' }, {}],
  ['dark', { colorScheme: 'dark' }, ofColours],
  ['forced colours', { forcedColors: 'active' }, ofColours],
] as const)('in %s', (_, options, rules) => {
  test.each(paths)('%s has no serious fault of accessibility', async (path) => {
    const page = await open(path, options);
    expect(await faultsOf(page, rules)).toEqual([]);
    await page.context().close();
  });
});

describe('by the keyboard alone', () => {
  /** What can have the focus, in the order of the page. */
  const focusable = (page: Page) =>
    page.evaluate(() => {
      const selector =
        'a[href],button:not([disabled]),input:not([disabled],[type=hidden]),select,textarea,summary,[tabindex="0"],[contenteditable]';
      const names = new Set<string>();
      return [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => {
        const { type, name } = element as HTMLInputElement;
        // Of radio buttons the checked one has the focus.
        if (type === 'radio') {
          if (names.has(name) || !(element as HTMLInputElement).checked) return false;
          names.add(name);
        }
        return element.checkVisibility() && element.tabIndex >= 0;
      }).length;
    });

  test.each(paths)('%s can be walked through, and the focus is seen', async (path) => {
    const page = await open(path, {});
    // Beyond these the rows of a table are alike.
    const count = Math.min(await focusable(page), 200);
    const seen = new Set<number>();
    const unseen: string[] = [];
    for (let i = 0; i < count * 2 && seen.size < count; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement & { order?: number };
        if (element === document.body) return null;
        element.order ??= Math.random();
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        const isSeen = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
        return { order: element.order, isSeen, html: element.outerHTML.slice(0, 100) };
      });
      if (!at) continue;
      seen.add(at.order);
      if (!at.isSeen) unseen.push(at.html);
    }
    expect([seen.size >= count, [...new Set(unseen)]]).toEqual([true, []]);
    await page.context().close();
  });
});
