import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
afterEach(() => live.page.close());

/** Opens a page on which everything has loaded, whose clock the test moves. */
async function open(html: string): Promise<void> {
  live = await LivePage.joined(browser, html, { clock: true });
  await live.page.waitForSelector('html[data-connection=live]', { state: 'attached' });
  const banner = live.page.waitForResponse('**/banner*');
  await pass(100);
  await (await banner).finished();
}

const next = async () => (await live.next()).slice(1);
const pass = (time: number) => live.page.clock.runFor(time);
const count = (selector: string) => live.page.locator(selector).count();

async function lose(): Promise<void> {
  live.isAwake = false;
  await live.line.close();
  await live.state('offline');
}

describe('while an event has no answer', () => {
  const html =
    '<form><button type="button" lv-click="save">save</button></form><b lv-click="other">b</b>';
  const pending = () =>
    live.page.$$eval('[data-pending]', (all) =>
      all.map(
        (each) =>
          `${each.localName} ${each.getAttribute('data-pending')} ${each.getAttribute('aria-busy')}`,
      ),
    );

  test('its element, its form and its region are pending; an empty diff ends that', async () => {
    await open(html);
    await live.page.click('button');
    await next();
    expect(await pending()).toEqual([
      'skerry-live save true',
      'form save true',
      'button save true',
    ]);
    await live.page.click('b');
    expect(await pending()).toEqual([
      'skerry-live save other true',
      'form save true',
      'button save true',
      'b other true',
    ]);
    await live.push(1, {});
    expect(await pending()).toEqual(['skerry-live other true', 'b other true']);
    await next();
    await live.push(2, {});
    expect([await pending(), await count('[aria-busy]')]).toEqual([[], 0]);
  });

  test('a refusal ends that, too', async () => {
    await open(html);
    await live.page.click('button');
    await next();
    live.send(1, null, { code: 'failed', reason: 'No.' });
    await expect.poll(pending).toEqual([]);
  });

  test('the form is pending to which a field outside of it belongs', async () => {
    await open('<form id="f"></form><input form="f" name="q" lv-input="look">');
    await live.page.type('input', 'a');
    await next();
    expect(await pending()).toEqual(['skerry-live look true', 'form look true', 'input look true']);
  });

  test('a form around the region is not pending', async () => {
    live = await LivePage.open(browser, '', {
      body: '<form><skerry-live id="lv-a" data-token="t"><b lv-click="go">b</b><!--lv:a--></skerry-live></form>',
    });
    await live.page.waitForSelector('html[data-connection=live]', { state: 'attached' });
    await live.page.click('b');
    await next();
    expect(await pending()).toEqual(['skerry-live go true', 'b go true']);
  });

  test('a bar shows after 120 milliseconds', async () => {
    await open(html);
    await live.page.click('button');
    await next();
    await pass(119);
    expect(await count('.skerry-progress')).toBe(0);
    await pass(1);
    await live.page.waitForSelector('.skerry-progress[role=progressbar]', { state: 'attached' });
    await live.push(1, {});
    await expect.poll(() => count('.skerry-progress')).toBe(0);
  });

  test('no bar shows on a page that wants none', async () => {
    await open(html);
    await live.page.evaluate(() => (document.documentElement.dataset.progress = 'off'));
    await live.page.click('button');
    await next();
    await pass(1000);
    await live.push({});
    expect(await count('.skerry-progress')).toBe(0);
  });
});

describe('the state of the connection', () => {
  const connection = () => live.page.evaluate(() => document.documentElement.dataset.connection);

  test('is on the document’s element, and in a banner after a second', async () => {
    await open('<p>p</p>');
    expect(await connection()).toBe('live');
    await lose();
    await expect.poll(connection).toBe('offline');
    await pass(999);
    expect(await count('.skerry-banner')).toBe(0);
    await pass(1);
    expect(await live.page.textContent('.skerry-banner')).toBe('Connection lost. Trying again…');
    live.isAwake = true;
    await expect
      .poll(async () => {
        await pass(1000);
        return connection();
      })
      .toBe('live');
    await expect.poll(() => count('.skerry-banner')).toBe(0);
  });

  test('is no news if it comes back within a second', async () => {
    await open('<p>p</p>');
    await live.line.close();
    await live.state('offline');
    await expect.poll(connection).toBe('offline');
    await pass(800);
    await live.state('live');
    await expect.poll(connection).toBe('live');
    await pass(5000);
    expect(await count('.skerry-banner')).toBe(0);
  });

  test.each([
    ['off', []],
    ['Nous revenons.', ['Nous revenons.']],
  ])('is shown as the page wants (%s)', async (text, shown) => {
    await open('<p>p</p>');
    await live.page.evaluate((wanted) => (document.documentElement.dataset.banner = wanted), text);
    await lose();
    await expect.poll(connection).toBe('offline');
    await pass(1000);
    expect(await live.page.locator('.skerry-banner').allTextContents()).toEqual(shown);
  });
});

