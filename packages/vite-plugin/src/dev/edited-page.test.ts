import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { hydrated } from '../../../../test/hydrated.js';
import { overlayText } from '../../test/overlay-text.js';
import { heard, startTestServer, type TestServer } from '../../test/test-server.js';

const counter = `
  import { useState } from 'preact/hooks';
  export default function Tide({ step, children }) {
    const [count, setCount] = useState(0);
    return (
      <section>
        <button onClick={() => setCount(count + 1)}>{count} of {step}</button>
        {count > 0 && children}
      </section>
    );
  }`;

const files = {
  'src/pages/_layout.tsx': `
    export default ({ children }) => <><p id="frame">Frame</p>{children}</>;`,
  'src/live/bell.live.tsx': `
    import { defineLive } from '@skerry/kit';
    export default defineLive(
      { mount: () => ({ count: 0 }), events: { ring: (live) => live.assign({ count: live.state.count + 1 }) } },
      ({ state, props }) => <button lv-click="ring">{state.count} of {props.step ?? 1}</button>,
    );`,
  'src/islands/tide.island.tsx': counter,
};

const harbour = `
    import Bell from '../live/bell.live.tsx';
    import Tide from '../islands/tide.island.tsx';
    export const head = { title: 'Harbour' };
    export default () => (
      <main>
        <h1>Harbour</h1>
        <Bell />
        <p id="second"><Bell step={2} /></p>
        <Tide client:load step={3}><b id="inner">In the slot</b></Tide>
        <input id="field" value="old" />
        <details><summary>More</summary>Text</details>
        <div id="map"></div>
      </main>
    );`;

let browser: Browser;
let server: TestServer;
let page: Page;
/** The page of a test, and its file. */
let path = '';
let file: string;
let pages = 0;

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), startTestServer(files)]);
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

beforeEach(async () => {
  path = `/harbour-${pages++}`;
  file = `src/pages${path}.tsx`;
  page = await browser.newPage();
});
afterEach(() => page.close());

/** What the overlay says. */
const told = () => overlayText(page);
const buttons = () => page.locator('main button').allInnerTexts();
const shows = (selector: string, text: string) =>
  expect.poll(() => page.locator(selector).allInnerTexts()).toEqual([text]);
/** True until the page is loaded again. */
const isSame = () => page.evaluate(() => 'same' in globalThis);
const isLoadedAgain = () => expect.poll(isSame).toBe(false);

/** Opens a page, and counts once in all that counts. */
async function open(code: string): Promise<void> {
  await server.app.write(file, code);
  await expect.poll(async () => (await fetch(server.origin + path)).status).toBe(200);
  await page.goto(server.origin + path);
  await heard(server);
  await page.evaluate(() => Object.assign(globalThis, { same: true }));
  await expect.poll(() => page.locator('skerry-live:not([data-state=live])').count()).toBe(0);
  await hydrated(page);
  for (const button of await page.locator('main button').all()) await button.click();
  await expect.poll(async () => (await buttons()).filter((text) => text[0] !== '1')).toEqual([]);
}

const counted = ['1 of 1', '1 of 2', '1 of 3'];

