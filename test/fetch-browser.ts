import { spawnSync } from 'node:child_process';

import { findBrowser, findShell } from './find-browser.js';

/** A browser that tests drive. */
export interface TestBrowser {
  name: string;
  /** Returns its path, if it is installed. */
  find(): unknown;
  /** Ways to install it, in the order in which they are tried. */
  ways: Way[];
  /** Returns the path of one that works too, if it is installed. */
  findOther?(): unknown;
  /** The words of an error behind "No <name> to test with:". */
  advice: string;
}

type Way = [words: string, command: string, ...args: string[]];

/** The way for root on Debian. */
export const debian = (...packages: string[]): Way => [
  'with apt-get',
  'sh',
  '-c',
  `apt-get update -qq && apt-get install -y -qq ${packages.join(' ')}`,
];

const playwrights: Way = [
  "with Playwright's installer",
  'npx',
  'playwright',
  'install',
  'chromium',
];
const advice = 'install one, or set CHROME_PATH to it';

export const chromium: TestBrowser = {
  name: 'Chromium',
  find: findBrowser,
  ways: [playwrights, debian('chromium')],
  advice,
};

/** What `npm test` drives. A Chromium with windows serves as well, but takes longer. */
const shell: TestBrowser = {
  name: 'headless Chromium',
  find: findShell,
  ways: [...(findBrowser() ? [] : [playwrights]), debian('chromium-headless-shell')],
  findOther: findBrowser,
  advice,
};

/** Makes sure that there is a browser to drive, or ends the run. */
export function ensureBrowser({ name, find, ways, findOther, advice }: TestBrowser): void {
  for (const [words, command, ...args] of ways) {
    if (find()) return;
    if (command === 'sh' && (process.platform !== 'linux' || process.getuid?.() !== 0)) continue;
    console.log(`No ${name} found; fetching one ${words}.`);
    spawnSync(command, args, { stdio: 'ignore', timeout: 600_000 });
  }
  if (find() || findOther?.()) return;
  console.error(`No ${name} to test with: ${advice}, and run the tests again.`);
  process.exit(1);
}

/** Runs once before all tests. */
export default (): void => ensureBrowser(shell);
