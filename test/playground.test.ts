import type { Browser, Page, Route } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';
import { type Line, openLine } from './line.js';

let browser: Browser;
let playground: RunningApp;
let line: Line;
let page: Page;
/** The errors and warnings of the page. */
let complaints: string[];
/** The frames of the page, with an arrow for their direction. */
let frames: string[];

beforeAll(async () => {
  [browser, playground] = await Promise.all([openBrowser(), startBuilt('playground')]);
  line = await openLine(playground.port);
});

afterAll(async () => {
  await browser.close();
  await line.close();
  await playground.stop();
});

beforeEach(async () => {
  const context = await browser.newContext();
  page = await context.newPage();
  complaints = [];
  frames = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => frames.push(`> ${payload}`));
    socket.on('framereceived', ({ payload }) => frames.push(`< ${payload}`));
  });
});

afterEach(() => page.context().close());

const open = async (path: string, on: Page = page): Promise<void> => {
  await on.goto(line.origin + path);
  await live(on);
};

const live = (on: Page) =>
  on.waitForFunction(() => {
    const hosts = [...document.querySelectorAll<HTMLElement>('skerry-live')];
    return hosts.length > 0 && hosts.every((host) => host.dataset.state === 'live');
  });

/** The frames sent to regions; the answer to a heartbeat is on channel 0. */
const received = (): string[] =>
  frames.filter((frame) => /^< \[(?!0,)/.test(frame)).map((frame) => frame.slice(2));
const press = (name: string, on: Page = page) =>
  on.getByRole('button', { name, exact: true }).first().click();
const shows = (selector: string, text: string, on: Page = page) =>
  on.waitForFunction(([where, what]) => document.querySelector(where)?.textContent === what, [
    selector,
    text,
  ] as const);

describe('the tower', () => {
  const textOf = (selector: string) => page.locator(selector).textContent();
  const secondsAfter = async (seconds: string | null) => {
    await expect.poll(() => textOf('.seconds')).not.toBe(seconds);
    return textOf('.seconds');
  };

  test('ticks by its own timer, stops, and starts again; the server publishes to it', async () => {
    await open('/tower');
    await secondsAfter(await secondsAfter('0'));
    await expect.poll(async () => Number(await textOf('.flashes'))).toBeGreaterThan(0);
    await press('Stop the clock');
    await page.getByRole('button', { name: 'Start the clock' }).waitFor();
    const stopped = await textOf('.seconds');
    const flashes = await textOf('.flashes');
    // Meanwhile a second has passed.
    await expect.poll(() => textOf('.flashes')).not.toBe(flashes);
    expect(await textOf('.seconds')).toBe(stopped);
    await press('Start the clock');
    await secondsAfter(stopped);
    expect(complaints).toEqual([]);
  });
});

describe('every page', () => {
  test.each([
    '/',
    '/counter',
    '/table',
    '/islands',
    '/twins',
    '/watch',
    '/stream',
    '/stream/static',
    '/notes',
    '/notes/lamp',
  ])('%s comes to life without a complaint', async (path) => {
    await open(path);
    expect(complaints).toEqual([]);
  });

  test.each([
    '/',
    '/counter',
    '/table',
    '/islands',
    '/twins',
    '/watch',
    '/stream',
    '/stream/static',
    '/notes',
    '/notes/lamp',
    '/login',
    '/about',
    '/no-such-page',
  ])('%s has no dead link', async (path) => {
    await page.goto(line.origin + path);
    const links = await page
      .locator('a:not([href^="#"])')
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    for (const link of new Set(links)) expect((await fetch(link)).status, link).toBe(200);
  });

  test('is readable without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(`${line.origin}/table`);
    expect(await plain.locator('tbody tr').count()).toBe(1000);
    await context.close();
  });

  test('an unknown page is a 404 page of the app', async () => {
    const answer = await page.goto(`${line.origin}/no-such-page`);
    expect(answer?.status()).toBe(404);
    expect(await page.locator('h1').textContent()).toBe('Only water here');
  });
});

