import puppeteer, { type KeyInput, type SupportedBrowser } from 'puppeteer-core';

import { patience } from '../patience.js';
import { type Driver, keysOf } from './driver.js';

/** Drives Chromium by its own protocol, and Firefox by WebDriver BiDi. */
export async function drivePuppeteer(
  browser: SupportedBrowser,
  executablePath: string,
  args: string[],
): Promise<Driver> {
  const running = await puppeteer.launch({ browser, executablePath, args, timeout: patience });
  const page = await running.newPage();
  page.setDefaultTimeout(patience);
  return {
    async open(url) {
      await page.goto(url, { waitUntil: 'domcontentloaded' });
    },
    call: (source, args) => page.evaluate(`(${source})(...${JSON.stringify(args)})`),
    async press(keys) {
      for (const chord of keys) {
        const all = keysOf(chord) as KeyInput[];
        const held = all.slice(0, -1);
        for (const key of held) await page.keyboard.down(key);
        await page.keyboard.press(all.at(-1)!);
        for (const key of held.toReversed()) await page.keyboard.up(key);
      }
    },
    move: (x, y) => page.mouse.move(x, y),
    click: (x, y, times = 1) => page.mouse.click(x, y, { count: times }),
    resize: (width, height) => page.setViewport({ width, height }),
    close: () => running.close(),
  };
}