describe('an edit shows in an open page, which keeps', () => {
  beforeEach(() => open(harbour));

  const edit = async () => {
    await server.app.edit(file, '<h1>Harbour', '<h1 class="new">Haven');
    await shows('h1.new', 'Haven');
    expect(await isSame()).toBe(true);
  };

  test('the states of regions and islands, which go on', async () => {
    await edit();
    expect(await buttons()).toEqual(counted);
    for (const i of [0, 1, 2]) await page.locator('main button').nth(i).click();
    await expect.poll(buttons).toEqual(['2 of 1', '2 of 2', '2 of 3']);
    await server.app.edit('src/pages/_layout.tsx', 'Frame', 'Rim');
    await shows('#frame', 'Rim');
    expect(await buttons()).toEqual(['2 of 1', '2 of 2', '2 of 3']);
    expect(await isSame()).toBe(true);
  });

  test('what the visitor has typed and opened, and the focus', async () => {
    await page.locator('#field').fill('typed');
    await page.locator('summary').click();
    await page.locator('#field').focus();
    await edit();
    expect(await page.locator('#field').inputValue()).toBe('typed');
    expect(await page.locator('details').getAttribute('open')).toBe('');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field');
  });

  test('what scripts have added and changed', async () => {
    await page.evaluate(() => {
      document.querySelector('#map')!.innerHTML = '<i>Map</i>';
      document.querySelector('#second')!.setAttribute('data-by', 'script');
      document.documentElement.classList.add('dark');
      document.title = 'Changed';
      document.head.append(Object.assign(document.createElement('meta'), { name: 'by-script' }));
      document.body.append(Object.assign(document.createElement('div'), { id: 'dialog' }));
    });
    await edit();
    await shows('#map i', 'Map');
    expect(await page.locator('.dark #second[data-by=script]').count()).toBe(1);
    expect(await page.locator('body > #dialog, meta[name=by-script]').count()).toBe(2);
    expect(await page.title()).toBe('Changed');
  });

  test('a region and an island that are inside other elements now', async () => {
    await server.app.edit(file, '<p id="second"><Bell step={2} /></p>', '<Bell step={2} />');
    await expect.poll(() => page.locator('#second').count()).toBe(0);
    await server.app.edit(file, '<Tide', '<article><Tide');
    // It does not compile until then.
    await server.app.edit(file, '</Tide>', '</Tide></article>');
    await expect.poll(() => page.locator('article button').count()).toBe(1);
    expect(await buttons()).toEqual(counted);
    expect(await isSame()).toBe(true);
    await page.locator('main button').nth(1).click();
    await expect.poll(buttons).toEqual(['1 of 1', '2 of 2', '1 of 3']);
  });

  test('an island that gets other props and another content', async () => {
    await server.app.edit(file, 'step={3}', 'step={4}');
    await expect.poll(buttons).toEqual(['1 of 1', '1 of 2', '1 of 4']);
    await server.app.edit(file, 'In the slot', 'Inside');
    await shows('#inner', 'Inside');
    expect(await buttons()).toEqual(['1 of 1', '1 of 2', '1 of 4']);
    expect(await isSame()).toBe(true);
  });

  test('all regions but one with other props, which begins anew', async () => {
    await server.app.edit(file, 'step={2}', 'step={5}');
    await expect.poll(buttons).toEqual(['1 of 1', '0 of 5', '1 of 3']);
    await page.locator('#second skerry-live[data-state=live] button').click();
    await expect.poll(buttons).toEqual(['1 of 1', '1 of 5', '1 of 3']);
    expect(await isSame()).toBe(true);
  });

  test('the page while its code fails, with the failure over it', async () => {
    await server.app.edit(file, '<h1>', "<h1>{(() => { throw new Error('Adrift.'); })()}");
    await expect.poll(told).toContain('Adrift.');
    expect(await buttons()).toEqual(counted);
    await server.app.edit(file, "{(() => { throw new Error('Adrift.'); })()}Harbour", 'Ashore');
    await shows('h1', 'Ashore');
    await expect.poll(told).toBe('');
    expect(await buttons()).toEqual(counted);
    expect(await isSame()).toBe(true);
  });
});

test('a page stays while it imports a file that is not there, or is gone for a while', async () => {
  await open(harbour);
  const found = (word: string) =>
    server.app.write('src/missed.ts', `export const word = '${word}';`);
  await server.app.write(
    file,
    `import { word } from '../missed.ts';${harbour.replace('<h1>Harbour', '<h1>{word}')}`,
  );
  await expect.poll(told).toContain('../missed.ts');
  await found('Found');
  await shows('h1', 'Found');
  await expect.poll(told).toBe('');
  expect(await buttons()).toEqual(counted);
  await server.app.remove('src/missed.ts');
  await expect.poll(told).toContain('missed.ts');
  await found('Found again');
  await shows('h1', 'Found again');
  await expect.poll(told).toBe('');
  expect(await buttons()).toEqual(counted);
  expect(await isSame()).toBe(true);
});

test('a page stays while its island is gone, and is told of a page that imports it', async () => {
  await open(harbour);
  const island = 'src/islands/tide.island.tsx';
  await server.app.remove(island);
  await expect
    .poll(told)
    .toMatch(
      /pages\/harbour-\d+\.tsx imports src\/islands\/tide\.island\.tsx, which is not there\./,
    );
  expect(await told()).toMatch(/harbour-\d+\.tsx:3:/);
  await server.app.write(island, counter);
  await expect.poll(told).toBe('');
  expect(await buttons()).toEqual(counted);
  expect(await isSame()).toBe(true);
});

test('a page stays while an island imports a file that is not there, and shows it when it is', async () => {
  await open(harbour);
  const island = 'src/islands/tide.island.tsx';
  const wrong = (name: string) =>
    `import { word } from '../${name}.ts';${counter.replace('of {step}', '{word} {step}')}`;
  await server.app.write(island, wrong('absent'));
  await expect.poll(told).toContain('../absent.ts');
  await server.app.write(island, wrong('missing'));
  await expect.poll(told).toContain('../missing.ts');
  expect(await buttons()).toEqual(counted);
  await server.app.write('src/missing.ts', "export const word = 'by';");
  await expect.poll(buttons).toEqual(['1 of 1', '1 of 2', '1 by 3']);
  await expect.poll(told).toBe('');
  await server.app.write(island, counter);
  await expect.poll(buttons).toEqual(counted);
  expect(await isSame()).toBe(true);
});

