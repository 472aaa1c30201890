import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from '../apps.js';
import { type Line, openLine } from '../line.js';
import { BrowserPage } from './page.js';

let page: BrowserPage;
let playground: RunningApp;
let line: Line;

beforeAll(async () => {
  [page, playground] = await Promise.all([BrowserPage.start(), startBuilt('playground')]);
  line = await openLine(playground.port);
});
afterAll(async () => {
  await page?.close();
  await line?.close();
  await playground?.stop();
});

const open = async (path: string) => {
  await page.open(line.origin + path);
  await page.live();
};
const press = (label: string) => page.click(`[aria-label="${label}"]`);
/** Waits until an island can be used; it is called live when it has loaded, and then mounted. */
const hydrated = (island: string) =>
  page.waitFor(
    (wanted) => document.querySelector<Element & { show?: unknown }>(wanted)!.show,
    island,
  );
/** Presses the button of a toolbar, a tab or a dialog that has these words on it. */
const pressWords = async (words: string) => {
  await page.waitFor(mark, words);
  await page.click('[data-test]');
};

/** Runs in the page: marks the button with these words. */
function mark(words: string): boolean {
  document.querySelector('[data-test]')?.removeAttribute('data-test');
  const found = [...document.querySelectorAll('button')].find(
    (button) => button.textContent.trim() === words && button.checkVisibility(),
  );
  found?.setAttribute('data-test', '');
  return found !== undefined;
}

const focused = () => page.evaluate(() => document.activeElement!.getAttribute('aria-label'));
const reconnects = async () => {
  line.interrupt();
  await page.waitFor(() => document.querySelector('skerry-live[data-state=offline]'));
};

describe('the counter', () => {
  test('counts, and keeps the focus', async () => {
    await open('/counter');
    await press('Add one');
    await page.shows('.counter output', '4');
    await page.press('Tab', 'Enter');
    await page.shows('.counter output', '0');
  });

  test('does what was pressed while the line was cut', async () => {
    await open('/counter');
    await press('Add one');
    await page.shows('.counter output', '4');
    await reconnects();
    await press('Add one');
    await press('Add one');
    line.restore();
    await page.shows('.counter output', '6');
    await page.live();
  });
});

describe('the table', () => {
  const caption = (count: string) => page.shows('caption .count', count);
  const name = (id: number) => `[aria-label="Name of ship ${id}"]`;

  test('takes rows in and out and moves them around what is typed', async () => {
    await open('/table');
    await page.click(name(3));
    await page.press('End');
    await page.type('!!');
    await page.live();
    const typed = await page.evaluate(() => (document.activeElement as HTMLInputElement).value);
    expect(typed).toMatch(/!!$/);
    for (const button of ['Prepend', 'Swap', 'Shuffle', 'Update one'])
      await page.evaluate((words) => {
        const buttons = [...document.querySelectorAll<HTMLElement>('.toolbar button')];
        buttons.find(({ textContent }) => textContent.trim() === words)!.click();
      }, button);
    await caption('1,001');
    await page.live();
    expect(await focused()).toBe('Name of ship 3');
    await page.type('?');
    await page.live();
    expect(
      await page.evaluate(() => {
        const { value, defaultValue } = document.activeElement as HTMLInputElement;
        return [value, defaultValue];
      }),
    ).toEqual([`${typed}?`, `${typed}?`]);
  });

  test('comes back after a cut line with what was typed meanwhile', async () => {
    await open('/table');
    await page.click(name(2));
    await page.press('End');
    await reconnects();
    await page.type(' of the line');
    line.restore();
    await page.live();
    expect(await focused()).toBe('Name of ship 2');
    expect(
      await page.evaluate(() => {
        const { value, defaultValue } = document.activeElement as HTMLInputElement;
        return value === defaultValue && value.endsWith(' of the line');
      }),
    ).toBe(true);
    await pressWords('Prepend');
    await caption('1,001');
  });
});

test('a region that the server has lost comes back whole, with what is typed and where it is typed', async () => {
  const own = await startBuilt('playground');
  await page.open(`${own.origin}/twins`);
  await page.live();
  await page.click('[aria-label="Name of ship 3"]');
  await page.press('End');
  await page.type('!');
  await page.live();
  await own.kill();
  await page.waitFor(() => document.querySelector('skerry-live[data-state=offline]'));
  await page.type(' half');
  const again = await startBuilt('playground', own.port);
  await page.live();
  expect(await focused()).toBe('Name of ship 3');
  const typed = () => page.evaluate(() => (document.activeElement as HTMLInputElement).value);
  expect(await typed()).toMatch(/! half$/);
  await page.open('about:blank');
  expect(await again.stop()).toBe(0);
});

