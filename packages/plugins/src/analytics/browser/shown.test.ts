import { chromium } from 'playwright';
import { expect, test } from 'vitest';

import { findBrowser, launchOptions } from '../../../../../test/find-browser.js';
import { VitalsSite } from '../../../test/vitals-page.js';

/** Tells the server when the page has been painted after it was shown again as it was left. */
const tellPaint = `<script>
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) requestAnimationFrame(() => requestAnimationFrame(() => fetch('/painted')));
  });
</script>`;

test('a page that is shown again as it was left is a new view, with vitals of its own', async () => {
  const site = await VitalsSite.start();
  const browser = await chromium.launch({
    ...launchOptions(),
    // The headless shell keeps no page that was left.
    executablePath: findBrowser() ?? '',
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  site.headers = { 'server-timing': 'answer;dur=2, counted' };
  site.head = tellPaint;
  const ours = () => site.ours.filter(({ p }) => p === '/again');
  const theirs = (wanted: string) =>
    site.theirs.filter(({ path, name }) => path === '/again' && name === wanted);

  const page = await browser.newPage();
  await page.goto(`${site.origin}/again`);
  await page.evaluate(() => window.shift(60));
  await page.waitForFunction(() => window.shifts.length > 0);
  await page.goto(`${site.origin}/left`);
  await expect.poll(() => ours().some(({ c }) => c)).toBe(true);
  // Playwright would wait for the load of a page that does not load.
  await page.evaluate(() => history.back());
  await expect.poll(() => site.requests.some(({ path }) => path === '/painted')).toBe(true);
  await expect.poll(() => ours().filter(({ v }) => v === 1)).toHaveLength(1);
  const before = ours().length;
  await page.goto(`${site.origin}/left`);
  await expect.poll(() => ours().length).toBeGreaterThan(before);
  await expect.poll(() => theirs('LCP').length).toBe(2);
  await expect.poll(() => theirs('CLS').at(-1)?.value).toBe(0);
  const again = ours().at(-1)!;
  expect(again.c).toEqual([0, null]);
  expect(Math.abs(again.l![0]! - theirs('LCP').at(-1)!.value)).toBeLessThan(100);
  await browser.close();
  site.stop();
});
