import { findBrowser, findProgram } from '../find-browser.js';
import { chromium } from '../fetch-browser.js';
import { debian, type TestProgram } from '../fetch-program.js';
import type { Driver } from './driver.js';
import { drivePuppeteer } from './puppeteer.js';
import { driveWebKit, findMiniBrowser } from './webkit.js';

/** The engines that a visitor may come with. */
export const browserNames = ['chromium', 'firefox', 'webkit'] as const;
export type BrowserName = (typeof browserNames)[number];

const findFirefox = (): string | undefined => findProgram(['firefox-esr', 'firefox']);

/** Each browser, and how it is started. */
export const browsers: Readonly<Record<BrowserName, TestProgram & { start(): Promise<Driver> }>> = {
  chromium: {
    ...chromium,
    start: () => drivePuppeteer('chrome', findBrowser() ?? '', ['--no-sandbox']),
  },
  firefox: {
    name: 'Firefox',
    find: findFirefox,
    ways: [debian('firefox-esr')],
    advice: "install one (Debian's package is firefox-esr)",
    start: () => drivePuppeteer('firefox', findFirefox() ?? '', []),
  },
  webkit: {
    name: 'WebKit',
    find: () => findMiniBrowser() && findProgram(['WebKitWebDriver']) && findProgram(['Xvfb']),
    ways: [debian('webkit2gtk-driver', 'xvfb')],
    advice: "install Debian's packages webkit2gtk-driver and xvfb",
    start: driveWebKit,
  },
};