describe('an edit shows', () => {
  beforeEach(() => open(harbour));

  test('a title, and a style sheet before the elements that it styles', async () => {
    await server.app.write('src/pages/new.css', '.new { color: rgb(1, 2, 3) }');
    await page.evaluate(() => {
      const seen: string[] = [];
      new MutationObserver(() => {
        const element = document.querySelector('.new');
        if (element) seen.push(getComputedStyle(element).color);
      }).observe(document.body, { childList: true, subtree: true, attributes: true });
      Object.assign(globalThis, { seen });
    });
    await server.app.write(
      file,
      `import './new.css'; ${harbour.replace('<h1>', '<h1 class="new">').replace("'Harbour'", "'Haven'")}`,
    );
    await page.locator('h1.new').waitFor();
    expect(new Set(await page.evaluate(() => Reflect.get(globalThis, 'seen')))).toEqual(
      new Set(['rgb(1, 2, 3)']),
    );
    expect(await page.title()).toBe('Haven');
    await server.app.write(file, harbour.replace('<h1>', '<h1 class="new">'));
    await expect.poll(() => page.locator('link[href*="new.css"]').count()).toBe(0);
    expect(await page.title()).toBe('Harbour');
    expect(await isSame()).toBe(true);
  });

  test('what it adds beside what scripts have added, once, and until it is removed', async () => {
    await page.evaluate(() => document.body.append(document.createElement('aside')));
    const asides = () => page.locator('aside').allInnerTexts();
    const added = (text: string) =>
      harbour.replace('<main>', '<><main>').replace('</main>', `</main><aside>${text}</aside></>`);
    await server.app.write(file, added('First'));
    await expect.poll(asides).toEqual(['First', '']);
    await server.app.write(file, added('Second'));
    await expect.poll(asides).toEqual(['Second', '']);
    await server.app.write(file, harbour);
    await expect.poll(asides).toEqual(['']);
    expect(await buttons()).toEqual(counted);
    expect(await isSame()).toBe(true);
  });

  test('an island with another key anew, as a region', async () => {
    await server.app.edit(file, '<Bell />', '<Bell key="a" />');
    await expect.poll(buttons).toEqual(['0 of 1', '1 of 2', '1 of 3']);
    await server.app.edit(file, '<Tide', '<Tide key="a"');
    await expect.poll(buttons).toEqual(['0 of 1', '1 of 2', '0 of 3']);
    expect(await isSame()).toBe(true);
  });

  test('a region and an island that it adds, and not those that it removes', async () => {
    await server.app.edit(file, '<Bell />', '<Bell step={8} /><Tide client:load step={9} />');
    await expect.poll(buttons).toEqual(['0 of 8', '0 of 9', '1 of 2', '1 of 3']);
    await page.locator('main > skerry-live[data-state=live] button').click();
    await page.locator('main button').nth(1).click();
    await expect.poll(buttons).toEqual(['1 of 8', '1 of 9', '1 of 2', '1 of 3']);
    expect(await isSame()).toBe(true);
  });

  test('the page that there is, if the page is removed', async () => {
    await server.app.remove(file);
    await isLoadedAgain();
    await expect.poll(() => page.locator('h1').innerText()).toBe('404');
  });
});

test('an edit that brings the first region of a page loads it again', async () => {
  await open('export default () => <main><h1>Bare</h1></main>;');
  await server.app.write(
    file,
    `import Bell from '../live/bell.live.tsx'; export default () => <main><Bell /></main>;`,
  );
  await expect.poll(buttons).toEqual(['0 of 1']);
  expect(await isSame()).toBe(false);
});

test('an edit of a page with late content shows with all of it in its place', async () => {
  await open(
    `import { Suspense } from '@skerry/kit';
    import Bell from '../live/bell.live.tsx';
    const Late = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return <p id="late">Late<Bell /></p>;
    };
    export default () => <main><h1>Slow</h1><Suspense fallback="Wait"><Late /></Suspense></main>;`,
  );
  await server.app.edit(file, '>Late', '>Behind');
  await shows('#late', 'Behind1 of 1');
  expect(await isSame()).toBe(true);
  await page.locator('main button').click();
  await shows('#late', 'Behind2 of 1');
});
