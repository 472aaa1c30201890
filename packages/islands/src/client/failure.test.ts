import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import type { BombProps } from '../../test/fixtures/bomb.island.js';
import { IslandPage, type PageOptions } from '../../test/island-page.js';
import { island } from '../../test/server-html.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The content of a host, as browsers write it. */
const markup = (html: string): string =>
  /<skerry-island[^>]*>([^]*)<skerry-end>/.exec(html)![1]!.replaceAll('/>', '>');

const bomb = (at: BombProps['at'], n = 0) => island('bomb.island', { props: { at, n } });

describe('an island that throws', () => {
  test.each(['hydrate', 'layout'] as const)(
    'while it hydrates (%s) shows the markup of the server unchanged',
    async (at) => {
      const html = await bomb(at);
      const opened = await IslandPage.open(browser, html + (await island('counter.island')));
      expect(await opened.failed()).toEqual([
        {
          name: 'bomb.island',
          strategy: 'load',
          phase: 'hydrate',
          message: `The bomb goes off: ${at}.`,
        },
      ]);
      expect(await opened.html('skerry-island')).toBe(markup(html));
      await opened.hydrated();
      await opened.page.click('.counter');
      expect(await opened.text('.counter')).toBe('count 1');
      expect(opened.complaints).toEqual([`The bomb goes off: ${at}.`]);
    },
  );

  test('in an effect shows its last rendering, and effects of other islands run', async () => {
    const html = await bomb('effect', 3);
    const opened = await IslandPage.open(browser, html + (await bomb('click', 4)));
    expect(await opened.failed()).toMatchObject([{ phase: 'render' }]);
    expect(await opened.html('skerry-island')).toBe(markup(html));
    await opened.page.waitForFunction(() => window.log.includes('begun 4'));
  });

  test('later shows its last rendering, and all its effects are cleaned up', async () => {
    const opened = await IslandPage.open(browser, await bomb('click'));
    await opened.hydrated();
    await opened.page.fill('input', 'mine');
    await opened.page.click('text=clicks 0');
    await opened.page.waitForFunction(() => window.log.includes('begun 0'));
    const last = await opened.html('skerry-island');
    expect(last).toContain('clicks 1');
    await opened.page.evaluate(() => document.querySelector('button')!.click());
    expect(await opened.failed()).toMatchObject([{ phase: 'render', strategy: 'load' }]);
    expect(await opened.html('skerry-island')).toBe(last);
    expect(await opened.page.inputValue('input')).toBe('mine');
    await opened.page.waitForFunction(() => window.log.includes('over 0'));
    // None of its listeners is left.
    await opened.page.click('text=clicks 1');
    expect(await opened.html('skerry-island')).toBe(last);
    const presses = await opened.page.evaluate(() => window.log.filter((it) => it === 'pressed'));
    expect(presses).toHaveLength(2);
    expect(await opened.page.evaluate(() => document.querySelector('skerry-island')!.phase)).toBe(
      'failed',
    );
    expect(opened.complaints).toEqual(['The bomb goes off: click.']);
  });

  test('with new props shows its last rendering, and takes no more props', async () => {
    const opened = await IslandPage.open(browser, await bomb('update'));
    await opened.hydrated();
    const patch = (n: number) =>
      opened.page.evaluate((value) => {
        const host = document.querySelector('skerry-island')!;
        (host.patches ??= []).push({ n: [value] });
        host.patched();
      }, n);
    await patch(1);
    await opened.page.waitForSelector('.n1');
    const last = await opened.html('skerry-island');
    await patch(2);
    expect(await opened.failed()).toMatchObject([{ phase: 'render' }]);
    await patch(0);
    expect(await opened.html('skerry-island')).toBe(last);
  });

  test('on the server is rendered by the browser', async () => {
    const html = await bomb('server', 5);
    expect(html).toMatch(/ failed=""><skerry-end>/);
    const opened = await IslandPage.open(browser, html);
    await opened.hydrated();
    expect(await opened.text('p')).toBe('Hi 5 you');
    expect(opened.complaints).toEqual([]);
  });

  test.each(['hydrate', 'click'] as const)(
    'keeps the content of its slot alive (%s)',
    async (at) => {
      const inner = await island('counter.island', { at: 'inner' });
      const html = await island('bomb.island', {
        props: { at },
        slots: { children: `${inner}<input id="note">` },
      });
      const opened = await IslandPage.open(browser, html, { held: ['bomb.island.js'] });
      await opened.hydrated();
      await opened.page.click('.counter');
      await opened.page.fill('#note', 'mine');
      opened.release('bomb.island.js');
      if (at === 'click') {
        await opened.hydrated(2);
        await opened.page.click('text=clicks');
        await opened.page.click('text=clicks');
      }
      await opened.failed();
      await opened.page.click('.counter');
      expect(await opened.text('section .counter')).toBe('count 2');
      expect(await opened.page.inputValue('section #note')).toBe('mine');
      expect(await opened.page.locator('.counter').count()).toBe(1);
      expect(await opened.page.locator('skerry-holder').count()).toBe(0);
    },
  );

  test('keeps text typed into its fields before', async () => {
    const opened = await IslandPage.open(browser, await bomb('hydrate'), {
      held: ['bomb.island.js'],
    });
    await opened.page.fill('input', 'mine');
    opened.release('bomb.island.js');
    await opened.failed();
    expect(await opened.page.inputValue('input')).toBe('mine');
  });
});

