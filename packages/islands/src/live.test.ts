import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../test/browser.js';
import { IslandPage } from '../test/island-page.js';
import { island } from '../test/server-html.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const region = async (name = 'speaker.island') =>
  `<skerry-live id="lv-a">${await island(name)}</skerry-live>`;

/** Does what the client of the region does when it is there. */
const connect = (opened: IslandPage) =>
  opened.page.evaluate(() => {
    const host = document.querySelector('skerry-live')! as HTMLElement & { live?: unknown };
    host.live = {
      send: (event: string, payload: unknown) =>
        event === 'ask' && !window.sent.push([event, payload])
          ? undefined
          : window.sent.length > 1
            ? Promise.reject(Object.assign(new Error('Refused.'), { code: 'unknown-event' }))
            : Promise.resolve({ answer: 42 }),
    };
    host.dispatchEvent(new Event('skerry:live'));
  });

const open = async (name?: string) => {
  const opened = await IslandPage.open(browser, await region(name), {
    before: () => {
      window.sent = [];
    },
  });
  await opened.hydrated();
  return opened;
};

describe('the region around an island', () => {
  test('takes events, also those from before it was there, and replies', async () => {
    const opened = await open();
    await opened.page.click('button');
    await connect(opened);
    await expect.poll(() => opened.text('button')).toContain('{"answer":42}');
    expect(await opened.page.evaluate(() => window.sent)).toEqual([['ask', { n: 1 }]]);
  });

  test('refuses with an error that has a code', async () => {
    const opened = await open();
    await connect(opened);
    await opened.page.click('button');
    await opened.page.click('button');
    await expect.poll(() => opened.text('button')).toContain('unknown-event');
  });

  test.each(['speaker.island', 'badge.react'])(
    'is heard, but not those inside it (%s)',
    async (name) => {
      const opened = await open(name);
      const tell = (selector: string, level: number) =>
        opened.page.evaluate(
          ([target, detail]) =>
            document
              .querySelector(target)!
              .dispatchEvent(new CustomEvent('live:tide', { bubbles: true, detail })),
          [selector, level] as const,
        );
      await tell('skerry-live', 7);
      await expect.poll(() => opened.text('skerry-island')).toContain('7');
      await tell('skerry-island', 9);
      await tell('skerry-live', 8);
      await expect.poll(() => opened.text('skerry-island')).toContain('8');
      expect(await opened.text('skerry-island')).not.toContain('9');
    },
  );

  test('no longer reaches an island that has left', async () => {
    const opened = await open();
    await opened.page.click('i');
    await opened.page.waitForSelector('button', { state: 'detached' });
    await opened.page.evaluate(() =>
      document
        .querySelector('skerry-live')!
        .dispatchEvent(new CustomEvent('live:tide', { detail: 1 })),
    );
    expect(opened.complaints).toEqual([]);
  });
});

test('outside a region there is none', async () => {
  const opened = await IslandPage.open(browser, await island('speaker.island'));
  await opened.hydrated();
  await opened.page.click('button');
  expect(opened.complaints).toEqual([]);
});

declare global {
  interface Window {
    sent: unknown[];
  }
}
