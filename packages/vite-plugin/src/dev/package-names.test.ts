import type { Browser, Page } from 'playwright';
import type { Plugin } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { hydrated } from '../../../../test/hydrated.js';
import { overlayText } from '../../test/overlay-text.js';
import { heard, startTestServer, type TestServer } from '../../test/test-server.js';

const packageOf = (name: string, type: string) => JSON.stringify({ name, type, main: 'index.js' });

const files = {
  'node_modules/knots/package.json': packageOf('knots', 'commonjs'),
  'node_modules/knots/index.js': `
    const knots = { reef: 'Reef' };
    for (const name of ['bowline']) exports[name] = 'Bowline';
    Object.assign(exports, knots);`,
  'node_modules/charts/package.json': packageOf('charts', 'module'),
  'node_modules/charts/index.js': `throw new Error('Only its types are used.');`,
  // Node takes the file of `main` for it, whose default export is the whole of it.
  'node_modules/ropes/package.json': JSON.stringify({
    name: 'ropes',
    main: 'index.cjs',
    module: 'index.js',
  }),
  'node_modules/ropes/index.cjs': `exports.hemp = 'Hemp';`,
  'node_modules/ropes/index.js': `export const hemp = 'Hemp';`,
  'src/mine.ts': `import { mine } from 'url'; console.log(mine);`,
  'src/islands/count.island.tsx': `
    import { useState } from 'preact/hooks';
    import { bowline } from 'knots';
    import { Chart } from 'charts';
    export default function Count() {
      const chart: Chart | undefined = undefined;
      const [count, setCount] = useState(0);
      return <button onClick={() => setCount(count + 1)}>{bowline} {count} {chart}</button>;
    }`,
  'src/pages/count.tsx': `
    import { existsSync } from 'node:fs';
    import { notFound } from '@skerry/kit';
    import knots, { reef } from 'knots';
    import ropes from 'ropes';
    import Count from '../islands/count.island.tsx';
    export default () => (
      <main>
        <h1>{reef} {knots.reef} {ropes.hemp} {typeof notFound} {String(existsSync('/'))}</h1>
        <Count client:load />
      </main>
    );`,
};
/** In browsers it has a module of the name of one of Node. */
const ownUrl: Plugin = {
  name: 'own-url',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'client',
  resolveId: (source) => (source === 'url' ? 'url' : undefined),
  load: (id) => (id === 'url' ? 'export const mine = 1;' : undefined),
};
const island = 'src/islands/count.island.tsx';
const page = 'src/pages/count.tsx';

let browser: Browser;
let server: TestServer;
let tab: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([
    openBrowser(),
    startTestServer(files, {}, { plugins: [ownUrl] }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

beforeEach(async () => {
  tab = await browser.newPage();
  await tab.goto(`${server.origin}/count`);
  await heard(server);
  await hydrated(tab);
  await tab.locator('button').click();
  await expect.poll(shown).toEqual(counted);
  await tab.evaluate(() => Object.assign(globalThis, { same: true }));
});
afterEach(() => tab.close());

const shown = () => tab.locator('h1, button').allInnerTexts();
const counted = ['Reef Reef Hemp function true', 'Bowline 1'];
const told = () => overlayText(tab);

test.each([
  [island, 'useState }', 'useSate as useState }', 'imports useSate of preact/hooks', '`useState`'],
  [page, 'existsSync }', 'existSync as existsSync }', 'of node:fs', '`existsSync`'],
  [page, '{ notFound }', '{ notFond as notFound }', 'of @skerry/kit', '`notFound`'],
])('%s is told that a package does not export a name: %s', async (file, right, wrong, ...texts) => {
  await server.app.edit(file, right, wrong);
  await expect.poll(told).toContain('which does not export it');
  for (const text of [file, ...texts]) expect(await told()).toContain(text);
  await server.app.edit(file, wrong, right);
  await expect.poll(told).toBe('');
  expect(await shown()).toEqual(counted);
  expect(await tab.evaluate(() => 'same' in globalThis)).toBe(true);
});

test('a package that is used for its types only is not looked for', () => {
  const { optimized, discovered } = server.vite.environments.client.depsOptimizer!.metadata;
  expect(Object.keys({ ...optimized, ...discovered })).not.toContain('charts');
});

test('a module of a plugin that has the name of one of Node is the one of the plugin', async () => {
  const { client } = server.vite.environments;
  expect((await client.transformRequest('/src/mine.ts'))?.code).toContain('mine');
});
