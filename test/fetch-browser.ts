import { spawnSync } from 'node:child_process';

import { findBrowser } from './browser.js';

/** Ways to a browser where there is none, in the order in which they are tried. */
const ways: [words: string, command: string, ...args: string[]][] = [
  ["with Playwright's installer", 'npx', 'playwright', 'install', 'chromium'],
  ['with apt-get', 'sh', '-c', 'apt-get update -qq && apt-get install -y -qq chromium'],
];

/** Runs once before all tests: makes sure that there is a Chromium to drive. */
export default function fetchBrowser(): void {
  for (const [words, command, ...args] of ways) {
    if (findBrowser()) return;
    if (command === 'sh' && (process.platform !== 'linux' || process.getuid?.() !== 0)) continue;
    console.log(`No Chromium found; fetching one ${words}.`);
    spawnSync(command, args, { stdio: 'ignore', timeout: 600_000 });
  }
  if (findBrowser()) return;
  console.error(
    'No Chromium to test with: install one, or set CHROME_PATH to it, and run the tests again.',
  );
  process.exit(1);
}
