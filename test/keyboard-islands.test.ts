import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';
import { hydrated } from './hydrated.js';
import { Keyboard } from './keyboard.js';

let browser: Browser;
let playground: RunningApp;
beforeAll(async () => {
  [browser, playground] = await Promise.all([openBrowser(), startBuilt('playground')]);
});
afterAll(async () => {
  await browser.close();
  await playground.stop();
});

let keys: Keyboard;
afterEach(() => keys.leave());

test('/: each island comes alive by the keyboard, but for the one that never does', async () => {
  keys = await Keyboard.visit(browser, playground.origin);
  const pressBuoy = async (strategy: string) => {
    const buoy = keys.page.locator('skerry-island', { hasText: `client:${strategy}` });
    while (!(await buoy.locator(':focus').count())) await keys.press('Tab');
    return buoy;
  };
  for (const strategy of ['load', 'idle', 'interaction', 'hover', 'visible']) {
    const buoy = await pressBuoy(strategy);
    // Only a press of the one that waits for it counts before that.
    if (strategy !== 'interaction') await buoy.locator('[data-awake]').waitFor();
    await keys.press('Enter');
    await expect.poll(() => keys.at()).toBe('button "Pressed 1 times"');
  }
  await pressBuoy('none');
  await keys.press('Enter');
  expect(await keys.at()).toBe('button "Pressed 0 times"');
});

describe('/islands', () => {
  beforeEach(async () => {
    keys = await Keyboard.visit(browser, `${playground.origin}/islands`);
  });

  /** Waits until the island around the focus can be used. */
  const alive = () => hydrated(keys.page, 'skerry-island:focus-within');

  test('the chart: measures, goes from point to point, and asks about one', async () => {
    await keys.to('button "Measure again"');
    await keys.press('Enter');
    await keys.press('Tab', 'Tab');
    expect(await keys.at()).toMatch(/^button "[\d.]+ cm"$/);
    await alive();
    await keys.press('End', 'ArrowLeft', 'Enter');
    await keys.shows('figcaption', 'Point 40 of 41 is at');
    await keys.press('Home', 'ArrowRight', 'Space');
    await keys.shows('figcaption', 'Point 2 of 41 is at');
    await keys.press('Shift+Tab');
    expect(await keys.at()).toBe('button "Slide on"');
    await keys.press('Enter', 'Tab', 'Enter');
    await keys.shows('figcaption', 'Point 2 of 41 is at');
    await keys.press('Tab');
    expect(await keys.at()).toBe('tab "A live region"');
  });

  test('the tabs: change by arrows, and keep what is in them', async () => {
    await keys.to('tab "A live region"');
    await alive();
    await keys.to('button "Add one"');
    await keys.press('Enter');
    await keys.to('tab "A live region"', 'Shift+Tab');
    await keys.press('ArrowRight');
    expect(await keys.at()).toBe('tab "A field"');
    await keys.press('Tab');
    await keys.type('kept');
    await keys.press('Shift+Tab', 'ArrowRight');
    expect(await keys.at()).toBe('tab "A live region"');
    await keys.shows('.tabs output', '8');
    await keys.press('ArrowLeft', 'Tab');
    expect(await keys.page.inputValue(':focus')).toBe('kept');
  });

  test('the dialog: opens, is filled, and gives the focus back as it closes', async () => {
    await keys.to('button "Write in the log"');
    for (const close of ['Enter', 'Escape']) {
      await keys.press('Enter');
      await expect.poll(() => keys.at()).toBe('textbox "Entry"');
      await keys.fill('Calm.');
      await keys.press('Tab');
      await alive();
      await keys.press('Enter', 'Tab');
      expect(await keys.at()).toBe('button "Close"');
      await keys.press(close);
      expect(await keys.at()).toBe('button "Write in the log"');
    }
  });

  test('the others: share a signal, turn a dial, and fail alone', async () => {
    await keys.to('button "One more, North pier"');
    await alive();
    await keys.press('Enter', 'Tab', 'Enter');
    await keys.shows('.basket output', '2\n2');
    await keys.to('slider "Course"');
    await alive();
    await keys.press('Home', 'ArrowRight');
    await keys.shows('.dial output', '1°');
    await keys.to('button "Load a crate"');
    await alive();
    await keys.press('Enter', 'Enter');
    await keys.page.keyboard.press('Enter');
    await keys.page.waitForFunction(
      () =>
        document.querySelector<Element & { phase?: string }>('skerry-island:has(.fragile)')
          ?.phase === 'failed',
    );
    await keys.shows('.fragile output', '2 on board');
    await keys.press('Tab');
    expect(await keys.at()).toBe('button "Load a crate"');
  });
});
