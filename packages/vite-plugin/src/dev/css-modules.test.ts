import type { Browser, Page } from 'playwright';
import { resolveConfig } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { heard, startTestServer, type TestServer } from '../../test/test-server.js';
import { skerry } from '../index.js';

const counting = (name: string) => `
  import styles from './${name}.module.css';
  export default function Shown() {
    const [count, setCount] = useState(0);
    return (
      <button id="${name}" className={styles.shown + ' ' + styles.other} onClick={() => setCount(count + 1)}>
        {count}
      </button>
    );
  }`;

const files = {
  'src/pages/_layout.tsx': `
    import styles from './frame.module.css';
    export default ({ children }) => <div><b id="frame" class={styles.shown + ' ' + styles.other}>Frame</b>{children}</div>;`,
  'src/pages/sheets.tsx': `
    import styles from './sheets.module.css';
    import View from '../live/view.live.tsx';
    import Tide from '../islands/tide.island.tsx';
    import Wind from '../islands/wind.react.tsx';
    export default () => (
      <main><p id="sheets" class={styles.shown + ' ' + styles.other}>Note</p><View /><Tide client:load /><Wind client:load /></main>
    );`,
  'src/live/view.live.tsx': `
    import { defineLive } from '@skerry/kit';
    import styles from './view.module.css';
    export default defineLive(
      { mount: () => ({ count: 0 }), events: { more: (live) => live.assign({ count: live.state.count + 1 }) } },
      ({ state }) => (
        <button id="view" lv-click="more" class={styles.shown + ' ' + styles.other}>{state.count}</button>
      ),
    );`,
  'src/islands/tide.island.tsx': `import { useState } from 'preact/hooks'; ${counting('tide')}`,
  'src/islands/wind.react.tsx': `import { useState } from 'react'; ${counting('wind')}`,
};

/** The style sheet of each, and the element that it styles. */
const sheets = {
  'a live view': ['src/live/view.module.css', '#view'],
  'a page': ['src/pages/sheets.module.css', '#sheets'],
  'a layout': ['src/pages/frame.module.css', '#frame'],
  'a Preact island': ['src/islands/tide.module.css', '#tide'],
  'a React island': ['src/islands/wind.module.css', '#wind'],
} as const;
const added = '.shown { color: rgb(4, 4, 4) } .other { background: rgb(5, 5, 5) }';
const counters = ['#view', '#tide', '#wind'];

let browser: Browser;
let server: TestServer;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  const rules = Object.values(sheets).map(([file]) => [file, '.shown { color: rgb(1, 1, 1) }']);
  server = await startTestServer({ ...files, ...Object.fromEntries(rules) });
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

beforeEach(async () => {
  page = await browser.newPage();
  await page.goto(`${server.origin}/sheets`);
  await heard(server);
  for (const counter of counters)
    await expect
      .poll(async () => {
        await page.locator(counter).click();
        return page.locator(counter).innerText();
      })
      .not.toBe('0');
  await page.evaluate(() => void (document.body.dataset.same = 'yes'));
});
afterEach(() => page.close());

const style = (selector: string, property: 'color' | 'backgroundColor') =>
  page.locator(selector).evaluate((element, name) => getComputedStyle(element)[name], property);
/** True until the page is loaded again. */
const isSame = () => page.evaluate(() => document.body.dataset.same === 'yes');
const counts = () => Promise.all(counters.map((counter) => page.locator(counter).innerText()));
/** The colours that the sheets of the page give to the class of an element, one for each rule. */
const rules = (selector: string) =>
  page.locator(selector).evaluate((element) => {
    const name = `.${element.classList[0]}`;
    return [...document.styleSheets]
      .flatMap(({ cssRules }) => [...cssRules] as CSSStyleRule[])
      .filter(({ selectorText }) => selectorText === name)
      .map((rule) => rule.style.color);
  });

describe.each(Object.entries(sheets))('the CSS module of %s', (_, [file, selector]) => {
  test('shows an edit once in an open page, which keeps its state', async () => {
    const before = await counts();
    await server.app.write(file, '.shown { color: rgb(2, 2, 2) }');
    await expect.poll(() => style(selector, 'color')).toBe('rgb(2, 2, 2)');
    await server.app.write(file, '.shown { color: rgb(3, 3, 3) }');
    await expect.poll(() => style(selector, 'color')).toBe('rgb(3, 3, 3)');
    await expect.poll(() => rules(selector)).toEqual(['rgb(3, 3, 3)']);
    expect(await counts()).toEqual(before);
    expect(await isSame()).toBe(true);
  });

  test('shows a class that an edit adds', async () => {
    const before = await counts();
    await server.app.write(file, added);
    await expect.poll(() => style(selector, 'backgroundColor')).toBe('rgb(5, 5, 5)');
    await expect.poll(() => style(selector, 'color')).toBe('rgb(4, 4, 4)');
    expect(await counts()).toEqual(before);
    expect(await isSame()).toBe(true);
  });
});

test('an edit of a file that a CSS module imports shows in the same way, with a class that it adds', async () => {
  const before = await counts();
  await server.app.write('src/live/base.css', '.other { background: rgb(6, 6, 6) }');
  await server.app.write(
    'src/live/view.module.css',
    `@import './base.css'; .shown { color: teal }`,
  );
  await expect.poll(() => style('#view', 'backgroundColor')).toBe('rgb(6, 6, 6)');
  await server.app.write('src/live/base.css', '.other { background: rgb(8, 8, 8) }');
  await expect.poll(() => style('#view', 'backgroundColor')).toBe('rgb(8, 8, 8)');
  await server.app.write('src/live/base.css', '.none { background: rgb(8, 8, 8) }');
  await expect.poll(() => style('#view', 'backgroundColor')).not.toBe('rgb(8, 8, 8)');
  await server.app.write('src/live/base.css', '.other { background: rgb(9, 9, 9) }');
  await expect.poll(() => style('#view', 'backgroundColor')).toBe('rgb(9, 9, 9)');
  expect(await counts()).toEqual(before);
  expect(await isSame()).toBe(true);
});

test("names of classes that an app makes itself are its own, and those of the build are Vite's", async () => {
  const namesIn = async (command: 'build' | 'serve', generateScopedName?: string) => {
    const own = generateScopedName && { css: { modules: { generateScopedName } } };
    const config = await resolveConfig({ configFile: false, plugins: [skerry()], ...own }, command);
    return config.css.modules && config.css.modules.generateScopedName;
  };
  expect(await namesIn('serve', '[local]')).toBe('[local]');
  expect(await namesIn('serve')).toBeTypeOf('function');
  expect(await namesIn('build')).toBeUndefined();
});
