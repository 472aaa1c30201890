import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { bundle } from '../../test/bundle.js';
import { IslandPage } from '../../test/island-page.js';
import { island } from '../../test/server-html.js';
import type { Island } from './island.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const counter = (start: number, on = 'load') =>
  island('counter.island', { props: { start, label: `c${start}` }, on });

test('an island hydrates the existing nodes, and loads only the code that it needs', async () => {
  const opened = await IslandPage.open(browser, await counter(3), {
    before: () =>
      addEventListener('DOMContentLoaded', () => (document.querySelector('button')!.id = 'first')),
  });
  expect(await opened.hydrated()).toEqual([
    { name: 'counter.island', strategy: 'load', reason: 'load', wait: expect.any(Number) },
  ]);
  await opened.page.click('button');
  expect(await opened.html('skerry-island')).toBe(
    '<button class="counter" id="first">c3 4</button>',
  );
  expect(opened.complaints).toEqual([]);
  expect(opened.requests.slice(0, 2)).toEqual(['entry.js', 'counter.island.js']);
  expect(opened.requests).not.toContain('deferred.js');
});

test('islands of one component are loaded once, and have separate state', async () => {
  const opened = await IslandPage.open(browser, (await counter(1)) + (await counter(5)));
  await opened.hydrated(2);
  await opened.page.click('text=c5');
  expect(await opened.page.locator('button').allTextContents()).toEqual(['c1 1', 'c5 6']);
  expect(opened.requests.filter((file) => file === 'counter.island.js')).toHaveLength(1);
});

