import { type Browser, chromium } from 'playwright';

import { launchOptions } from './find-browser.js';
import { patience } from './patience.js';

let shared: Promise<Browser> | undefined;

/** The Chromium that the test files of a worker share, one after the other. Closing it closes the contexts of a file. */
export const openBrowser = (): Promise<Browser> => (shared ??= launchBrowser().then(shareBrowser));

/** Starts a browser of its own, for tests that measure a whole browser. */
export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch(launchOptions());
  browser.on('context', (context) => context.setDefaultTimeout(patience));
  return browser;
}

const shareBrowser = (browser: Browser): Browser =>
  Object.assign(browser, {
    close: () => Promise.all(browser.contexts().map((context) => context.close())),
  });
