import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import type { Plugin, Rolldown } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { hydrated } from '../../../../test/hydrated.js';
import { acme } from '../../test/acme.js';
import { buildTestApp, type Deployed, serveBuilt } from '../../test/built-app.js';
import { createTestApp } from '../../test/test-app.js';

let app: Awaited<ReturnType<typeof createTestApp>>;
let deployed: Deployed;
let browser: Browser;
/** The output of the browser's build. */
let chunks: Rolldown.OutputChunk[];

const collect: Plugin = {
  name: 'collect',
  applyToEnvironment: ({ name }) => name === 'client',
  generateBundle(_, bundle) {
    chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  },
};

beforeAll(async () => {
  app = await createTestApp();
  for (const [file, text] of Object.entries(acme)) await app.write(file, text);
  await app.write('.env', 'SECRET_KEY=hidden-by-prefix\nVITE_HARBOUR=open-to-all');
  await app.write(
    'src/islands/weather.island.tsx',
    `export default () => <p id="env">{[
      import.meta.env.VITE_HARBOUR, import.meta.env.SECRET_KEY, process.env.SECRET_KEY, import.meta.env['SECRET_KEY'],
    ].map(String).join()}</p>;`,
  );
  await app.write(
    'src/pages/weather.tsx',
    `import Weather from '../islands/weather.island.tsx'; export default () => <Weather client:load />;`,
  );
  await app.write('src/parts/sky.module.css', '.sky { word-spacing: 7px; }');
  await app.write(
    'src/islands/sky.island.tsx',
    `import sky from '../parts/sky.module.css'; export default () => <p class={sky.sky}>Inside</p>;`,
  );
  await app.write(
    'src/pages/sky.tsx',
    `import Sky from '../islands/sky.island.tsx'; import sky from '../parts/sky.module.css';
     export default () => <div><Sky client:load /><i class={sky.sky}>Outside</i></div>;`,
  );
  await app.write('src/strategies/tap.ts', 'export default () => {};');
  await app.write('src/heard.ts', 'export const heard: unknown[] = [];');
  await app.write(
    'src/pages/api/heard.ts',
    `import { heard } from '../../heard.ts'; export const GET = () => heard;`,
  );
  await app.write(
    'src/app.ts',
    `import { defineApp, definePlugin } from '@skerry/kit'; import { heard } from './heard.ts';
     const watch = definePlugin({
       name: 'test:watch',
       setup: ({ hooks }) => hooks.onError.tap(({ island }) => void heard.push(island)),
     });
     export default defineApp({ plugins: [watch()], log: { info() {}, warn() {}, error() {} } });`,
  );
  vi.stubEnv('SECRET_KEY', 'hidden-in-process');
  await buildTestApp(app, { plugins: [collect] });
  deployed = await serveBuilt(app);
  browser = await openBrowser();
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await browser.close();
  await deployed[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

const clientFolder = () => join(app.root, 'dist/client/assets');

const chunkOf = (name: string) => {
  const found = chunks.find((chunk) => chunk.name === name && chunk.fileName.startsWith('assets/'));
  if (!found) throw new Error(`No chunk ${name} among ${chunks.map((chunk) => chunk.name).join()}`);
  return found;
};

const entryOf = (id: string) =>
  chunks.find(({ facadeModuleId }) => facadeModuleId === `\0${id}`) as Rolldown.OutputChunk;

/** A chunk and all chunks that are loaded with it. */
function loadedWith(chunk: Rolldown.OutputChunk): Rolldown.OutputChunk[] {
  const found = new Set([chunk]);
  for (const { imports } of found)
    for (const file of imports) {
      const next = chunks.find(({ fileName }) => fileName === file);
      if (next) found.add(next);
    }
  return [...found];
}

const modulesIn = (of: Rolldown.OutputChunk[]) =>
  of.flatMap(({ modules }) =>
    Object.entries(modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? id : [])),
  );

describe('the build', () => {
  test('makes one chunk for each island and one for each framework', () => {
    for (const [name, framework] of [
      ['counter.island', 'preact'],
      ['gauge.island.js', 'preact'],
      ['badge.react', 'react'],
    ] as const) {
      const island = chunkOf(name);
      expect(
        modulesIn([island]).filter(
          (id) => /\.[jt]sx?$/.test(id) && /\.(?:island|react)\./.test(id),
        ),
      ).toHaveLength(1);
      expect(loadedWith(island).map((chunk) => chunk.name)).toEqual([name, framework]);
    }
  });

  test('starts regions and islands by separate scripts', () => {
    const regions = modulesIn(loadedWith(entryOf('virtual:skerry/client')));
    const islands = modulesIn(loadedWith(entryOf('virtual:skerry/islands')));
    expect(regions.filter((id) => islands.includes(id))).toEqual([`${app.root}/src/client.ts`]);
    expect(islands.filter((id) => /preact|react/.test(id))).toEqual([]);
  });

  test('has every module once', () => {
    const all = modulesIn(chunks);
    expect(all.filter((id, i) => all.indexOf(id) !== i)).toEqual([]);
    for (const name of [
      'preact/dist',
      'preact/hooks',
      'react/cjs/react.',
      'react-dom/cjs/react-dom-client.',
    ])
      expect(
        all.filter((id) => id.includes(`/${name}`)),
        name,
      ).toHaveLength(1);
  });

  test('has every style sheet once', async () => {
    const files = (await readdir(clientFolder())).filter((file) => file.endsWith('.css'));
    const texts = await Promise.all(
      files.map((file) => readFile(join(clientFolder(), file), 'utf8')),
    );
    expect(texts.filter((text) => text.includes('3px'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('teal'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('7px'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('.card'))).toHaveLength(1);
  });

  test('loads islands with little code', () => {
    const { code } = entryOf('virtual:skerry/islands');
    expect(code).not.toMatch(/mapDeps|\.css/);
    // Only strategies that some page of the app uses.
    expect(code).not.toContain('requestIdleCallback');
    expect(code).toContain('mouseover');
  });

  test('renders on the server with production builds of its packages', async () => {
    const code = await app.read('dist/server/app.js');
    expect(code).toContain('renderToString');
    expect(code).not.toContain('Each child in a list should have a unique');
  });

  test('contains only the environment variables for browsers', async () => {
    for (const file of await readdir(clientFolder()))
      expect(await readFile(join(clientFolder(), file), 'utf8'), file).not.toMatch(/hidden-/);
    expect(chunkOf('weather.island').code).toContain('open-to-all');
  });
});

describe('a page', () => {
  const html = async (path: string) => (await fetch(deployed.origin + path)).text();
  const preloads = (text: string) => text.match(/<link rel="modulepreload"[^>]+>/g)?.join() ?? '';

  test('without islands loads no code for them', async () => {
    expect(await html('/')).not.toMatch(/<script|modulepreload|counter-|badge-/);
    expect(await html('/counter')).not.toMatch(/assets\/islands|preact|counter\.island/);
  });

  test('knows its islands and their strategies from invented ones', async () => {
    const report = async (name: string, strategy: string) => {
      const body = JSON.stringify({ name, strategy, phase: 'load', message: '' });
      await fetch(`${deployed.origin}/_skerry/islands/error`, { method: 'POST', body });
    };
    const known = [
      { name: 'islands/sky.island', strategy: 'load' },
      { name: 'islands/badge.react', strategy: 'tap' },
    ];
    for (const { name, strategy } of known) await report(name, strategy);
    await report('islands/sky.island', 'constructor');
    await report('constructor', 'load');
    const unknown = { name: 'unknown', strategy: 'unknown' };
    const heard = await fetch(`${deployed.origin}/api/heard`);
    expect(await heard.json()).toEqual([...known, unknown, unknown]);
  });

  test('preloads the islands that hydrate at once', async () => {
    expect(preloads(await html('/islands'))).toMatch(/counter\.island-[^,]*,[^,]*preact-/);
  });

  test('links the style sheets of its islands, once', async () => {
    for (const [path, sheet, others] of [
      ['/islands', /assets\/counter[\w.-]*\.css/g, /badge|gauge/],
      ['/react', /assets\/badge[\w.-]*\.css/g, /counter|gauge/],
      ['/gauge', /assets\/gauge[\w.-]*\.css/g, /counter|badge/],
    ] as const) {
      const links = (await html(path)).match(/<link rel="stylesheet"[^>]+>/g)?.join() ?? '';
      expect(links.match(sheet), path).toHaveLength(1);
      expect(links, path).not.toMatch(others);
    }
  });

  test('shares a style sheet with its islands', async () => {
    const text = await html('/sky');
    const [, inside, outside] =
      /<p class="([^"]+)">Inside.*<i[^>]* class="([^"]+)">Outside/.exec(text) ?? [];
    expect(inside).toBeTruthy();
    expect(inside).toBe(outside);
    expect(text.match(/<link rel="stylesheet"[^>]+sky[^>]+>/g)).toHaveLength(1);
    const sheet = /href="([^"]+sky[^"]+\.css)"/.exec(text)?.[1];
    expect(await html(sheet!)).toContain(`.${inside}{word-spacing:7px}`);
  });

  test('shows only the environment variables for browsers', async () => {
    expect(await html('/weather')).toContain('open-to-all,undefined,undefined,undefined');
  });
});

describe('in a browser', () => {
  let page: Page;
  let requested: string[];

  beforeEach(async () => {
    page = await browser.newPage();
    requested = [];
    page.on('request', (request) => requested.push(new URL(request.url()).pathname));
  });
  afterEach(() => page.close());

  const open = async (path: string) => {
    await page.goto(deployed.origin + path);
    await hydrated(page);
  };
  const sheets = () => page.locator('link[rel=stylesheet], style').count();
  const looks = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((node) => [node.className, getComputedStyle(node).color]);

  test('an island hydrates, with the styles that the server gave it', async () => {
    await page.goto(deployed.origin + '/islands');
    const before = [await looks('section'), await sheets()];
    expect(before).toEqual([[expect.stringContaining('counter'), 'rgb(0, 128, 128)'], 2]);
    await open('/islands');
    await page.getByText('Count: 1').click();
    await page.getByText('Count: 2').first().waitFor();
    expect([await looks('section'), await sheets()]).toEqual(before);
  });

  test('an island of a package hydrates', async () => {
    await open('/gauge');
    await page.getByText('5 kn').click();
    await page.getByText('6 kn').waitFor();
  });

  test('React is loaded only on pages with React islands', async () => {
    await open('/islands');
    expect(requested.filter((path) => /assets\/(?:react|badge)/.test(path))).toEqual([]);
    requested = [];
    await open('/react');
    await page.getByText('Storm').click();
    await page.locator('[aria-pressed=true]').waitFor();
    expect(requested.filter((path) => /assets\/(?:preact|counter)/.test(path))).toEqual([]);
  });

  test('nothing is fetched twice', async () => {
    await open('/islands');
    await page.getByText('Count: 1').click();
    expect(requested.filter((path, i) => requested.indexOf(path) !== i)).toEqual([]);
  });
});

test('no source map of the server has a folder of this machine', async () => {
  const folder = join(app.root, 'dist/server');
  const names = await readdir(folder, { recursive: true });
  const maps = names.filter((name) => name.endsWith('.map'));
  expect(maps).toContain('app.js.map');
  for (const name of maps)
    expect(await readFile(join(folder, name), 'utf8')).not.toContain(app.root);
});
