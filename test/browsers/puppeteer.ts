import puppeteer, { type KeyInput, type SupportedBrowser } from 'puppeteer-core';

import { patience } from '../patience.js';
import type { Driver } from './driver.js';

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
      for (const key of keys) await page.keyboard.press(key as KeyInput);
    },
    move: (x, y) => page.mouse.move(x, y),
    click: (x, y) => page.mouse.click(x, y),
    close: () => running.close(),
  };
}