test('an island starts once the parser has read its end', async () => {
  const [first, second] = (await counter(1)).split('<skerry-end>');
  let rest = () => {};
  const files = await bundle;
  const server = createServer(({ url }, response) => {
    const code = files.get(url!.slice(1));
    const start = `<!doctype html><script type="module" async src="/entry.js"></script>${first}`;
    response.setHeader('content-type', code === undefined ? 'text/html' : 'text/javascript');
    if (code === undefined) response.write(start);
    else response.end(code);
    if (code === undefined) rest = () => response.end(`<skerry-end>${second}<p>after`);
  }).listen(0);
  await once(server, 'listening');
  const page = await browser.newPage();
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}`, {
    waitUntil: 'commit',
  });
  await page.waitForFunction(() => customElements.get('skerry-island'));
  const state = () => page.evaluate(() => document.querySelector('skerry-island')!.phase);
  expect(await state()).toBe(undefined);
  rest();
  await page.waitForFunction(() => document.querySelector('skerry-island')!.detail);
  await page.click('button');
  await expect.poll(() => page.textContent('button')).toBe('c1 2');
  expect(await state()).toBe('live');
  expect(await page.locator('skerry-end').count()).toBe(0);
  await page.close();
  server.close();
});

test('islands that a script inserts start as well', async () => {
  const opened = await IslandPage.open(browser, '<main></main>');
  await opened.page.waitForFunction(() => customElements.get('skerry-island'));
  const markup = (await counter(1)) + (await counter(2));
  await opened.page.evaluate((html) => {
    const template = document.createElement('template');
    template.innerHTML = html;
    document.querySelector('main')!.append(template.content.cloneNode(true));
  }, markup);
  await opened.hydrated(2);
  await opened.page.click('text=c2');
  expect(await opened.text('text=c2')).toBe('c2 3');
});

test('hosts and slots have no box in the layout, unless a page styles them', async () => {
  const fold = await island('fold.island', { slots: { children: 'inner' } });
  const opened = await IslandPage.open(browser, fold + (await counter(1)));
  await opened.hydrated(2);
  const displays = () =>
    opened.page.evaluate(() =>
      Array.from(
        document.querySelectorAll('skerry-island,skerry-slot'),
        (element) => getComputedStyle(element).display,
      ),
    );
  expect(await displays()).toEqual(['contents', 'contents', 'contents']);
  await opened.page.addStyleTag({ content: 'skerry-island { display: block }' });
  expect(await displays()).toEqual(['block', 'contents', 'block']);
});

test('islands hydrate under a strict content security policy', async () => {
  const opened = await IslandPage.open(
    browser,
    (await island('fold.island', { slots: { children: '<b>b</b>' } })) +
      (await island('bomb.island', { props: { at: 'click' } })),
    { policy: "default-src 'none'; script-src 'self'; connect-src 'self'" },
  );
  await opened.hydrated(2);
  await opened.page.click('.toggle');
  await opened.page.click('text=clicks');
  await opened.page.click('text=clicks');
  await opened.failed();
  expect(opened.complaints.filter((text) => text.includes('Policy'))).toEqual([]);
});

describe('a host that', () => {
  const remove = (opened: IslandPage) =>
    opened.page.evaluate(() => {
      window.kept = document.querySelector('skerry-island')!;
      window.kept.remove();
    });
  const putBack = (opened: IslandPage) =>
    opened.page.evaluate(() => document.body.append(window.kept));

  test('is moved keeps its state', async () => {
    const opened = await IslandPage.open(browser, `${await counter(1)}<footer></footer>`);
    await opened.hydrated();
    await opened.page.click('button');
    for (const way of ['append', 'moveBefore'] as const) {
      await opened.page.evaluate((method) => {
        const footer = document.querySelector('footer')! as Element & { moveBefore: any };
        footer[method](document.querySelector('skerry-island')!, null);
      }, way);
      await opened.page.click('button');
    }
    expect(await opened.text('button')).toBe('c1 4');
    expect(await opened.hydrated()).toHaveLength(1);
  });

  test('leaves ends its island, and starts it again when it returns', async () => {
    const opened = await IslandPage.open(
      browser,
      await island('bomb.island', { props: { at: 'click', n: 7 } }),
    );
    await opened.hydrated();
    await opened.page.click('button');
    await opened.page.waitForFunction(() => window.log.includes('begun 7'));
    await remove(opened);
    await opened.page.waitForFunction(() => window.log.includes('over 7'));
    await putBack(opened);
    await opened.hydrated(2);
    expect(await opened.text('p')).toBe('Hi 7 you');
    expect(await opened.text('button')).toBe('clicks 0');
    await opened.page.click('button');
    expect(await opened.text('button')).toBe('clicks 1');
    expect(opened.complaints).toEqual([]);
  });

  test('leaves while its island is loading does not hydrate, and continues when it returns', async () => {
    const opened = await IslandPage.open(browser, (await counter(1)) + (await counter(2)), {
      held: ['counter.island.js'],
    });
    await expect.poll(() => opened.requests).toContain('counter.island.js');
    await remove(opened);
    opened.release('counter.island.js');
    // The first was scheduled before the second.
    await opened.hydrated();
    expect(await opened.page.evaluate(() => window.kept.textContent)).toBe('c1 1');
    await putBack(opened);
    await opened.hydrated(2);
    await opened.page.click('text=c1');
    expect(await opened.text('text=c1')).toBe('c1 2');
  });

  test('leaves and returns before its island is loaded hydrates once', async () => {
    const opened = await IslandPage.open(browser, await counter(1), {
      held: ['counter.island.js'],
    });
    await expect.poll(() => opened.requests).toContain('counter.island.js');
    await remove(opened);
    await putBack(opened);
    opened.release('counter.island.js');
    await opened.hydrated();
    await opened.page.click('button');
    expect(await opened.text('button')).toBe('c1 2');
    expect(await opened.hydrated()).toHaveLength(1);
  });
});

test('names in user markup do not break islands', async () => {
  const blank = await browser.newPage();
  const ofForm = await blank.evaluate(() => {
    const namesOf = (object: object | null): string[] =>
      object
        ? [...Object.getOwnPropertyNames(object), ...namesOf(Object.getPrototypeOf(object))]
        : [];
    return [...new Set(namesOf(HTMLFormElement.prototype))];
  });
  await blank.close();
  expect(ofForm).toContain('moveBefore');
  // Frameworks read other members of the document themselves.
  const ofDocument = ['activeElement', 'adoptedStyleSheets', 'importNode', 'body', 'skerry'];
  const all = (names: string[], tag: string) =>
    names.map((name) => `<${tag} name="${name}">`).join('');
  const form = `<form>${all(ofForm, 'input')}<button type="button">b</button></form>`;
  const opened = await IslandPage.open(
    browser,
    all(ofDocument, 'img hidden') +
      (await island('log.island', { on: 'visible' })) +
      (await island('log.island', {
        on: 'interaction',
        slots: { children: `<a id="props"></a>${form}` },
      })),
  );
  await opened.hydrated();
  const { x, y } = await opened.page.evaluate(() => {
    const button = Document.prototype.querySelector.call(document, 'form button')!;
    button.scrollIntoView();
    return button.getBoundingClientRect();
  });
  await opened.page.mouse.click(x + 2, y + 2);
  await opened.hydrated(2);
  expect(await opened.page.evaluate(() => window.log.map((entry: any) => entry[0]))).toContain(
    'click',
  );
  expect(opened.complaints).toEqual([]);
});

declare global {
  interface Window {
    kept: Element;
  }
  interface HTMLElementTagNameMap {
    'skerry-island': Island;
  }
}
