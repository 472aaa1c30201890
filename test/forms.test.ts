import { readFileSync, writeFileSync } from 'node:fs';

import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { copyBuilt, type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';
import { type Line, openLine } from './line.js';

const copy = copyBuilt('test/app');
const script = `${copy.folder}/dist/server/app.js`;

let browser: Browser;
let app: RunningApp;
let line: Line;
let page: Page;
/** The frames of the page, with an arrow for their direction. */
let frames: string[];
/** The posts that the page sends. */
let posts: string[];

beforeAll(async () => void (browser = await openBrowser()));
afterAll(async () => {
  await browser.close();
  copy.remove();
});

beforeEach(async () => {
  app = await startBuilt(copy.folder);
  line = await openLine(app.port);
  page = await (await browser.newContext()).newPage();
  frames = [];
  posts = [];
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => frames.push(`> ${payload}`));
    socket.on('framereceived', ({ payload }) => frames.push(`< ${payload}`));
  });
});
afterEach(async () => {
  await page.context().close();
  await line.close();
  await app.stop();
});

const state = (wanted: string) => page.waitForSelector(`skerry-live[data-state=${wanted}]`);
const press = (name: string) => page.getByRole('button', { name, exact: true }).last().click();
const ports = () =>
  page
    .getByLabel('Port')
    .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));
const errors = async () =>
  (await page.locator('.field-errors').allTextContents()).filter((text) => text !== '');
const answered = () => page.waitForFunction(() => !document.querySelector('[data-pending]'));

/** Fills in a part of the form, and adds two rows. */
async function fillIn(path: string): Promise<void> {
  await page.goto(line.origin + path);
  await state('live');
  await page.getByLabel('Name').fill('Al');
  await page.getByLabel('Pin').fill('47114711');
  for (const [row, port] of ['Oslo', 'Turku'].entries()) {
    await press('Add a stop');
    await page
      .getByLabel('Port')
      .nth(row + 1)
      .fill(port);
  }
  await answered();
}

/** Interrupts the connection, and does something meanwhile. */
async function whileOffline(act: () => Promise<unknown>): Promise<void> {
  line.interrupt();
  await state('offline');
  frames.length = 0;
  await act();
  line.restore();
}

async function restart(): Promise<void> {
  await app.kill();
  app = await startBuilt(copy.folder, app.port);
}

async function deploy(): Promise<void> {
  const text = readFileSync(script, 'utf8');
  writeFileSync(
    script,
    text.replace(/build: "[0-9a-f]{16}"/, () => `build: "${nextBuild()}"`),
  );
  await restart();
}

let builds = 0;
const nextBuild = () => String(++builds).padStart(16, '0');

/** Completes the form, and sends it. */
async function complete(): Promise<void> {
  await page.getByLabel('Name').fill('Alma');
  await page.getByLabel('Ship').fill('Merlin');
  await press('Save');
  await page.waitForFunction(() => document.querySelector('output')?.textContent !== '');
  expect(JSON.parse((await page.textContent('output'))!)).toEqual({
    name: 'Alma',
    ship: 'Merlin',
    fare: 'full',
    stops: [{ port: 'Bergen' }, { port: 'Oslo' }, { port: 'Turku' }],
    pin: 8,
  });
}

const fromServer = () => frames.filter((frame) => frame.startsWith('<')).join();

const shown = ['A longer name.'];

describe.each([
  ['checked while it is filled in', '/checked-trip'],
  ['checked at the submit', '/trip'],
])('a form that is %s', (_, path) => {
  test('is as it was after a dropped connection', async () => {
    await fillIn(path);
    await whileOffline(() => page.getByLabel('Port').nth(2).fill('Vaasa'));
    await state('live');
    await answered();
    expect(await ports()).toEqual(['Bergen', 'Oslo', 'Vaasa']);
    expect(await page.getByLabel('Name').inputValue()).toBe('Al');
    expect(await errors()).toEqual(shown);
    await page.getByLabel('Port').nth(2).fill('Turku');
    await complete();
    expect(fromServer()).not.toContain('47114711');
  });

  test('is as it was after a restart of the server', async () => {
    await fillIn(path);
    await whileOffline(restart);
    await state('live');
    await expect.poll(ports).toEqual(['Bergen', 'Oslo', 'Turku']);
    await answered();
    expect(await page.getByLabel('Name').inputValue()).toBe('Al');
    expect(await page.getByLabel('Fare').inputValue()).toBe('full');
    await expect.poll(errors).toEqual(shown);
    expect(frames.filter((frame) => frame.startsWith('>')).join()).not.toContain('fare');
    await complete();
    expect(fromServer()).not.toContain('47114711');
  });

  test('is as it was after a deployment, but for its secrets', async () => {
    await fillIn(path);
    await page.addInitScript(() => {
      Object.assign(window, { kept: sessionStorage.skerryForms });
    });
    await Promise.all([page.waitForEvent('load'), whileOffline(deploy)]);
    await state('live');
    await expect.poll(ports).toEqual(['Bergen', 'Oslo', 'Turku']);
    await answered();
    expect(await page.getByLabel('Name').inputValue()).toBe('Al');
    expect(await page.getByLabel('Pin').inputValue()).toBe('');
    const kept = await page.evaluate(() => [
      (window as { kept?: string }).kept,
      sessionStorage.skerryForms,
    ]);
    expect(kept).toEqual([expect.stringContaining('Oslo'), undefined]);
    expect(kept[0]).not.toContain('47114711');
    await expect.poll(errors).toEqual(shown);
    await page.getByLabel('Pin').fill('47114711');
    await complete();
    expect(fromServer()).not.toContain('47114711');
  });

  test('posts nothing to the page to which the visitor goes meanwhile', async () => {
    await fillIn(path);
    await whileOffline(async () => {
      await page.getByLabel('Name').fill('Alma');
      // The page comes once the network is back.
      await page.route('**/press', async (route) => {
        line.restore();
        await route.continue();
      });
      await page.getByRole('link', { name: 'Leave' }).click();
      await page.waitForURL('**/press');
    });
    await state('live');
    expect(await page.locator('#trip').count()).toBe(0);
    expect(posts).toEqual([]);
  });
});

test('what a post was refused for goes with the next event, once the script is there', async () => {
  await page.route('**/assets/client*', (route) => route.abort(), { times: 1 });
  await page.goto(`${line.origin}/plain`);
  await page.fill('[name=word]', 'no');
  await press('Save');
  await state('live');
  expect(await page.textContent('form > [role=alert]')).toBe(
    'That could not be taken: word: A longer word.',
  );
  expect(await page.inputValue('[name=word]')).toBe('no');
  await page.fill('[name=word]', 'longer');
  await press('Save');
  await page.waitForFunction(() => document.querySelector('output')?.textContent === 'longer');
  expect(await page.locator('[role=alert]').count()).toBe(0);
  expect(posts).toHaveLength(1);
});
