import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  const before = () => void (CSS.supports = () => false);
  live = await LivePage.joined(browser, '', { before });
  await live.page.addStyleTag({ content: '*{overflow-anchor:none}' });
  const name = await live.page.waitForFunction(
    () =>
      performance.getEntriesByType('resource').find((entry) => entry.name.includes('scroll'))?.name,
  );
  // Who asks second has it when the client has.
  await live.page.evaluate(`import(${JSON.stringify(await name.jsonValue())}).then(() => {})`);
});
afterAll(() => browser.close());

const rows = Array.from({ length: 100 }, (_, i) => `<p data-k="${i}">row ${i}</p>`).join('');
const list = `<!--[0-->${rows}<!--]-->`;
const added = (before: string | null) => ({
  0: { l: [['+', before, ...['x', 'y'].map((key) => [key, { s: [1, '<p>new</p>'] }])]] },
});
const topOf = (row: number) =>
  live.page.$eval(`[data-k="${row}"]`, (element) => element.getBoundingClientRect().top);
/** Scrolls to a row. A frame later browsers have told of it. */
const scrollToRow = (row: number) =>
  live.page.$eval(`[data-k="${row}"]`, async (element) => {
    element.scrollIntoView();
    await new Promise(requestAnimationFrame);
  });

describe('in a browser without scroll anchoring, the content in view stays where it is', () => {
  test('while rows come and go above it', async () => {
    await live.show(`<div>${list}</div>`);
    await scrollToRow(50);
    await live.push(added('0'));
    expect(await topOf(50)).toBe(0);
    await live.push({ 0: { l: [['-', '0', '1', '2', '3']] } });
    expect(await topOf(50)).toBe(0);
    await live.push({ 0: { l: [['-', '50']] } });
    expect(await topOf(51)).toBeGreaterThan(0);
  });

  test('while rows come above it in a box that scrolls, and the page stays', async () => {
    await live.show(`<hr><div style="height: 400px; overflow: auto">${list}</div>`);
    await scrollToRow(50);
    const top = await topOf(50);
    await live.push(added('0'));
    expect(await topOf(50)).toBe(top);
    expect(await live.page.evaluate(() => scrollY)).toBe(0);
  });

  test('under a bar that is pinned to the view', async () => {
    await live.show(
      `<b style="position: fixed; inset: 0 0 auto; height: 60%">Menu</b><div>${list}</div>`,
    );
    await scrollToRow(50);
    await live.push(added('0'));
    expect(await topOf(50)).toBe(0);
  });

  test('except at the top of the page, where new content shows', async () => {
    await live.show(`<div>${list}</div>`);
    await live.page.evaluate(() => scrollTo(0, 0));
    await live.push(added('0'));
    expect(await live.page.evaluate(() => scrollY)).toBe(0);
  });

  test('while content comes below it', async () => {
    await live.show(`<div>${list}</div>`);
    await scrollToRow(50);
    await live.push(added(null));
    expect(await topOf(50)).toBe(0);
  });
});

test('a browser with scroll anchoring does not load the code for it', async () => {
  const plain = await LivePage.joined(browser, '');
  const loaded = await plain.page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  );
  expect(loaded.filter((name) => name.includes('scroll'))).toEqual([]);
});