describe('frames', () => {
  test('a join without changes is a few bytes, and so is a click', async () => {
    await open('/counter');
    expect(received()).toEqual(['[1,0,{}]', '[2,0,{}]']);
    await press('Add one');
    await shows('output', '4');
    expect(received().at(-1)).toBe('[1,1,{"2":"4","5":"4"}]');
  });

  test('a change of one row of a thousand, and a prepended row, are a few hundred bytes', async () => {
    await open('/table');
    await press('Update one');
    await page.waitForFunction(() => !document.querySelector('[aria-busy]'));
    expect(Buffer.byteLength(received().at(-1) ?? '')).toBeLessThanOrEqual(60);
    // The first row of a template brings its markup.
    await press('Prepend');
    await shows('caption .count', '1,001');
    await press('Prepend');
    await shows('caption .count', '1,002');
    // Rows here carry two labelled controls; the bench holds a plain row to its 250 bytes.
    expect(Buffer.byteLength(received().at(-1) ?? '')).toBeLessThanOrEqual(300);
  });
});

describe('regions', () => {
  test('two of one view, one in the layout, and some inside another, work side by side', async () => {
    await open('/twins');
    const counts = () => page.locator('caption .count').allTextContents();
    await page
      .getByRole('region', { name: 'South fleet', exact: true })
      .getByRole('button', { name: 'Prepend' })
      .click();
    await page.waitForFunction(
      () => document.querySelectorAll('caption .count')[1]?.textContent === '51',
    );
    expect(await counts()).toEqual(['50', '51']);

    await press('Load Merlin');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.load')].some((load) => load.textContent === '1'),
    );
    await press('Hoist the next flag');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.flag')].every((flag) => flag.textContent === 'red'),
    );
    expect(await page.locator('.convoy .load').allTextContents()).toEqual(['0', '1', '0']);

    await press('A ship joins');
    await press('Load Kestrel');
    await page.waitForFunction(
      () => document.querySelectorAll('.convoy .load')[3]?.textContent === '1',
    );
    await page.locator('.bell').click();
    await page.waitForFunction(() =>
      /[1-9]/.test(document.querySelector('.bell')?.textContent ?? ''),
    );
    expect(complaints).toEqual([]);
  });

  test('a message reaches every open page', async () => {
    const other = await page.context().newPage();
    await open('/counter');
    await open('/counter', other);
    await press('Add one');
    await shows('output', '4');
    await press('Set all to 4');
    await shows('output', '4', other);
  });
});

test('a first visit in two tabs at once leaves both live', async () => {
  const other = await page.context().newPage();
  // Both are requested before there is a session, and the browser keeps the later one.
  const holdBack = async (route: Route) => {
    await page.context().clearCookies();
    await open('/counter');
    await route.continue();
  };
  await other.route(/\/assets\/client/, holdBack, { times: 1 });
  await other.goto(`${line.origin}/counter`);
  await live(other);
  await press('Add one', other);
  await shows('output', '4', other);
});

describe('a dropped connection', () => {
  test('is restored by itself, with the text, clicks and focus from meanwhile', async () => {
    await open('/counter');
    await press('Add one');
    await shows('output', '4');
    line.interrupt();
    await page.waitForSelector('skerry-live[data-state=offline]');
    await press('Add one');
    await press('Add one');
    line.restore();
    await shows('output', '6');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Add one',
    );
  });

  test('a region that is gone is mounted again, and keeps typed text and open elements', async () => {
    const own = await startBuilt('playground');
    const way = await openLine(own.port);
    await page.goto(`${way.origin}/twins`);
    await live(page);
    const field = page.getByLabel('Name of ship 3').first();
    await press('Prepend');
    await shows('caption .count', '51');
    await field.focus();
    await own.kill();
    await page.waitForSelector('skerry-live[data-state=offline]');
    await page.evaluate(() => ((document.activeElement as HTMLInputElement).value += ' half'));
    const typed = await field.inputValue();
    const again = await startBuilt('playground', own.port);
    await live(page);
    await shows('caption .count', '50');
    expect(await field.inputValue()).toBe(typed);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Name of ship 3',
    );
    await way.close();
    expect(await again.stop()).toBe(0);
  });
});

test('a stop of the server closes its connections, and ends with code 0', async () => {
  const own = await startBuilt('playground');
  await page.goto(`${own.origin}/counter`);
  await live(page);
  expect(await own.stop()).toBe(0);
  await page.waitForSelector('skerry-live[data-state=offline]');
});