/** Starts the first island again, as the development server does after an edit. */
const startAgain = ({ page }: IslandPage) =>
  page.evaluate(async () => {
    const host = document.querySelector('skerry-island')!;
    const { parentNode, nextSibling } = host;
    host.remove();
    await Promise.resolve();
    host.phase = 'gone';
    parentNode!.insertBefore(host, nextSibling);
  });

test('an island that starts again and fails again is reported again, with its markup', async () => {
  const html = await bomb('hydrate');
  const opened = await IslandPage.open(browser, html);
  await opened.failed();
  await startAgain(opened);
  expect(await opened.failed(2)).toMatchObject([{ phase: 'hydrate' }, { phase: 'hydrate' }]);
  expect(await opened.html('skerry-island')).toBe(markup(html));
});

test('failures of islands are reported to the server, a few per page', async () => {
  const bombs = await Promise.all(Array.from({ length: 8 }, () => bomb('hydrate')));
  const opened = await IslandPage.open(browser, bombs.join(''));
  await opened.failed(8);
  await expect.poll(() => opened.reports.length).toBe(5);
  expect(opened.reports[0]).toEqual({
    name: 'bomb.island',
    strategy: 'load',
    phase: 'hydrate',
    message: 'The bomb goes off: hydrate.',
  });
});

