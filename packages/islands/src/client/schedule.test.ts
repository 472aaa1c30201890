import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launchBrowser } from '../../../../test/browser.js';
import { type Marks, traceMarks } from '../../../../test/trace.js';
import { IslandPage } from '../../test/island-page.js';
import { island } from '../../test/server-html.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

declare global {
  interface Window {
    /** The number of waiting islands at each key press. */
    waiting: number[];
    /** The number of hydrated islands when one with high priority was scheduled. */
    asked: number;
  }
}

const slow = (id: number, priority?: string): Promise<string> =>
  island('slow.island', { props: { id }, ...(priority && { priority }) });

const count = 50;
const ids = Array.from({ length: count }, (_, id) => id);
const ranks = ['low', undefined, 'high'];
/** Islands with ten milliseconds of work each, each priority in rotation. */
const everyRank = async () =>
  (await Promise.all(ids.map((id) => slow(id, ranks[id % 3])))).join('');
/** Their ids by rank, in the order of the page. */
const byRank = [2, 1, 0].flatMap((rank) => ids.filter((id) => id % 3 === rank).map(String));

/** Notes islands that hydrate. */
const note = () =>
  addEventListener('skerry:hydrated', ({ target }) => {
    performance.mark(`hydrated:${(target as Element).textContent}`);
    window.log.push((target as Element).textContent);
  });

/** Opens a page, and traces its islands while they hydrate. */
async function traceIslands(body: string): Promise<{ opened: IslandPage; marks: Marks }> {
  const opened = await IslandPage.open(browser, body, { before: note, held: ['slow.island.js'] });
  const marks = await traceMarks(opened.page, 'hydrated:', () => {
    opened.release('slow.island.js');
    return opened.hydrated(count);
  });
  return { opened, marks };
}

test('islands hydrate by priority, then in order, each in its own task', async () => {
  const { marks } = await traceIslands(await everyRank());
  expect(marks.names).toEqual(byRank);
  expect(marks.tasks.size).toBe(count);
});

test('browsers without a scheduler also hydrate one island per task', async () => {
  const { opened, marks } = await traceIslands(
    `<script>delete window.scheduler</script>${await everyRank()}`,
  );
  expect(await opened.page.evaluate(() => 'scheduler' in window)).toBe(false);
  expect(marks.names).toHaveLength(count);
  expect(marks.tasks.size).toBe(count);
});

/** The first islands, and one that is inserted later. */
const endless = async () =>
  (await Promise.all(ids.map((id) => slow(id)))).join('') +
  `<template>${await slow(count)}</template>`;

/** Inserts another island whenever one has hydrated, so that some always wait, up to a limit. */
const refill = () => {
  addEventListener('skerry:hydrated', () => {
    if ('isEnough' in window) return;
    document.body.append(document.querySelector('template')!.content.cloneNode(true));
  });
};

test('input is handled between the hydration of two islands', async () => {
  const opened = await IslandPage.open(browser, `<input id="field">${await endless()}`, {
    before: () => {
      window.waiting = [];
      addEventListener('keydown', () => {
        const { length } = document.querySelectorAll('skerry-island');
        window.waiting.push(length - window.hydrated.length);
        Object.assign(window, { isEnough: true });
      });
    },
    held: ['slow.island.js'],
  });
  await opened.page.evaluate(refill);
  await opened.page.focus('#field');
  opened.release('slow.island.js');
  await opened.hydrated();
  await opened.page.keyboard.press('a');
  expect(await opened.page.evaluate(() => window.waiting)).toEqual([count]);
});

test('an island of higher priority that becomes ready late hydrates before those that wait', async () => {
  const high = await island('counter.island', { priority: 'high' });
  const opened = await IslandPage.open(browser, (await endless()) + high, {
    before: () => {
      const post = scheduler.postTask.bind(scheduler);
      scheduler.postTask = (callback, options) => {
        if (options?.priority === 'user-blocking') window.asked = window.hydrated.length;
        return post(callback, options);
      };
    },
    held: ['slow.island.js', 'counter.island.js'],
  });
  await opened.page.evaluate(refill);
  opened.release('slow.island.js');
  await opened.hydrated();
  opened.release('counter.island.js');
  const before = await opened.page.waitForFunction(() => {
    const names = window.hydrated.map(({ detail }) => detail.name);
    const index = names.indexOf('counter.island');
    return index >= 0 && Object.assign(window, { isEnough: true }) && { index };
  });
  const { index } = (await before.jsonValue()) as { index: number };
  expect(index).toBe(await opened.page.evaluate(() => window.asked));
});
