import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { IslandPage } from '../../test/island-page.js';
import { island, type Use } from '../../test/server-html.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const badge = (use: Use = {}) => island('badge.react', use);
const reactFiles = (opened: IslandPage) =>
  opened.requests.filter((file) => /\breact|scheduler/i.test(file));

test('React is loaded where an island needs it, and lives beside Preact', async () => {
  const preact = await island('counter.island');
  const other = await IslandPage.open(browser, preact);
  await other.hydrated();
  expect(reactFiles(other)).toEqual([]);
  const html = (await badge()) + (await badge()) + preact;
  const opened = await IslandPage.open(browser, html);
  await opened.hydrated(3);
  expect(reactFiles(opened)).toContain('badge.react.js');
  await opened.page.click('.badge button');
  await opened.page.click('.counter');
  expect(await opened.text('.badge button')).toBe('badge 0 1');
  expect(await opened.text('.counter')).toBe('count 1');
  const ids = await opened.page
    .locator('.badge > [id]')
    .evaluateAll((all) => all.map(({ id }) => id));
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(html).toContain(`id="${id}"`);
  expect(opened.complaints).toEqual([]);
});

test('new props keep the state; a throw leaves the last rendering, and the content of the slot alive', async () => {
  const children = await island('counter.island', { at: 'inner' });
  const opened = await IslandPage.open(browser, await badge({ slots: { children } }));
  await opened.hydrated(2);
  await opened.page.click('.badge button');
  await opened.page.click('.counter');
  const patch = (n: number) =>
    opened.page.evaluate((value) => {
      const host = document.querySelector('skerry-island')!;
      (host.patches ??= []).push({ n: [value] });
      host.patched();
    }, n);
  await patch(2);
  await expect.poll(() => opened.text('.badge button')).toBe('badge 2 1');
  await patch(3);
  expect(await opened.failed()).toEqual([
    { name: 'badge.react', strategy: 'load', phase: 'render', message: 'The badge is full.' },
  ]);
  expect(await opened.text('.badge button')).toBe('badge 2 1');
  await opened.page.click('.counter');
  expect(await opened.text('.badge .counter')).toBe('count 2');
  await opened.page.click('.badge button');
  expect(await opened.text('.badge button')).toBe('badge 2 1');
  expect(opened.complaints).toEqual(['The badge is full.']);
});

test('one that throws while it hydrates shows the HTML of the server', async () => {
  const children = await island('counter.island', { at: 'inner' });
  const html = await badge({ slots: { children }, props: { n: 1 } });
  const opened = await IslandPage.open(
    browser,
    html.replace('{&quot;n&quot;:1}', '{&quot;n&quot;:3}'),
    {
      held: ['badge.react.js'],
    },
  );
  await opened.hydrated();
  await opened.page.click('.counter');
  opened.release('badge.react.js');
  expect(await opened.failed()).toMatchObject([{ phase: 'hydrate' }]);
  expect(await opened.text('.badge button')).toBe('badge 1 0');
  await opened.page.click('.counter');
  expect(await opened.text('.badge .counter')).toBe('count 2');
});

test('the content of a slot lives while the slot is closed', async () => {
  const children = `<input id="note">${await island('counter.island', { at: 'inner' })}`;
  const opened = await IslandPage.open(browser, await badge({ slots: { children } }));
  await opened.hydrated(2);
  await opened.page.fill('#note', 'mine');
  await opened.page.click('.counter');
  await opened.page.click('.toggle');
  expect(await opened.page.isVisible('#note')).toBe(false);
  await opened.page.click('.toggle');
  expect(await opened.page.inputValue('.badge #note')).toBe('mine');
  await opened.page.click('.counter');
  expect(await opened.text('.badge .counter')).toBe('count 2');
  expect(opened.complaints).toEqual([]);
});

test.each(['load', 'interaction'])(
  'what was put into fields before stays, and is told (%s)',
  async (on) => {
    const opened = await IslandPage.open(browser, await badge({ on }), {
      held: ['badge.react.js'],
    });
    await opened.page.waitForFunction(() => customElements.get('skerry-island'));
    await opened.page.fill('[name=title]', 'mine');
    await opened.page.check('[name=done]');
    await opened.page.click('.badge button');
    opened.release('badge.react.js');
    await opened.hydrated();
    await expect.poll(() => opened.text('output')).toBe('mine|true|');
    expect(await opened.page.inputValue('[name=title]')).toBe('mine');
    expect(await opened.page.isChecked('[name=done]')).toBe(true);
    expect(await opened.text('.badge button')).toBe(on === 'load' ? 'badge 0 0' : 'badge 0 1');
    expect(opened.complaints).toEqual([]);
  },
);

test('clicks that it missed come one to a task, with a render in between', async () => {
  const opened = await IslandPage.open(browser, await badge({ on: 'interaction' }), {
    held: ['badge.react.js'],
  });
  await opened.page.waitForFunction(() => customElements.get('skerry-island'));
  for (let i = 0; i < 3; i++) await opened.page.click('.badge button');
  await expect.poll(() => opened.requests).toContain('badge.react.js');
  opened.release('badge.react.js');
  await opened.hydrated();
  await expect.poll(() => opened.text('.badge button')).toBe('badge 0 3');
});

test('one that leaves and comes back starts anew', async () => {
  const opened = await IslandPage.open(browser, await badge());
  await opened.hydrated();
  await opened.page.click('.badge button');
  await opened.page.evaluate(async () => {
    const host = document.querySelector('skerry-island')!;
    host.remove();
    await new Promise<void>(queueMicrotask);
    document.body.append(host);
  });
  await opened.hydrated(2);
  await opened.page.click('.badge button');
  expect(await opened.text('.badge button')).toBe('badge 0 1');
  expect(opened.complaints).toEqual([]);
});
