import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type RunningApp, startBuilt, startDevelopment } from '../apps.js';
import { openBrowser } from '../browser.js';
import { build, editManifest, installers, Outside, run, viteOf } from './outside.js';

// A plugin that others publish, as they get it: packed, installed from its tarball into a fresh app, built and run.

const files: Record<string, string> = {
  'src/app.ts': `import { defineApp } from '@skerry/kit';
import { hello } from 'skerry-plugin-hello';
export default defineApp({ plugins: [hello({ greeting: 'Ahoy' })] });
`,
  'src/pages/index.tsx': `export default () => <p>Home</p>;
`,
};

let outside: Outside;
let app: string;
let browser: Browser;
/** The output of the build. */
let output: string;

beforeAll(async () => {
  outside = await Outside.open();
  const plugin = join(outside.folder, 'plugin');
  mkdirSync(plugin);
  await run('examples/skerry-plugin-hello', ['npm', 'pack', '--pack-destination', plugin]);
  // The plugin has an island of Preact.
  app = await outside.create('app', '--template', 'islands');
  editManifest(app, (manifest) => {
    manifest.dependencies['skerry-plugin-hello'] = `file:${plugin}/skerry-plugin-hello-0.1.0.tgz`;
  });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(app, name), text);
  await run(app, installers.npm);
  output = await build(app);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  outside?.remove();
});

test('the build prints the bytes of the plugin in browsers', () => {
  const [, bytes] = /plugin example:hello: (\d+) B gzip in browsers/.exec(output) ?? [];
  expect(Number(bytes)).toBeGreaterThan(0);
  expect(Number(bytes)).toBeLessThan(400);
});

const ways: [title: string, start: () => Promise<RunningApp>][] = [
  ['built', () => startBuilt(app)],
  ['on the development server', () => startDevelopment(app, viteOf(app))],
];

describe.each(ways)('an app with the plugin, %s', (_, start) => {
  let running: RunningApp;
  let page: Page;
  const problems: string[] = [];
  beforeAll(async () => {
    running = await start();
    page = await (await browser.newContext()).newPage();
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(`${running.origin}/hello`);
  });
  afterAll(() => running.stop());

  test('has the page of the plugin, with its virtual module', async () => {
    expect(await page.title()).toBe('Ahoy');
    expect(await page.textContent('h1')).toBe('Ahoy');
  });

  test('has its live view, and a guard of its events', async () => {
    await page.click('text=Greet me');
    await page.waitForSelector('b:text-is("1")');
  });

  test('runs its module in the browser', async () => {
    await page.waitForSelector('html[data-hello="Ahoy"]');
    await page.waitForSelector('html[data-patches]');
  });

  test('hydrates its island by its strategy', async () => {
    // The code of the strategy may be on its way: then nobody has seen the first keys.
    const phase = () =>
      page.evaluate(
        () => (document.querySelector('skerry-island') as Element & { phase?: string }).phase,
      );
    await expect
      .poll(async () => {
        await page.keyboard.press('Shift');
        return phase();
      })
      .toBe('live');
    await page.click('text=Flag is down');
    await page.waitForSelector('text=Flag is up');
  });

  test('has its endpoint, which counts', async () => {
    const answer = await fetch(`${running.origin}/hello.json`);
    expect(await answer.json()).toEqual({ greeting: 'Ahoy', mounts: 1 });
  });

  test('sends no script of it to a page without a region', async () => {
    const html = await (await fetch(running.origin)).text();
    expect(html).toContain('Home');
    expect(html).not.toMatch(/<script[^>]*(?:client|plugin)-/);
  });

  test('has a clean console', () => {
    expect(problems).toEqual([]);
  });
});