describe('islands', () => {
  test('of each strategy come alive when it is time', async () => {
    await open('/');
    const hostOf = (strategy: string) =>
      page.waitFor(
        (words, selector) => {
          const code = [...document.querySelectorAll('code')].find(
            ({ textContent }) => textContent === words,
          );
          code?.closest('skerry-island')?.setAttribute('data-buoy', selector);
          return code;
        },
        `client:${strategy}`,
        strategy,
      );
    for (const strategy of ['load', 'idle', 'interaction', 'hover', 'visible', 'none'])
      await hostOf(strategy);
    const says = (strategy: string, text: string) =>
      page.shows(`[data-buoy=${strategy}] [class*=buoy] > p:last-child`, text);
    await says('load', ': load');
    await says('idle', ': idle');
    for (const strategy of ['interaction', 'hover', 'none'])
      await says(strategy, 'HTML of the server');
    await page.click('[data-buoy=interaction] button');
    await says('interaction', 'Alive after');
    await page.shows('[data-buoy=interaction] button', 'Pressed 1 times');
    await page.hover('[data-buoy=hover] button');
    await says('hover', ': hover');
    await page.hover('[data-buoy=visible] button');
    await says('visible', ': visible');
    await page.click('[data-buoy=none] button');
    await says('none', 'HTML of the server');
    await page.shows('[data-buoy=none] button', 'Pressed 0 times');
  });

  test('get props from their region, and ask it', async () => {
    await open('/islands');
    const points = (count: number) =>
      page.waitFor((n) => document.querySelectorAll('figure circle').length === n, count);
    await pressWords('Measure again');
    await points(41);
    await page.click('figure circle:nth-of-type(3)');
    await page.shows('figcaption', 'Point 3 of 41 is at');
    await pressWords('Slide on');
    await page.live();
    await points(41);
    await page.shows('figcaption', 'Point 3 of 41 is at');
  });

  test('keep regions and fields in their slots alive while these are put away', async () => {
    await open('/islands');
    await hydrated('skerry-island:has(.tabs)');
    await page.click('.tabs [aria-label="Add one"]');
    await page.shows('.tabs output', '8');
    await pressWords('A field');
    await page.click('[name=kept]');
    await page.type('kept');
    await pressWords('A live region');
    await page.click('.tabs [aria-label="Add one"]');
    await page.shows('.tabs output', '9');
    await pressWords('A field');
    expect(
      await page.evaluate(() => document.querySelector<HTMLInputElement>('[name=kept]')!.value),
    ).toBe('kept');
  });

  test('come alive in a dialog that the first press opens', async () => {
    await open('/islands');
    await pressWords('Write in the log');
    await page.waitFor(() => document.querySelector('dialog[open]'));
    await page.click('dialog input');
    await page.type('Calm.');
    await page.shows('dialog skerry-island', ': visible');
    await page.click('dialog skerry-island button');
    await page.shows('dialog skerry-island button', 'Pressed 1 times');
    await pressWords('Close');
    await page.waitFor(() => !document.querySelector('dialog'));
    await pressWords('Write in the log');
    await page.shows('dialog skerry-island button', 'Pressed 1 times');
    expect(
      await page.evaluate(() => document.querySelector<HTMLInputElement>('dialog input')!.value),
    ).toBe('Calm.');
  });

  test('share a signal, run React beside Preact, and fail alone', async () => {
    await open('/islands');
    for (let i = 0; i < 3; i++) await pressWords('Load a crate');
    await page.shows('.fragile output', '2 on board');
    await press('One more, North pier');
    await press('One more, South pier');
    await page.waitFor(() =>
      [...document.querySelectorAll('.basket output')].every(
        ({ textContent }) => textContent === '2',
      ),
    );
    await page.hover('.dial svg');
    await hydrated('skerry-island:has(.dial)');
    await page.click('.dial input');
    await page.press('Home', 'ArrowRight');
    await page.shows('.dial output', '1°');
  });
});
