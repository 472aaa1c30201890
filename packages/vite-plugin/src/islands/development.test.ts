import { rm } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { hydrated } from '../../../../test/hydrated.js';
import { acme } from '../../test/acme.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';

let browser: Browser;
let page: Page;
let server: TestServer;
let loads: number;
let requested: string[];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  page = await browser.newPage();
  loads = 0;
  page.on('load', () => void loads++);
  requested = [];
  page.on('request', (request) => requested.push(request.url()));
});
afterEach(async () => {
  await page.close();
  await server[Symbol.asyncDispose]();
});

const html = async (path: string) => (await fetch(server.origin + path)).text();

const serve = async (files?: Record<string, string>) =>
  void (server = await startTestServer(files));

/** Opens a page, and waits until its first islands can be used. */
async function open(path: string): Promise<void> {
  await page.goto(server.origin + path);
  await hydrated(page);
}

const wearsMap = (name: string, text: string) => `
  import ${name} from '../islands/${name.toLowerCase()}.island.tsx';
  export default () => <main><${name} client:load>${text}</${name}></main>;`;

test('a page is served with its islands, which hydrate without another load', async () => {
  await serve();
  await open('/islands');
  const section = page.locator('section').first();
  const name = await section.getAttribute('class');
  expect(await html('/islands')).toContain(`<section class="${name}">`);
  await page.getByText('Count: 1').click();
  await page.getByText('Count: 2').first().waitFor();
  // The page preloads the imports of its script.
  expect(requested.filter((path) => path.includes('/islands/counter.island.js'))).toHaveLength(1);
  expect(await section.evaluate((node) => getComputedStyle(node).color)).toBe('rgb(0, 128, 128)');
  expect(loads).toBe(1);
});

test('the HTML of an island follows its file and its imports', async () => {
  await serve();
  const { app } = server;
  await app.write('src/islands/words.ts', `export const word = 'Count';`);
  await app.edit('src/islands/counter.island.tsx', 'Count:', '{word}:');
  await app.edit(
    'src/islands/counter.island.tsx',
    'import styles',
    `import { word } from './words.ts';\nimport styles`,
  );
  expect(await html('/islands')).toContain('Count: 1');
  await app.edit('src/islands/words.ts', 'Count', 'Waves');
  await expect.poll(() => html('/islands')).toContain('Waves: 1');
  await app.edit('src/islands/counter.island.tsx', '<section', '<section title="Harbour"');
  await expect.poll(() => html('/islands')).toContain('title="Harbour"');
});

test('a place in the code of an island leads to its source', async () => {
  const source =
    'const first = 1; export default () => <b>{first + marked}</b>;\nconst marked = 1;';
  await serve({ 'src/islands/map.island.tsx': source });
  const { environments } = server.vite;
  for (const environment of [environments.ssr, environments.client]) {
    const made = await environment.transformRequest('/src/islands/map.island.tsx');
    const before = made!.code.slice(0, made!.code.indexOf('marked')).split('\n');
    const map = new SourceMap(made!.map as SourceMapPayload);
    const entry = map.findEntry(before.length - 1, before.at(-1)!.length);
    expect(entry).toMatchObject({ originalLine: 0, originalColumn: source.indexOf('marked') });
  }
});

test('a new island needs no restart', async () => {
  await serve();
  await open('/islands');
  // An open page would be told to reload.
  await page.goto('about:blank');
  await server.app.write(
    'src/islands/map.island.tsx',
    'export default ({ children }) => <b id="map">{children}!</b>;',
  );
  await server.app.write('src/pages/map.tsx', wearsMap('Map', 'North'));
  await expect.poll(() => html('/map')).toContain('<b id="map">North!</b>');
  await open('/map');
});

