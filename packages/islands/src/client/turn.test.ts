import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launchBrowser } from '../../../../test/browser.js';
import { IslandPage } from '../../test/island-page.js';
import { island } from '../../test/server-html.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

declare global {
  interface Window {
    /** Start and end of each task that took more than 50 milliseconds. */
    long: [number, number][];
    /** How many islands had hydrated when keys were pressed. */
    keys: number[];
  }
}

/** Islands with ten milliseconds of work each, in turn of every priority. */
async function islands(count = 50): Promise<string> {
  const priorities = ['low', undefined, 'high'];
  const all = await Promise.all(
    Array.from({ length: count }, (_, id) => {
      const priority = priorities[id % 3];
      return island('slow.island', { props: { id }, ...(priority && { priority }) });
    }),
  );
  return all.map((html, id) => `<p id="p${id}">${html}</p>`).join('');
}

const note = () => {
  window.long = [];
  new PerformanceObserver((list) =>
    window.long.push(
      ...list
        .getEntries()
        .map(({ startTime, duration }): [number, number] => [startTime, startTime + duration]),
    ),
  ).observe({ type: 'longtask' });
  window.log = [];
  addEventListener('skerry:hydrated', ({ target }) =>
    window.log.push((target as Element).textContent),
  );
};

/** Ids by rank, in the order of the page. */
const expected = [2, 1, 0].flatMap((rank) =>
  Array.from({ length: 50 }, (_, id) => id)
    .filter((id) => id % 3 === rank)
    .map(String),
);

/** Where the machine is busy, one of them may take long by itself; two in one task always do together with others. */
async function expectOneInEachTask(opened: IslandPage): Promise<void> {
  const { times, long } = await opened.page.evaluate(async () => {
    await new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
    return { times: window.hydrated.map(({ time }) => time), long: window.long };
  });
  for (const [start, end] of long)
    expect(times.filter((time) => start <= time && time <= end).length).toBeLessThan(2);
}

test('islands hydrate by priority, then in order, each in a task of its own', async () => {
  const opened = await IslandPage.open(browser, await islands(), { before: note });
  await opened.hydrated(50);
  expect(await opened.page.evaluate(() => window.log)).toEqual(expected);
  await expectOneInEachTask(opened);
});

/** So many that a busy machine has time to do something meanwhile. */
const many = 250;

test('input is answered between two islands', async () => {
  const opened = await IslandPage.open(browser, `<input id="field">${await islands(many)}`, {
    before: () => {
      window.keys = [];
      addEventListener('keydown', () => window.keys.push(window.hydrated.length));
    },
    held: ['slow.island.js'],
  });
  await opened.page.focus('#field');
  opened.release('slow.island.js');
  await opened.hydrated(1);
  await opened.page.keyboard.press('a');
  await opened.hydrated(many);
  const keys = await opened.page.evaluate(() => window.keys);
  expect(keys).toHaveLength(1);
  expect(keys[0]).toBeLessThan(many);
});

test('one that becomes ready late, and matters more, goes before those that wait', async () => {
  const high = await island('counter.island', { priority: 'high' });
  const opened = await IslandPage.open(browser, (await islands(many)) + high, {
    before: note,
    held: ['counter.island.js'],
  });
  await opened.hydrated(1);
  opened.release('counter.island.js');
  await opened.hydrated(many + 1);
  const order = (await opened.page.evaluate(() => window.log)) as string[];
  expect(order.indexOf('count 0')).toBeLessThan(many);
});

test('browsers without a scheduler hydrate one in each task too', async () => {
  const opened = await IslandPage.open(
    browser,
    `<script>delete window.scheduler</script>${await islands()}`,
    { before: note },
  );
  await opened.hydrated(50);
  expect(await opened.page.evaluate(() => 'scheduler' in window)).toBe(false);
  await expectOneInEachTask(opened);
});