describe('an island that cannot be loaded', () => {
  const file = 'counter.island.js';
  const open = async (serves: NonNullable<PageOptions['serves']>, before?: () => void) => {
    const html = await island('counter.island', { props: { start: 1 } });
    const opened = await IslandPage.open(browser, html + (await island('plain.island')), {
      serves,
      clock: true,
      ...(before && { before }),
    });
    await opened.hydrated();
    return opened;
  };

  /** Moves the clock until the condition is true. @returns the milliseconds moved */
  const pass = async ({ page }: IslandPage, isOver: () => Promise<boolean> | boolean) => {
    let passed = 0;
    for (; !(await isOver()); passed += 100) await page.clock.runFor(100);
    return passed;
  };
  const hasFailed = (opened: IslandPage) => () =>
    opened.page.evaluate(() => window.failed.length > 0);

  test('is tried three times, after growing pauses', async () => {
    const opened = await open((name, count) => name !== file || count > 2);
    const tries = () => opened.requests.filter((name) => name === file).length;
    await expect.poll(tries).toBe(1);
    const first = await pass(opened, () => tries() === 2);
    expect(first).toBeGreaterThanOrEqual(500);
    // The second pause may have begun before the test saw the second try.
    expect(first + (await pass(opened, () => tries() === 3))).toBeGreaterThanOrEqual(500 + 2000);
    await opened.hydrated(2);
  });

  test('is tried again as soon as the network is back, if it was offline', async () => {
    const opened = await open(
      (name, count) => name !== file || count > 1,
      () => {
        Object.defineProperty(navigator, 'onLine', { get: () => 'isOnline' in window });
      },
    );
    await expect.poll(() => opened.requests).toContain(file);
    await opened.page.clock.runFor(10_000);
    expect(opened.requests.filter((name) => name === file)).toHaveLength(1);
    await opened.page.evaluate(() => {
      Object.assign(window, { isOnline: true });
      dispatchEvent(new Event('online'));
    });
    await opened.hydrated(2);
    expect(await opened.page.evaluate(() => window.failed)).toEqual([]);
  });

  test('is reported after the last try, stays unchanged, and is tried again when the network is back', async () => {
    let isThere = false;
    const opened = await open((name) => name !== file || isThere);
    await pass(opened, hasFailed(opened));
    expect(await opened.failed()).toEqual([
      {
        name: 'counter.island',
        strategy: 'load',
        phase: 'load',
        message: expect.stringContaining('Failed to fetch'),
      },
    ]);
    expect(await opened.text('.counter')).toBe('count 1');
    isThere = true;
    await opened.page.evaluate(() => dispatchEvent(new Event('online')));
    await opened.hydrated(2);
    await opened.page.click('.counter');
    expect(await opened.text('.counter')).toBe('count 2');
  });

  test('is tried again when the visitor interacts with it', async () => {
    let isThere = false;
    const opened = await open((name) => name !== file || isThere);
    await pass(opened, hasFailed(opened));
    isThere = true;
    await opened.page.click('.counter');
    await opened.hydrated(2);
  });

  test('is tried again each time that the visitor interacts with it', async () => {
    let isThere = false;
    const opened = await open((name) => name !== file || isThere);
    await pass(opened, hasFailed(opened));
    await opened.page.click('.counter');
    await pass(opened, () => opened.page.evaluate(() => window.failed.length > 1));
    isThere = true;
    await opened.page.click('.counter');
    await opened.hydrated(2);
  });

  test('starts when it is back on the page, if the network came back while it was away', async () => {
    let isThere = false;
    const opened = await open((name) => name !== file || isThere);
    await pass(opened, hasFailed(opened));
    isThere = true;
    await opened.page.evaluate(async () => {
      const host = document.querySelector('skerry-island')!;
      const { parentNode, nextSibling } = host;
      host.remove();
      await Promise.resolve();
      dispatchEvent(new Event('online'));
      parentNode!.insertBefore(host, nextSibling);
    });
    await opened.hydrated(2);
  });

  test('does not keep a later one of its kind from being loaded', async () => {
    let isThere = false;
    const opened = await open((name) => name !== file || isThere);
    await pass(opened, hasFailed(opened));
    isThere = true;
    const html = await island('counter.island', { at: 'later' });
    await opened.page.evaluate((text) => {
      const template = document.createElement('template');
      template.innerHTML = text;
      document.body.append(template.content);
    }, html);
    await opened.hydrated(2);
  });

  test('is reported, and tried again, once the code for that can be loaded', async () => {
    let isThere = false;
    const missing = new Set([file, 'deferred.js', 'failure.js']);
    const opened = await open((name) => isThere || !missing.has(name));
    const tries = (wanted: string) => opened.requests.filter((name) => name === wanted).length;
    await pass(opened, () => tries('deferred.js') > 3);
    isThere = true;
    await pass(opened, hasFailed(opened));
    await opened.page.click('.counter');
    await opened.hydrated(2);
    expect(opened.complaints.join()).not.toContain('deferred.js');
  });

  test.each(['islands/unknown.island', 'constructor', '__proto__'])(
    'because the build does not know it (%s) is reported with a clear message',
    async (name) => {
      const html = (await island('counter.island')).replace('counter.island', name);
      const opened = await IslandPage.open(browser, html + (await island('plain.island')));
      await opened.hydrated();
      expect(await opened.failed()).toEqual([
        {
          name,
          strategy: 'load',
          phase: 'load',
          message: `There is no island "${name}" in this build. The page may be older than its scripts: load it again.`,
        },
      ]);
    },
  );
});
