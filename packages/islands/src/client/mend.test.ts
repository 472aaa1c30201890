import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { IslandPage } from '../../test/island-page.js';
import { island } from '../../test/server-html.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const fold = (slots: Record<string, string> = {}) =>
  island('fold.island', { props: { title: 'Fold' }, slots });

test('an island whose markup a parser has moved out of a paragraph hydrates there, and the fault is reported', async () => {
  const opened = await IslandPage.open(
    browser,
    `<p>a ${await fold({ children: '<h1>slot</h1>' })} z</p><hr>`,
  );
  await opened.hydrated();
  expect(await opened.html('p')).toMatch(
    /^a <skerry-island [^>]*><section>.*<h1>slot<\/h1>.*<\/section><\/skerry-island> z$/,
  );
  expect(await opened.page.locator('section').count()).toBe(1);
  await opened.page.click('.toggle');
  await opened.page.waitForSelector('section h1', { state: 'detached' });
  const message = expect.stringContaining(
    'The island "fold.island" is inside an element that may not',
  );
  expect(opened.reports).toEqual([
    { name: 'fold.island', strategy: 'load', phase: 'parse', message },
  ]);
  expect(opened.complaints).toEqual([message]);
});

test('adjacent and nested islands each get back the markup that a parser has moved out', async () => {
  const counter = await island('counter.island');
  const inner = await fold({ children: `<p>b ${await fold({ children: '<i>in</i>' })} c</p>` });
  const opened = await IslandPage.open(browser, `<p>a ${inner} y ${counter} z</p><hr>`);
  await opened.hydrated(3);
  expect(await opened.page.locator('section').count()).toBe(2);
  expect(await opened.page.locator('section section i').count()).toBe(2);
  expect(await opened.html('body')).toMatch(/<\/skerry-island> y <skerry-island .* z<\/p><hr>/s);
  await opened.page.click('.counter');
  expect(await opened.text('.counter')).toBe('count 1');
});

test('an island that never hydrates gets back the markup that a parser has moved out', async () => {
  const still = await island('chart.island', { on: 'none', props: { title: 't', points: [] } });
  const opened = await IslandPage.open(
    browser,
    `<p>a ${still} z</p>${await island('counter.island')}`,
  );
  await opened.hydrated();
  await expect
    .poll(() => opened.html('p'))
    .toMatch(/^a <skerry-island [^>]*><figure .*<\/skerry-island> z$/s);
});