test('updates wait for the code of the focus, but not for ever', async () => {
  await open('<input><p data-s="0">old</p>');
  const requested = live.page.waitForRequest('**/hold-focus*');
  // No answer comes.
  await live.page.route('**/hold-focus*', () => {});
  await live.page.focus('input');
  await requested;
  live.send({ 0: 'new' });
  await expect
    .poll(async () => {
      await pass(100);
      return live.page.textContent('p');
    })
    .toBe('new');
});

test('the banner goes when the regions have failed, which is no news of a connection', async () => {
  await open('<p>p</p>');
  await live.page.evaluate(() => {
    Object.assign(Element.prototype, {
      ariaNotify: (detail: string) => window.seen.push({ name: 'said', detail }),
    });
  });
  await lose();
  await live.page.waitForSelector('html[data-connection=offline]', { state: 'attached' });
  await pass(1000);
  expect(await count('.skerry-banner')).toBe(1);
  await live.page.evaluate(() => {
    document.querySelector<HTMLElement>('skerry-live')!.dataset.state = 'failed';
  });
  await expect.poll(() => count('.skerry-banner')).toBe(0);
  expect(await live.seen('said')).toEqual(['Connection lost. Trying again…']);
});

describe('links to this page', () => {
  test('are marked, also those that an update brings, unless their author has done it', async () => {
    await open(
      '<a href="/">a</a><a href="/other">b</a><a href="/" aria-current="false">c</a><!--[0--><!--]-->',
    );
    await live.push({ 0: { h: '<a href="/">d</a>' } });
    expect(
      await live.page.$$eval('a', (all) =>
        all.map((each) => `${each.textContent} ${each.ariaCurrent}`),
      ),
    ).toEqual(['a page', 'b null', 'c false', 'd page']);
  });
});

test('a link that no longer leads to this page is no longer marked', async () => {
  await open('<a href="/" data-s="0">a</a>');
  expect(await count('a[aria-current=page]')).toBe(1);
  await live.push({ 0: { a: { href: '/other' } } });
  expect(await count('a[aria-current]')).toBe(0);
  await live.push({ 0: { a: { href: '/' } } });
  expect(await count('a[aria-current=page]')).toBe(1);
});

test('the focus is passed on also if an element had it before the code for it was there', async () => {
  live = await LivePage.open(browser, '', {
    body: '<skerry-live id="lv-a" data-token="t"><p><!--[0--><button id="a">a</button><!--]--></p><button id="b">b</button><!--lv:a--></skerry-live><script>document.getElementById("a").focus()</script>',
  });
  let load = () => {};
  const held = new Promise<void>((resolve) => (load = resolve));
  await live.page.route('**/hold-focus*', async (route) => {
    await held;
    await route.fallback();
  });
  const requested = live.page.waitForRequest('**/hold-focus*');
  await live.state('live');
  await requested;
  live.send({ 0: '' });
  load();
  await live.page.waitForFunction(() => document.activeElement?.id === 'b');
});

describe('an announcement', () => {
  const announce = () => live.push({ e: [['skerry:announce', '3 found']] });

  test('is made by ariaNotify', async () => {
    await open('<p>p</p>');
    await live.page.evaluate(() => {
      Object.assign(Element.prototype, {
        ariaNotify: (detail: string) => window.seen.push({ name: 'said', detail }),
      });
    });
    await announce();
    await expect.poll(() => live.seen('said')).toEqual(['3 found']);
  });

  test('is made by a live element where there is no ariaNotify', async () => {
    await open('<p>p</p>');
    await live.page.evaluate(() => Object.assign(Element.prototype, { ariaNotify: undefined }));
    await announce();
    await live.page.waitForSelector('[aria-live=polite]', { state: 'attached' });
    await pass(100);
    expect(await live.page.textContent('[aria-live=polite]')).toBe('3 found');
    await pass(5000);
    expect(await count('[aria-live]')).toBe(0);
  });
});

test('a form of an update goes nowhere once its region has failed: its fields do not come into the URL', async () => {
  live = await LivePage.joined(browser, '<!--[0--><!--]-->');
  await live.page.waitForSelector('html[data-connection=live]', { state: 'attached' });
  await live.push({
    0: { h: '<form lv-submit="save"><input name="pin" value="4711"><button>b</button></form>' },
  });
  const submits = () =>
    live.page.evaluate(() => {
      document.querySelector<HTMLElement>('skerry-live')!.dataset.state = 'failed';
      return new Promise<boolean>((resolve) => {
        addEventListener('submit', (event) => resolve(event.defaultPrevented), { once: true });
        document.querySelector('button')!.click();
      });
    });
  expect(await submits()).toBe(true);
  await live.page.$eval('form', (form) => form.setAttribute('method', 'post'));
  await live.page.evaluate(() =>
    addEventListener('submit', (event) => queueMicrotask(() => event.preventDefault())),
  );
  expect(await submits()).toBe(false);
});
