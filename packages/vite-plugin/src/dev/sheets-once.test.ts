import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { heard, startTestServer, type TestServer } from '../../test/test-server.js';

let browser: Browser;
let server: TestServer;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  server = await startTestServer({
    'src/pages/styled.tsx': `
      import styles from './styled.module.css';
      import Counter from '../live/counter.live.tsx';
      import Dial from '../islands/dial.island.tsx';
      import './after.css';
      export default () => <main><p class={styles.note}>Note</p><Counter /><Dial client:load /></main>;`,
    'src/pages/styled.module.css': `.note { color: rgb(1, 1, 1); }`,
    'src/islands/dial.css': `.dial { color: rgb(2, 2, 2); }`,
    'src/islands/dial.module.css': `.inner { color: rgb(3, 3, 3); }`,
    'src/pages/after.css': `.dial { color: rgb(4, 4, 4); }`,
    'src/islands/dial.island.tsx': `
      import { useState } from 'preact/hooks';
      import './dial.css';
      import styles from './dial.module.css';
      export default function Dial() {
        const [turns, turn] = useState(0);
        return <button class="dial" onClick={() => turn(turns + 1)}>Turns {turns} <i class={styles.inner}>inner</i></button>;
      }`,
  });
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const colour = (selector: string) =>
  page.locator(selector).evaluate((element) => getComputedStyle(element).color);

beforeEach(async () => {
  page = await browser.newPage();
  await page.goto(`${server.origin}/styled`);
  await heard(server);
  await page.locator('skerry-live[data-state=live]').waitFor();
  await expect
    .poll(async () => {
      await page.locator('.dial').click();
      return page.locator('.dial').innerText();
    })
    .toMatch(/Turns [1-9]/);
});

test("an island's style does not come a second time when it hydrates: the page's, which is behind it, still wins", async () => {
  expect(await colour('.dial')).toBe('rgb(4, 4, 4)');
  await page.close();
});
