import { readFileSync } from 'node:fs';

import { pageCases } from '@skerry/kit/testing';
import type { Browser, Page } from 'playwright';
import type { Manifest } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';
import { patience } from './patience.js';
import { hydrated } from './hydrated.js';
import { live, type WatchedPage, watchPage } from './islands-app.js';

let browser: Browser;
let playground: RunningApp;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  [browser, playground] = await Promise.all([openBrowser(), startBuilt('playground')]);
});
afterAll(async () => {
  await browser.close();
  await playground.stop();
});
beforeEach(async () => {
  watched = await watchPage(browser);
  ({ page } = watched);
});

/** The parts of the page that come late in its answer, in the order of the document. */
const parts = (of: Page): Promise<string[]> =>
  of
    .locator('main section:not([aria-labelledby=gauge], [aria-labelledby=outlives])')
    .locator('.sounding, td, [role=alert]')
    .allInnerTexts();
const all = [
  'The slow one, after 900 ms',
  'The quick one, after 150 ms',
  'The outer one, after 300 ms',
  'The inner one, after 700 ms',
  'The first of the group, after 500 ms',
  'The second, which was ready before, after 100 ms',
  '12 m',
  '31 m',
  '54 m',
  'The sounding line was lost. Try again',
];

test('every boundary takes its place, and what lives in it comes alive', async () => {
  await page.goto(`${playground.origin}/stream`, { waitUntil: 'commit' });
  await page.waitForFunction(() => document.querySelector('.sounding'));
  const last = page.getByText('The slow one');
  await last.waitFor();
  await live(page);
  await hydrated(page);
  expect(await parts(page)).toEqual(all);
  await page.getByRole('button', { name: 'Add one' }).first().click();
  await expect.poll(() => page.locator('output').first().innerText()).toBe('6');
  expect(watched.complaints).toEqual([]);
  // Chromium needs no module for content in the answer, and nothing had to be mended.
  expect(await page.locator('head script[src*="/late-"]').count()).toBe(0);
  expect(watched.scripts.filter((script) => script.includes('/mend'))).toEqual([]);
});

test('content that outlives the answer comes over the connection, and lives', async () => {
  const answer = await page.goto(`${playground.origin}/stream`);
  expect(await answer?.text()).not.toContain('The patient one');
  const patient = page.locator('[aria-labelledby=outlives]');
  const counter = patient.getByRole('group', { name: 'Patient counter' });
  await counter.getByRole('button', { name: 'Add one' }).click();
  await expect.poll(() => counter.locator('output').innerText()).toBe('6');
  await hydrated(page);
  expect(watched.frames.some((frame) => frame.includes('The patient one'))).toBe(true);
  // Nothing follows, so the page has left that channel.
  await page.waitForFunction(() => !document.querySelector('[id^=page-], template'));
  expect(watched.complaints).toEqual([]);
});

test('content that would outlive the answer comes in it where no connection can be made', async () => {
  await page.routeWebSocket(/live/, (socket) => socket.close());
  await page.goto(`${playground.origin}/stream`);
  await page.getByRole('group', { name: 'Patient counter' }).waitFor();
  expect(await parts(page)).toEqual(all);
});

test('it needs no script in a browser that knows the marks', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(`${playground.origin}/stream`);
  expect(await parts(plain)).toEqual(all);
  await context.close();
});

test('in order, it needs no marks', async () => {
  const response = await fetch(`${playground.origin}/stream?_stream=ordered`);
  const html = (await response.text()).replaceAll(/<!--.*?-->/g, '');
  expect(html).not.toMatch(/<\?|<template/);
  const places = all.map((text) => html.indexOf(text.slice(0, 12)));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('a load of a live view that has failed is tried again', async () => {
  await page.goto(`${playground.origin}/stream`);
  await page.getByText('The gauge does not answer.').waitFor();
  await page.locator('[aria-labelledby=gauge]').getByRole('button').click();
  await page.getByText('High water at 3.4 m').waitFor();
  expect(watched.complaints).toEqual([]);
});

test('a page that was written at build is sent at once, and its holes follow', async () => {
  const file = readFileSync('playground/dist/client/stream/static.html', 'utf8');
  expect(file).toContain('One moment…');
  expect(file).not.toMatch(/asks for|Counter in a hole/);
  await page.goto(`${playground.origin}/stream/static`);
  await page.getByText('Your browser asks for').waitFor();
  await live(page);
  const counter = page.getByRole('group', { name: 'Counter in a hole' });
  await counter.getByRole('button', { name: 'Add one' }).click();
  await expect.poll(() => counter.locator('output').innerText()).toBe('4');
  expect(watched.complaints).toEqual([]);
  const answer = await fetch(`${playground.origin}/stream/static`);
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
});

test('a page with nothing alive or late loads no script except what a plugin has for every page', async () => {
  await page.goto(`${playground.origin}/about`);
  expect(await page.locator('h1').innerText()).toBe('About');
  await expect.poll(() => watched.scripts).toHaveLength(2);
  expect(watched.scripts[0]).toMatch(/\/every-page-[\w-]+\.js$/);
  const html = await page.content();
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toMatch(/<!--|data-s=/);
});

const chromium = { 'sec-ch-ua': '"Chromium";v="150"' };
const tab = { newPage: () => browser.newPage() };
const openPath = (path: string) => () => fetch(playground.origin + path, { headers: chromium });

describe('the document of a page from a file', () => {
  const scripts = { [lateModule()]: readFileSync(`playground/dist/client${lateModule()}`, 'utf8') };
  const cases = pageCases(openPath('/stream/static'), { browser: tab, patience, scripts });
  test.each(cases)('$name', ({ run }) => run());
});

test('the cases for documents judge a page whose content outlives its answer', async () => {
  const cases = pageCases(openPath('/stream'), { browser: tab, patience });
  await cases.find(({ name }) => name.includes('nobody looks at'))!.run();
});

test('the cases for documents need a page', async () => {
  const [first] = pageCases(openPath('/nowhere'), { browser: tab, patience });
  await expect(first!.run()).rejects.toThrow('The page answers 404.');
});

/** The path of the module for late content. */
function lateModule(): string {
  const manifest = readFileSync('playground/dist/client/.vite/manifest.json', 'utf8');
  const files = Object.values(JSON.parse(manifest) as Manifest);
  return `/${files.find(({ name }) => name === 'late')!.file}`;
}
