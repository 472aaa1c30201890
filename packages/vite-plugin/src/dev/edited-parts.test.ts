import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { heard, startTestServer, type TestServer } from '../../test/test-server.js';

const files = {
  'src/live/bell.live.tsx': `
    import { defineLive } from '@skerry/kit';
    export default defineLive(
      { mount: () => ({ count: 0 }), events: { ring: (live) => live.assign({ count: live.state.count + 1 }) } },
      ({ state }) => <button lv-click="ring">bell {state.count}</button>,
    );`,
  'src/islands/tide.island.tsx': `
    import { useState } from 'preact/hooks';
    export default function Tide({ name = 'tide' }) {
      const [count, setCount] = useState(0);
      return <button onClick={() => setCount(count + 1)}>{name} {count}</button>;
    }`,
  'src/islands/dial.react.tsx': `
    import { useId, useState } from 'react';
    export default function Dial() {
      const [count] = useState(1);
      return <p id={useId()}>{count} of {count}</p>;
    }`,
  'src/pages/a.css': 'h1 { color: rgb(1, 1, 1) }',
  'src/pages/b.css': 'h1 { color: rgb(2, 2, 2) }',
};
const imports = `
  import Bell from '../live/bell.live.tsx';
  import Tide from '../islands/tide.island.tsx';
  import Dial from '../islands/dial.react.tsx';`;

let browser: Browser;
let server: TestServer;
let page: Page;
/** The path of a test's page, and its file. */
let path = '';
let file: string;
let pages = 0;
/** What its scripts have thrown. */
let errors: string[];

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), startTestServer(files)]);
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

beforeEach(async () => {
  path = `/parts-${pages++}`;
  file = `src/pages${path}.tsx`;
  errors = [];
  page = await browser.newPage();
  page.on('pageerror', ({ message }) => errors.push(message));
});
afterEach(() => page.close());

const write = (title: string, content = '', before = '') =>
  server.app.write(
    file,
    `${before}${imports}export default () => <main><h1>${title}</h1>${content}</main>;`,
  );
/** Waits until the server answers with an edit. */
const answers = (text: string) =>
  expect.poll(async () => (await fetch(server.origin + path)).text()).toContain(text);
const shows = (title: string) => expect.poll(() => page.innerText('h1')).toBe(title);
const isSame = () => page.evaluate(() => 'same' in globalThis);

/** Opens the page. */
async function open(...parts: Parameters<typeof write>): Promise<void> {
  await write(...parts);
  await answers(`>${parts[0]}<`);
  await page.goto(server.origin + path);
  await heard(server);
  await page.evaluate(() => Object.assign(globalThis, { same: true }));
}

/** Edits the page, and waits until it is shown in place. */
async function edit(...parts: Parameters<typeof write>): Promise<void> {
  await write(...parts);
  await shows(parts[0]);
  expect(await isSame()).toBe(true);
}

const hydrates = (count: number) =>
  expect
    .poll(() =>
      page.evaluate(() =>
        [...document.querySelectorAll('skerry-island')].map((host) => Reflect.get(host, 'phase')),
      ),
    )
    .toEqual(Array(count).fill('live'));

