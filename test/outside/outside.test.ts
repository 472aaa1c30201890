import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type RunningApp, startBuilt, startDevelopment } from '../apps.js';
import { openBrowser } from '../browser.js';
import { installedCopies } from './copies.js';
import { fetchNodes, nodeVersions } from './fetch-nodes.js';
import { build, type Installer, installers, Outside, run, viteOf } from './outside.js';
import { type OpenedPage, openApp, useApp } from './use-app.js';

// The day of an author: an app by create-skerry, with packages from tarballs, developed, built and run.

let outside: Outside;
let browser: Browser;
beforeAll(async () => {
  [outside, browser] = await Promise.all([Outside.open(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  outside?.remove();
});

/** Changes a file of an app as an editor does. */
function edit(app: string, file: string, before: string, after: string): void {
  const path = join(app, 'src', file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(before);
  writeFileSync(path, text.replace(before, after));
}

describe.each(Object.keys(installers) as Installer[])('an app installed by %s', (installer) => {
  let app: string;
  beforeAll(async () => {
    app = await outside.create(installer, '--template', 'islands', '--react', '--tailwind');
    await run(app, installers[installer]);
  });

  test('has one copy of each package that must not be there twice', () => {
    const copies = installedCopies(app);
    const single = ['preact', 'react', 'react-dom', 'h3', 'vite', '@skerry/kit', '@skerry/wire'];
    expect(single.map((name) => [name, copies.get(name)?.length])).toEqual(
      single.map((name) => [name, 1]),
    );
  });

  test('is well typed, with the types of all packages', async () => {
    await run(app, ['npm', 'run', 'check', '--', '--skipLibCheck', 'false']);
  });

  describe('on the development server', () => {
    let running: RunningApp;
    let opened: OpenedPage;
    beforeAll(async () => {
      running = await startDevelopment(app, viteOf(app));
      opened = await openApp(browser, running.origin);
    });
    afterAll(() => running?.stop());

    test('works', () => useApp(opened));

    test('follows edits, and keeps the state of islands and regions', async () => {
      const { page, problems } = opened;
      await page.evaluate(() => document.body.setAttribute('data-load', 'first'));
      edit(app, 'islands/gauge.island.tsx', ' of 10', ' of ten');
      await page.waitForSelector('b:text-is("4 of ten")');
      edit(app, 'islands/stepper.react.tsx', 'React +', 'React plus');
      await page.waitForSelector('p:has(button:text-is("React plus")) b:text-is("6")');
      edit(app, 'live/counter.live.tsx', '>reset<', '>start again<');
      await page.waitForSelector('p:has(button:text-is("start again")) output:text-is("4")');
      expect(await page.getAttribute('body', 'data-load')).toBe('first');
      edit(app, 'pages/index.tsx', 'It counts', 'It still counts');
      await page.waitForSelector('h1:text-is("It still counts")');
      expect(problems).toEqual([]);
      edit(app, 'islands/gauge.island.tsx', ' of ten', ' of 10');
      edit(app, 'islands/stepper.react.tsx', 'React plus', 'React +');
    });
  });

  test('is built, and works', async () => {
    await build(app);
    const running = await startBuilt(app);
    await useApp(await openApp(browser, running.origin));
    expect(await running.stop()).toBe(0);
  });
});

describe.each(nodeVersions)('on Node %s', (version) => {
  let node: string;
  const app = () => join(outside.folder, 'npm');
  beforeAll(async () => {
    node = (await fetchNodes()).get(version)!;
  });

  test.each<[string, () => Promise<RunningApp>]>([
    ['the built server', () => startBuilt(app(), 0, { node })],
    ['the development server', () => startDevelopment(app(), viteOf(app()), { node })],
  ])('%s works', async (_, start) => {
    const running = await start();
    await useApp(await openApp(browser, running.origin));
    expect(await running.stop()).toBe(0);
  });
});
