import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build, type Manifest, type Rolldown } from 'vite';
import { expect, test } from 'vitest';

import { skerry } from '@skerry/vite-plugin';

import { startBuilt } from './apps.js';
import { openBrowser } from './browser.js';
import { hydrated } from './hydrated.js';
import { live, watchPage } from './islands-app.js';

/** A measured size: its purpose, its budget and its bytes. */
interface Size {
  what: string;
  budget: number;
  /** A chunk of the regions' script, after gzip. */
  chunk?: number;
  /** All scripts of a page, after gzip. */
  page?: number;
  /** The whole script of one purpose, after gzip. */
  script?: number;
  /** The payload of a frame. */
  frame?: number;
  /** The bytes by which the entry grows, after gzip. */
  added?: number;
}

const recorded = JSON.parse(
  readFileSync(new URL('../sizes.json', import.meta.url), 'utf8'),
) as Record<string, Size>;

const built = (path: string): string =>
  fileURLToPath(new URL(`../packages/client/dist/${path}`, import.meta.url));

/** The chunks of a page with this entry, as an app's build makes them: its only script is Skerry's client. */
async function clientChunks(
  code = "import { start } from '@skerry/client'; start();",
): Promise<Rolldown.OutputChunk[]> {
  const entry = '\0entry';
  const ours = ['skerry:inline-names', 'skerry:preload'];
  const { output } = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? entry : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
      skerry().filter((plugin) => plugin && 'name' in plugin && ours.includes(plugin.name)),
    ],
    resolve: {
      alias: { '@skerry/client/hooks': built('hooks.js'), '@skerry/client': built('index.js') },
    },
    build: {
      write: false,
      // Names with hashes would change the compressed size.
      rolldownOptions: {
        input: 'entry',
        output: { entryFileNames: 'entry.js', chunkFileNames: '[name].js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  return output.filter((file) => file.type === 'chunk');
}

/** The bytes of chunks after gzip, by name. */
const bytesOf = (chunks: readonly Rolldown.OutputChunk[]): Record<string, number> =>
  Object.fromEntries(
    chunks.map((chunk) => [chunk.isEntry ? 'entry' : chunk.name, gzip(chunk.code)]),
  );

const gzip = (code: string | Buffer): number => gzipSync(code, { level: 9 }).length;

/** The scripts that a page loads until its islands have hydrated: their names, and their bytes after gzip. */
async function islandScripts(path: string): Promise<Map<string, number>> {
  const app = await startBuilt('test/app/smallest');
  const browser = await openBrowser();
  const { page, scripts } = await watchPage(browser);
  await page.goto(app.origin + path);
  await hydrated(page);
  await browser.close();
  await app.stop();
  const gzipped = (script: string) => gzip(readFileSync(`test/app/smallest/dist/client${script}`));
  return new Map(scripts.map((script) => [script, gzipped(script)]));
}

/** The frame that brings one more point of a hundred to an island. */
async function chartFrame(): Promise<string> {
  const app = await startBuilt('test/app');
  const browser = await openBrowser();
  const { page, frames } = await watchPage(browser);
  await page.goto(`${app.origin}/weather`);
  await live(page);
  frames.length = 0;
  await page.click('#add');
  await live(page);
  await browser.close();
  await app.stop();
  return frames.join('\n');
}

/** The records of this kind. */
const recordedAs = (kind: keyof Size): [string, Size][] =>
  Object.entries(recorded).filter(([, size]) => kind in size);

test('a page with regions loads the scripts and bytes in sizes.json', async () => {
  const said = recordedAs('chunk').map(([name, { chunk }]) => [name, chunk]);
  expect(Object.fromEntries(said)).toEqual(bytesOf(await clientChunks()));
});

test('the hooks of plugins add the bytes in sizes.json to the entry of a page, and are nowhere in a page without them', async () => {
  const plain = await clientChunks();
  const hooked = await clientChunks(
    "import { start } from '@skerry/client'; import { hooks } from '@skerry/client/hooks';" +
      "hooks.addPlugin('plugin', () => {}, {}); start();",
  );
  const hookModules = (chunks: readonly Rolldown.OutputChunk[]) =>
    chunks.flatMap(({ moduleIds }) => moduleIds.filter((id) => /client\/dist\/hooks\b/.test(id)));
  expect(hookModules(plain)).toEqual([]);
  expect(hookModules(hooked)).not.toEqual([]);
  const [before, after] = [bytesOf(plain), bytesOf(hooked)];
  expect(after['entry']! - before['entry']!).toBe(recorded['hooks']?.added);
});

test('a page with one island loads the scripts and bytes in sizes.json, and a second one of its kind adds nothing', async () => {
  const one = await islandScripts('/one');
  const two = await islandScripts('/two');
  const sum = (sizes: Map<string, number>) => [...sizes.values()].reduce((a, b) => a + b, 0);
  const [first, more] = [sum(one), sum(two) - sum(one)];
  expect([recorded['one island']?.page, recorded['another island']?.page]).toEqual([first, more]);
});

test('one more point in the chart of an island is a frame of the bytes in sizes.json', async () => {
  expect((await chartFrame()).length).toBe(recorded['chart point']?.frame);
});

test.each(['late', 'late-styles', 'holes'])(
  'the entry for %s is one script of the bytes in sizes.json',
  (entry) => {
    const folder = 'playground/dist/client';
    const manifest = JSON.parse(readFileSync(`${folder}/.vite/manifest.json`, 'utf8')) as Manifest;
    const { file, imports } = Object.values(manifest).find(({ name }) => name === entry)!;
    expect(imports).toBeUndefined();
    expect(gzip(readFileSync(`${folder}/${file}`))).toBe(recorded[entry]?.script);
  },
);

test('all sizes are within budget', () => {
  for (const { what, budget, ...sizes } of Object.values(recorded))
    for (const bytes of Object.values(sizes)) expect(bytes, what).toBeLessThanOrEqual(budget);
});