describe('an edit of a page', () => {
  test('brings a region and an island as the server has rendered them', async () => {
    await open('Old', '<Bell /><Tide client:load /><Dial client:load />');
    await hydrates(2);
    await edit(
      'New',
      '<Bell /><Tide client:load /><Dial client:load /><div id="new"><Bell /><Dial client:load /></div>',
    );
    await hydrates(3);
    await page.locator('#new skerry-live[data-state=live]').waitFor({ state: 'attached' });
    // Islands that had to be rendered anew have other ids; regions that came anew have no names for work without script.
    expect(
      await page.locator('p').evaluateAll((all) => all.every(({ id }) => id.includes('R'))),
    ).toBe(true);
    expect(await page.locator('#new button[form]').count()).toBe(1);
    expect(await page.locator('html[class], body[class]').count()).toBe(0);
    expect(errors).toEqual([]);
  });

  test('leaves what is in <noscript> out', async () => {
    const noscript = '<noscript><style>{"h1 { color: rgb(9, 9, 9) }"}</style></noscript>';
    await open('Old', noscript);
    await edit('New', noscript);
    expect(await page.locator('h1').evaluate((h1) => getComputedStyle(h1).color)).toBe(
      'rgb(0, 0, 0)',
    );
    expect(await page.locator('noscript *').count()).toBe(0);
  });

  test('brings the order of style sheets', async () => {
    await open('Old', '', "import './a.css'; import './b.css';");
    await edit('New', '', "import './b.css'; import './a.css';");
    await expect
      .poll(() =>
        page
          .locator('link[href*="/a.css"], link[href*="/b.css"]')
          .evaluateAll((all) => all.map((link) => link.getAttribute('href')!.replace(/\?.*/, ''))),
      )
      .toEqual(['/src/pages/b.css', '/src/pages/a.css']);
    expect(await page.locator('h1').evaluate((h1) => getComputedStyle(h1).color)).toBe(
      'rgb(1, 1, 1)',
    );
  });

  test('leaves the style sheets and styles of scripts in the head', async () => {
    await page.addInitScript(() => {
      addEventListener('DOMContentLoaded', () => {
        document.head.append(
          Object.assign(document.createElement('style'), { textContent: '.early {}' }),
        );
      });
    });
    await open('Old');
    await page.evaluate(() => {
      const link = Object.assign(document.createElement('link'), {
        rel: 'stylesheet',
        href: 'data:text/css,',
      });
      document.head.append(link);
    });
    await edit('New', '', "import './a.css';");
    expect(await page.locator('link[href^="data:"]').count()).toBe(1);
    expect(await page.locator('head style').allInnerTexts()).toContain('.early {}');
    await edit('Newer');
    await expect.poll(() => page.locator('link[href*="a.css"]').count()).toBe(0);
  });

  test('brings data for search engines, and the language', async () => {
    const head = (name: string, lang: string) =>
      `export const head = { html: { lang: '${lang}', class: '${name}' }, jsonLd: { '@type': 'Place', name: '${name}' } };`;
    await page.addInitScript(() =>
      addEventListener('DOMContentLoaded', () => document.documentElement.classList.add('dark')),
    );
    await open('Old', '', head('skerry', 'en'));
    await edit('New', '', head('reef', 'fr'));
    expect(await page.locator('script[type="application/ld+json"]').allTextContents()).toEqual([
      expect.stringContaining('reef'),
    ]);
    expect(await page.locator('html.dark.reef[lang=fr]').count()).toBe(1);
    await edit('Newer', '', head('rock', 'de'));
    expect(await page.locator('html.rock[lang=de]').count()).toBe(1);
  });

  test('brings the content of a <template>', async () => {
    await open('Old', '<template><b>old</b></template><template><i>same</i></template>');
    await edit('New', '<template><b>new</b></template><template><i>same</i></template>');
    expect(
      await page.locator('template').evaluateAll((all) => all.map(({ innerHTML }) => innerHTML)),
    ).toEqual(['<b>new</b>', '<i>same</i>']);
  });

  test('that changes speculation rules loads it again', async () => {
    const rules = (name: string) =>
      `<script type="speculationrules">{'{"prefetch":[],"tag":"${name}"}'}</script>`;
    await open('Old', rules('a'));
    await write('New', rules('b'));
    await shows('New');
    expect(await isSame()).toBe(false);
  });

  test('keeps the states of rows by their keys', async () => {
    const rows = (...keys: string[]) =>
      `<ul>{${JSON.stringify(keys)}.map((key) => <li key={key}>{key}: <Tide client:load name={key} /> <Bell /></li>)}</ul>`;
    const texts = () => page.locator('li').allInnerTexts();
    await open('Old', rows('a', 'b'));
    await hydrates(2);
    await page.locator('skerry-live[data-state=live]').nth(1).waitFor({ state: 'attached' });
    for (const button of await page.locator('li:first-child button').all()) await button.click();
    await expect.poll(texts).toEqual(['a: a 1 bell 1', 'b: b 0 bell 0']);
    await edit('New', rows('c', 'b', 'a'));
    await expect.poll(texts).toEqual(['c: c 0 bell 0', 'b: b 0 bell 0', 'a: a 1 bell 1']);
    await edit('Newer', rows('c', 'd'));
    await expect.poll(texts).toEqual(['c: c 0 bell 0', 'd: d 0 bell 0']);
  });
});

test('an edit shows in a page that was being loaded', async () => {
  await write('Old');
  await answers('>Old<');
  // Its script comes after the edit.
  let isEdited = () => {};
  const edited = new Promise<void>((resolve) => (isEdited = resolve));
  await page.route('**/@vite/client', (route) => edited.then(() => route.continue()));
  await page.goto(server.origin + path, { waitUntil: 'commit' });
  await shows('Old');
  await write('New');
  await answers('>New<');
  isEdited();
  await shows('New');
});