test('an island of a package is served and hydrates, with its style sheet', async () => {
  await serve(acme);
  expect(await html('/gauge')).toContain('5 kn</button>');
  await open('/gauge');
  await page.getByText('5 kn').click();
  await page.getByText('6 kn').waitFor();
  expect(
    await page.locator('.gauge').evaluate((node) => getComputedStyle(node).letterSpacing),
  ).toBe('3px');
  expect(await html('/gauge')).toMatch(/<link rel="stylesheet" href="[^"]+gauge\.css">/);
});

test('an island beside the app is served and hydrates', async () => {
  await serve();
  await server.app.write('../shared/flag.island.tsx', 'export default () => <b>Up</b>;');
  onTestFinished(() => rm(join(server.app.root, '../shared'), { recursive: true }));
  await server.app.write(
    'src/pages/flag.tsx',
    `import Flag from '../../../shared/flag.island.tsx'; export default () => <Flag client:load />;`,
  );
  await open('/flag');
  await page.getByText('Up').waitFor();
});

test('an island that imports server code fails in the page with the chain of imports', async () => {
  await serve();
  await server.app.write('src/server/db.ts', 'export const rows = 5;');
  await server.app.write('src/islands/rows.ts', `export { rows } from '../server/db.ts';`);
  await server.app.write(
    'src/islands/map.island.tsx',
    `import { rows } from './rows.ts'; export default () => <b>{rows}</b>;`,
  );
  await server.app.write('src/pages/map.tsx', wearsMap('Map', ''));
  await expect.poll(() => html('/map')).toContain('<b>5</b>');
  await page.goto(`${server.origin}/map`);
  const shown = page.locator('vite-error-overlay .message-body');
  await expect
    .poll(() => shown.textContent())
    .toContain(
      '  src/islands/map.island.tsx\n    → src/islands/rows.ts\n      → src/server/db.ts\nWrite `import type`',
    );
});

test('an island whose worker imports server code fails in the page with the chain of imports', async () => {
  await serve({
    'src/server/db.ts': 'export const rows = 5;',
    'src/islands/count.ts': `import { rows } from '../server/db.ts';\npostMessage(rows);`,
    'src/islands/map.island.tsx': `
      if (typeof Worker === 'function')
        new Worker(new URL('./count.ts', import.meta.url), { type: 'module' });
      export default () => <b>5</b>;`,
    'src/pages/map.tsx': wearsMap('Map', ''),
  });
  await page.goto(`${server.origin}/map`);
  await expect
    .poll(() => page.locator('vite-error-overlay .message-body').textContent())
    .toContain(
      '  src/islands/map.island.tsx\n    → src/islands/count.ts\n      → src/server/db.ts\nWrite `import type`',
    );
  expect(await page.locator('vite-error-overlay .file').first().textContent()).toContain(
    'src/islands/count.ts:1:',
  );
});

test('an island that imports a module of Node fails in the page with the chain of imports', async () => {
  await serve();
  await server.app.edit(
    'src/islands/counter.island.tsx',
    'import type',
    `import { sep } from 'node:path';\nconsole.log(sep);\nimport type`,
  );
  await expect.poll(() => html('/islands')).toContain('Count: 1');
  await page.goto(`${server.origin}/islands`);
  await expect
    .poll(() => page.locator('vite-error-overlay .message-body').textContent())
    .toContain('    → node:path\nBrowsers have no such module.');
});

test('an island that reaches a module of Node by way of a package fails in the page with the chain of imports', async () => {
  await serve({
    'node_modules/deep/package.json': '{ "name": "deep", "type": "module", "exports": "./a.js" }',
    'node_modules/deep/a.js': `import * as fs from 'fs'; export const a = () => fs.readFileSync('a');`,
    'src/islands/counter.island.tsx': `import { a } from 'deep'; export default () => <b>{typeof a}</b>;`,
  });
  await page.goto(`${server.origin}/islands`);
  await expect
    .poll(() => page.locator('vite-error-overlay .message-body').textContent())
    .toContain('  src/islands/counter.island.tsx\n    → deep\n      → fs\n');
});
