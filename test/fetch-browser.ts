import { debian, ensureProgram, type TestProgram, type Way } from './fetch-program.js';
import { findBrowser, findShell } from './find-browser.js';

const playwrights: Way = [
  "with Playwright's installer",
  'npx',
  'playwright',
  'install',
  'chromium',
];
const advice = 'install one, or set CHROME_PATH to it';

export const chromium: TestProgram = {
  name: 'Chromium',
  find: findBrowser,
  ways: [playwrights, debian('chromium')],
  advice,
};

/** What `npm test` drives. A Chromium with windows serves as well, but takes longer. */
const shell: TestProgram = {
  name: 'headless Chromium',
  find: findShell,
  ways: [...(findBrowser() ? [] : [playwrights]), debian('chromium-headless-shell')],
  findOther: findBrowser,
  advice,
};

/** Runs once before all tests that drive a browser. A page that was left is kept by a whole one alone. */
export default (): void => {
  ensureProgram(shell);
  ensureProgram(chromium);
};
