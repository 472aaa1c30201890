import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';

const view = `
  import { defineLive } from '@skerry/kit';
  import Island from '../islands/counter.island.tsx';
  import Counter from './counter.live.tsx';
  export default defineLive(
    {
      mount: () => ({ id: 1, shade: 'light' }),
      events: {
        next: (live) => live.assign({ id: live.state.id + 1 }),
        shade: (live) => live.assign({ shade: 'dark' }),
      },
    },
    ({ state, on }) => (
      <main class={state.shade}>
        <button id="next" lv-click={on.next()}>Next</button>
        <button id="shade" lv-click={on.shade()}>Shade</button>
        <Counter key={state.id} start={10 * state.id} />
        <section key={state.id}>
          <Island client:load start={10 * state.id} />
          <input />
        </section>
        <Counter start={10 * state.id} />
      </main>
    ),
  );`;

let browser: Browser;
let server: TestServer;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  server = await startTestServer({
    'src/live/keys.live.tsx': view,
    'src/pages/keys.tsx': `
      import Keys from '../live/keys.live.tsx';
      export default () => <Keys />;`,
  });
  page = await browser.newPage();
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const texts = (selector: string) => page.locator(selector).allInnerTexts();
const counts = () => texts('main p');
const live = () => page.locator('skerry-live[data-state=live]').count();

test('another key begins regions, islands and fields anew in the browser; the same keeps them', async () => {
  await page.goto(`${server.origin}/keys`);
  await expect.poll(live).toBe(3);
  for (const button of await page.locator('main p > button').all()) await button.click();
  await expect.poll(counts).toEqual(['+ Count: 11', '+ Count: 11']);
  await expect
    .poll(async () => {
      await page.click('section button');
      return texts('section button');
    })
    .not.toEqual(['Count: 10']);
  await page.fill('input', 'mine');

  const clicked = await texts('section button');
  await page.click('#shade');
  await page.locator('main.dark').waitFor();
  expect(await counts()).toEqual(['+ Count: 11', '+ Count: 11']);
  expect(await texts('section button')).toEqual(clicked);
  expect(await page.inputValue('input')).toBe('mine');

  await page.click('#next');
  await expect.poll(counts).toEqual(['+ Count: 20', '+ Count: 11']);
  await expect.poll(() => texts('section button')).toEqual(['Count: 20']);
  expect(await page.inputValue('input')).toBe('');
  await expect.poll(live).toBe(3);
  await page.locator('main p > button').first().click();
  await expect.poll(counts).toEqual(['+ Count: 21', '+ Count: 11']);
});
