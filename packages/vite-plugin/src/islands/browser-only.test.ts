import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { buildTestApp, serveBuilt } from '../../test/built-app.js';
import { createTestApp } from '../../test/test-app.js';
import { startTestServer } from '../../test/test-server.js';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A package that needs a browser as soon as it is imported, and islands and pages that use it. */
const files = {
  'node_modules/acme-map/package.json': JSON.stringify({
    name: 'acme-map',
    type: 'module',
    exports: './index.js',
  }),
  'node_modules/acme-map/index.js': `
    const { width } = window.screen;
    export const text = 'a map of ' + (width > 0);`,
  'src/heard.ts': 'export const heard: string[] = [];',
  'src/app.ts': `
    import { defineApp, definePlugin } from '@skerry/kit'; import { heard } from './heard.ts';
    const watch = definePlugin({
      name: 'test:watch',
      setup: ({ hooks }) => hooks.onError.tap(({ error, where, url }) =>
        void heard.push([where, url?.pathname, error.message, (error as { hint?: string }).hint].join(' | '))),
    });
    export default defineApp({ plugins: [watch()], log: { info() {}, warn() {}, error() {} } });`,
  'src/pages/api/heard.ts': `import { heard } from '../../heard.ts'; export const GET = () => heard;`,
  'src/islands/map.island.tsx': `
    import { text } from 'acme-map';
    export default ({ zoom }: { zoom: number }) => <p class="map">{text} at {zoom}</p>;`,
  'src/islands/globe.react.tsx': `
    import { text } from 'acme-map';
    export default () => <p className="globe">{text}</p>;`,
  'src/pages/map.tsx': `
    import Map from '../islands/map.island.tsx';
    export default () => <main><h1>Map</h1><Map client:load zoom={3} /></main>;`,
  'src/pages/only.tsx': `
    import Globe from '../islands/globe.react.tsx'; import Map from '../islands/map.island.tsx';
    export const prerender = true;
    export default () => (
      <main>
        <Map client:only zoom={4} fallback={<p class="wait">Loading</p>} />
        <Globe client:only />
      </main>
    );`,
  'src/pages/written.tsx': `export const prerender = true; export default () => <h1>Written</h1>;`,
};

/** Uses the pages as a visitor would. */
async function use(origin: string): Promise<void> {
  const html = async (path: string) => (await fetch(origin + path)).text();
  const heard = async () => (await fetch(`${origin}/api/heard`)).json();

  expect(await html('/written')).toContain('<h1>Written</h1>');
  expect(await html('/only')).toContain('<p class="wait">Loading</p>');
  expect(await heard()).toEqual([]);
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto(`${origin}/only`);
  await page.locator('.map', { hasText: 'a map of true at 4' }).waitFor();
  await page.locator('.globe', { hasText: 'a map of true' }).waitFor();
  expect(await page.locator('.wait').isVisible()).toBe(false);
  expect(faults).toEqual([]);

  expect(await html('/map')).toContain('<h1>Map</h1>');
  expect(await heard()).toEqual([
    'island | /map | The island "islands/map.island" cannot run on the server because of acme-map: window is not defined. | ' +
      'Show it with client:only, and with a fallback={…} until it is there; or use what only browsers have in effects and handlers.',
  ]);
  await page.goto(`${origin}/map`);
  await page.locator('.map', { hasText: 'a map of true at 3' }).waitFor();
  expect(faults).toEqual([]);
  await page.close();
}

describe('a package that needs a browser costs only the islands that show it on the server', () => {
  test('in development', async () => {
    await using server = await startTestServer(files);
    await use(server.origin);
    const { moduleGraph } = server.vite.environments.ssr;
    const globe = moduleGraph.getModulesByFile(`${server.app.root}/src/islands/globe.react.tsx`);
    // The server has not loaded the module itself.
    expect([...(globe ?? [])].map(({ id }) => id?.slice(server.app.root.length))).toEqual([
      '/src/islands/globe.react.tsx?only&island=islands%2Fglobe.react.js',
    ]);
  });

  test('when built, in pages that are written as files too', async () => {
    await using app = await createTestApp();
    for (const [file, text] of Object.entries(files)) await app.write(file, text);
    await buildTestApp(app);
    expect(await app.read('dist/client/only.html')).toContain('<p class="wait">Loading</p>');
    await using deployed = await serveBuilt(app);
    await use(deployed.origin);
  });
});
