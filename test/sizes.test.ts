import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';

import { skerry } from '@skerry/vite-plugin';

import { startBuilt } from './apps.js';
import { openBrowser } from './browser.js';
import { hydrated, live, watchPage } from './islands-app.js';

/** What something is for, what it may weigh, and what it weighs in bytes. */
interface Size {
  what: string;
  budget: number;
  /** A chunk of the regions' script, after gzip. */
  chunk?: number;
  /** All scripts of a page, after gzip. */
  page?: number;
  /** The payload of a frame. */
  frame?: number;
}

const recorded = JSON.parse(
  readFileSync(new URL('../sizes.json', import.meta.url), 'utf8'),
) as Record<string, Size>;

/** The chunks of a page whose only script is Skerry's client, as an app's build makes them. */
async function clientChunks(): Promise<Map<string, number>> {
  const entry = '\0entry';
  const ours = ['skerry:inline-names', 'skerry:preload'];
  const { output } = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? entry : undefined),
        load: (id) =>
          id === entry ? "import { start } from '@skerry/client'; start();" : undefined,
      },
      skerry().filter((plugin) => plugin && 'name' in plugin && ours.includes(plugin.name)),
    ],
    resolve: {
      alias: {
        '@skerry/client': fileURLToPath(
          new URL('../packages/client/dist/index.js', import.meta.url),
        ),
      },
    },
    build: {
      write: false,
      // Names with hashes in them would compress now so, now otherwise.
      rolldownOptions: {
        input: 'entry',
        output: { entryFileNames: 'entry.js', chunkFileNames: '[name].js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  const chunks = output.filter((file) => file.type === 'chunk');
  return new Map(chunks.map((chunk) => [chunk.isEntry ? 'entry' : chunk.name, gzip(chunk.code)]));
}

const gzip = (code: string | Buffer): number => gzipSync(code, { level: 9 }).length;

/** What the pages of an app load until their islands are there: the names of the scripts, and their bytes after gzip. */
async function islandScripts(path: string): Promise<Map<string, number>> {
  const app = await startBuilt('test/app/smallest');
  const browser = await openBrowser();
  const { page, scripts } = await watchPage(browser);
  await page.goto(app.origin + path);
  await hydrated(page);
  await browser.close();
  await app.stop();
  const bytesOf = (script: string) => gzip(readFileSync(`test/app/smallest/dist/client${script}`));
  return new Map(scripts.map((script) => [script, bytesOf(script)]));
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

/** The records that are of this kind. */
const recordedAs = (kind: keyof Size): [string, Size][] =>
  Object.entries(recorded).filter(([, size]) => kind in size);

test('a page with regions loads what sizes.json says', async () => {
  const said = recordedAs('chunk').map(([name, { chunk }]) => [name, chunk]);
  expect(Object.fromEntries(said)).toEqual(Object.fromEntries(await clientChunks()));
});

test('a page with one island loads what sizes.json says, and a second one of its kind adds nothing', async () => {
  const one = await islandScripts('/one');
  const two = await islandScripts('/two');
  const sum = (sizes: Map<string, number>) => [...sizes.values()].reduce((a, b) => a + b, 0);
  const [first, more] = [sum(one), sum(two) - sum(one)];
  expect([recorded['one island']?.page, recorded['another island']?.page]).toEqual([first, more]);
});

test('a point more in the chart of an island is the frame that sizes.json says', async () => {
  expect((await chartFrame()).length).toBe(recorded['chart point']?.frame);
});

test('all of that is within budget', () => {
  for (const { chunk = 0, page = 0, frame = 0, budget } of Object.values(recorded))
    expect(chunk + page + frame).toBeLessThanOrEqual(budget);
});
