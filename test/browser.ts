import { type Browser, chromium } from 'playwright';

import { launchOptions } from './find-browser.js';
import { patience } from './patience.js';

let shared: Promise<Browser> | undefined;

/** The Chromium that the test files of a worker share, one after the other. Closing it closes the contexts of a file. */
export const openBrowser = (): Promise<Browser> => (shared ??= launchBrowser().then(shareBrowser));

/** Starts a browser of its own, for tests that measure a whole browser. @param disabled features of Blink that it does not have */
export async function launchBrowser(...disabled: string[]): Promise<Browser> {
  const { args = [], ...options } = launchOptions();
  const without = disabled.map((feature) => `--disable-blink-features=${feature}`);
  const browser = await chromium.launch({ ...options, args: [...args, ...without] });
  browser.on('context', (context) => context.setDefaultTimeout(patience));
  return browser;
}

const shareBrowser = (browser: Browser): Browser =>
  Object.assign(browser, {
    close: () => Promise.all(browser.contexts().map((context) => context.close())),
  });
