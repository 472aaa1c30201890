import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { RunningApp } from './apps.js';
import { openBrowser } from './browser.js';
import { hydrated } from './hydrated.js';
import { live, modes, startIslandApp, type WatchedPage, watchPage } from './islands-app.js';
import { type Line, openLine } from './line.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(modes)('in %s', (mode) => {
  let app: RunningApp;
  let line: Line;
  let watched: WatchedPage;
  let page: Page;
  beforeAll(async () => {
    app = await startIslandApp(mode);
    line = await openLine(app.port);
  });
  afterAll(async () => {
    await line.close();
    await app.stop();
  });
  beforeEach(async () => {
    watched = await watchPage(browser);
    ({ page } = watched);
  });
  afterEach(() => page.context().close());

  const open = async (path: string) => {
    await page.goto(line.origin + path);
    await hydrated(page);
  };
  const text = (selector: string) => page.locator(selector).first().innerText();
  const shows = (selector: string, what: string) => expect.poll(() => text(selector)).toBe(what);
  const press = (name: string, nth = 0) =>
    page.getByRole('button', { name, exact: true }).nth(nth).click();
  /** Delays an island's script until the returned function is called. */
  const holdIsland = async (): Promise<() => void> => {
    let release = () => {};
    const waiting = new Promise<void>((resolve) => (release = resolve));
    await page.route(/\/press\.island/, async (route) => {
      await waiting;
      await route.continue();
    });
    return release;
  };
  const heard = async (): Promise<string[]> =>
    (await fetch(`${app.origin}/api/heard`)).json() as Promise<string[]>;

  test('a page with neither region nor live island has no script of its own', async () => {
    for (const path of ['/', '/none']) {
      const html = await (await fetch(app.origin + path)).text();
      const scripts = html.match(/<script[^>]*>/g);
      // Development has scripts of Vite and of the overlay.
      const own = scripts?.filter((tag) => !/@vite\/client|skerry\/development/.test(tag));
      expect(own).toEqual(mode === 'production' ? undefined : []);
    }
  });

  test('many instances of one island work side by side', async () => {
    await open('/two');
    await press('Count: 0');
    await press('Count: 5');
    await press('Count: 6');
    expect(await page.locator('main').innerText()).toMatch(/Count: 1\s*Count: 7/);
    expect(watched.complaints).toEqual([]);
  });

  test('props of every kind keep their types and values', async () => {
    await page.goto(`${app.origin}/typed`);
    const before = await text('#typed');
    await hydrated(page);
    expect(before).toBe(
      '2001-09-09T01:46:40.000Z 1 true 100000000000000000000n /path true true true true true',
    );
    expect(await text('#typed')).toBe(before);
    expect(watched.complaints).toEqual([]);
  });

  test('two islands share a signal, whenever they hydrate', async () => {
    await open('/signals');
    await page.click('#one');
    await shows('#one', '5');
    await page.click('#two');
    await shows('#two', '6');
    await shows('#one', '6');
    expect(watched.complaints).toEqual([]);
  });

  test('text of a visitor cannot imitate an island, or break out of one', async () => {
    await open('/hostile');
    expect(await page.locator('skerry-island').count()).toBe(1);
    expect(await page.locator('skerry-slot').count()).toBe(0);
    expect(await page.locator('img').count()).toBe(0);
    expect(await text('skerry-island p')).toContain('</skerry-island><img src=x');
    expect(await page.title()).not.toBe('broken out');
    expect(watched.complaints).toEqual([]);
  });

  test('children of an island keep their state through hydration, closing and opening', async () => {
    await open('/slots');
    await live(page);
    await page.fill('#typed-open', 'typed');
    await page.click('#tally-open');
    await shows('#tally-open', '1');
    await press('Count: 10');
    await press('open');
    await expect.poll(() => page.locator('#tally-open').isVisible()).toBe(false);
    await press('open');
    await page.click('#tally-open');
    await shows('#tally-open', '2');
    expect(await page.inputValue('#typed-open')).toBe('typed');
    await press('inner');
    await press('inner');
    await press('Count: 11');
    await page.getByRole('button', { name: 'Count: 12' }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test('children of an island that begins closed wait for it to open', async () => {
    await open('/slots');
    await live(page);
    expect(await page.locator('#typed-shut').isVisible()).toBe(false);
    await press('shut');
    await page.fill('#typed-shut', 'typed');
    await page.click('#tally-shut');
    await shows('#tally-shut', '1');
    // Nothing of it was visible before.
    await hydrated(page, 'skerry-island[on=visible]');
    await press('Count: 20');
    await press('shut');
    await press('shut');
    expect(await page.inputValue('#typed-shut')).toBe('typed');
    await page.getByRole('button', { name: 'Count: 21' }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test('a region updates the props of an island by a few bytes', async () => {
    await open('/weather');
    await live(page);
    watched.frames.length = 0;
    await page.click('#add');
    await shows('#points', '101');
    await page.click('#slide');
    await live(page);
    expect(watched.frames).toEqual([
      expect.stringContaining('[100,0,42]'),
      expect.stringContaining('"points"'),
    ]);
    for (const frame of watched.frames) expect(frame.length).toBeLessThanOrEqual(60);
    expect(watched.complaints).toEqual([]);
  });

  test('useLive() pushes to the region, awaits its reply, and receives its events', async () => {
    await open('/weather');
    await live(page);
    await page.click('#ask');
    await shows('#answer', 'point 1');
    await page.click('#ask-wrong');
    await shows('#answer', 'refused: invalid-payload');
    await page.click('#gale');
    await shows('#heard', 'gale 9');
    line.cut();
    await page.click('#ask');
    await shows('#answer', 'point 1');
    await live(page);
    await page.click('#add');
    await shows('#points', '101');
  });

  test('a first press while an island is loading reaches the region, and then the island, once each', async () => {
    const release = await holdIsland();
    await page.goto(`${app.origin}/press`);
    await live(page);
    await page.click('#press');
    await shows('#told', '1');
    expect(await text('#press')).toBe('0');
    release();
    await shows('#press', '1');
    expect(await text('#told')).toBe('1');
    await page.click('#press');
    await shows('#press', '2');
    await shows('#told', '2');
    expect(watched.complaints).toEqual([]);
  });

  test('a first press on a checkbox checks it, and the island receives the event', async () => {
    await page.goto(`${app.origin}/press`);
    await live(page);
    await page.click('#check');
    await shows('#checked', 'true');
    expect(await page.isChecked('#check')).toBe(true);
  });

  test('text typed before hydration stays, and the island receives it', async () => {
    const release = await holdIsland();
    await page.goto(`${app.origin}/press`);
    await live(page);
    await page.locator('#field').pressSequentially('early');
    release();
    await shows('#typed', 'early');
    await page.locator('#field').pressSequentially(' and late');
    await shows('#typed', 'early and late');
    expect(await page.inputValue('#field')).toBe('early and late');
  });

  test('islands that throw show their last rendering, are reported, and harm no others', async () => {
    await page.goto(`${line.origin}/throwing`);
    await live(page);
    // A press before an island hydrates is lost, as on any `client:load`.
    await hydrated(page, 'skerry-island:has(#later), skerry-island:not(:has(.thrower))');
    await press('later 0');
    await press('later 1');
    await expect
      .poll(async () => (await heard()).filter((line) => line.startsWith('island ')))
      .toEqual(
        expect.arrayContaining([
          expect.stringMatching(/islands\/thrower\.island load: .*thrown on the server/),
          expect.stringMatching(/islands\/thrower\.island load: .*thrown while hydrating/),
          expect.stringMatching(/islands\/thrower\.island load: .*thrown later/),
          expect.stringMatching(/islands\/thrower\.island load: .*thrown in an effect/),
        ]),
      );
    expect(await text('#hydrate button')).toBe('hydrate 0');
    expect(await text('#later button')).toBe('later 1');
    expect(await text('#effect button')).toBe('effect 0');
    expect(await text('#server button')).toBe('server 0');
    await page.click('#tally');
    await shows('#tally', '1');
    await press('Count: 0');
    await page.getByRole('button', { name: 'Count: 1' }).waitFor();
  });

  test('a chunk that does not load is requested again, and then reported', async () => {
    let asked = 0;
    await page.route(/\/counter\.island/, (route) =>
      ++asked > 1 ? route.continue() : route.abort(),
    );
    await page.goto(`${app.origin}/one`);
    await hydrated(page);
    await press('Count: 0');
    await page.getByRole('button', { name: 'Count: 1' }).waitFor();
    expect(asked).toBeGreaterThan(1);

    await page.unroute(/\/counter\.island/);
    await page.route(/\/counter\.island/, (route) => route.abort());
    await page.goto(`${app.origin}/one`);
    await expect
      .poll(async () => (await heard()).filter((line) => line.startsWith('island islands/counter')))
      .not.toEqual([]);
    expect(await text('main')).toBe('Count: 0');
  });

  test('styles of islands are linked once, and only on pages that use them', async () => {
    await open('/styled');
    const colours = await page
      .locator('p')
      .first()
      .evaluate((element) => {
        const style = getComputedStyle(element);
        return [style.color, style.backgroundColor];
      });
    expect(colours).toEqual(['rgb(1, 2, 3)', 'rgb(4, 5, 6)']);
    const sheets = await page.$$eval('link[rel=stylesheet]', (links) =>
      links.map((link) => (link as HTMLLinkElement).href).filter((href) => href.includes('styled')),
    );
    expect(new Set(sheets).size).toBe(sheets.length);
    expect(sheets.length).toBeGreaterThan(0);
    expect(await (await fetch(`${app.origin}/one`)).text()).not.toContain('styled');
    expect(watched.complaints).toEqual([]);
  });

  test('islands of Preact and of React share a page, nested in each other', async () => {
    await open('/both');
    await press('React: 2');
    await press('Count: 1');
    await press('Count: 3');
    await page.getByRole('button', { name: 'React: 3' }).waitFor();
    await page.getByRole('button', { name: 'Count: 2' }).waitFor();
    await page.getByRole('button', { name: 'Count: 4' }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test('ids of islands are unique on the page, and the same in the browser as on the server', async () => {
    const html = await (await fetch(`${app.origin}/unique`)).text();
    const sent = [...html.matchAll(/<i class="unique" id="([^"]+)"/g)].map(([, id]) => id);
    await open('/unique');
    const shown = await page.$$eval('.unique', (all) => all.map(({ id }) => id));
    expect(shown).toEqual(sent);
    expect(new Set(shown).size).toBe(3);
  });
});
