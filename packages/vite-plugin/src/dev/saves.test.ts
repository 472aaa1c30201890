import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Plugin } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startTestServer, type TestServer } from '../../test/test-server.js';

let server: TestServer;
const logged: string[] = [];

beforeAll(async () => {
  server = await startTestServer({
    'src/pages/saved.tsx': page(0),
  });
  server.vite.config.logger.error = (message) => void logged.push(message);
});
afterAll(() => server[Symbol.asyncDispose]());

function page(version: number): string {
  return `export const filler = ${JSON.stringify('x'.repeat(5_000))};\nexport default () => <h1>Version {${version}}.</h1>;\n`;
}

const text = async (path: string) => (await fetch(server.origin + path)).text();

/** Saves as some editors do: empties the file, and writes its content in pieces. Returns the longest pause between them. */
async function save(file: string, content: string, pieces: number, pause: number): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const handle = openSync(`${server.app.root}/${file}`, 'r+');
  ftruncateSync(handle);
  const size = Math.ceil(content.length / pieces);
  for (let at = 0; at < content.length; at += size) {
    await sleep(pause);
    writeSync(handle, content.slice(at, at + size), at);
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }
  closeSync(handle);
  return longest;
}

test('thirty saves that empty the file first, and write it in pieces, all show without a wrong report', async () => {
  expect(await text('/saved')).toContain('Version 0.');
  const reports: string[] = [];
  let saves = 0;
  for (let version = 1; saves < 30; version++) {
    logged.length = 0;
    const pieces = 1 + (version % 4);
    const pause = await save('src/pages/saved.tsx', page(version), pieces, (version % 7) * 9);
    await expect.poll(() => text('/saved')).toContain(`Version ${version}.`);
    // No editor pauses longer, but a busy machine does: such a save counts for nothing.
    if (pause > 75) continue;
    saves++;
    reports.push(...logged);
  }
  expect(reports).toEqual([]);
});

test('of two saves at once the second one shows', async () => {
  for (let version = 100; version < 110; version++) {
    await save('src/pages/saved.tsx', page(0), 1, 0);
    await sleep(version % 30);
    await save('src/pages/saved.tsx', page(version), 1, 0);
    await expect.poll(() => text('/saved')).toContain(`Version ${version}.`);
  }
});

test('a file that stays empty is reported', async () => {
  await save('src/pages/saved.tsx', '', 1, 0);
  await expect.poll(() => logged.join()).toContain('has no default export');
});

test('a save that comes while the one before is read shows, too', async () => {
  const file = 'src/tap.tsx';
  const tap = 'export const Tap = () => <b>Tap</b>;';
  // Without JSX islands share the file itself, with it they have a copy.
  const plain = 'export const Tap = () => null;';
  let next: string | undefined;
  const hurried: Plugin = {
    name: 'hurried',
    hotUpdate({ file: edited }) {
      if (next === undefined || !edited.endsWith(file)) return;
      writeFileSync(edited, next);
      next = undefined;
    },
  };
  const files = {
    [file]: plain,
    'src/islands/tap.island.tsx':
      "import { Tap } from '../tap.tsx'; export default () => <p><Tap /></p>;",
    'src/pages/tap.tsx':
      "import Tap from '../islands/tap.island.tsx'; export default () => <Tap client:load />;",
  };
  await using other = await startTestServer(files, {}, { plugins: [hurried] });
  const island = async () => {
    const code = await (await fetch(`${other.origin}/src/islands/tap.island.tsx`)).text();
    return /src\/tap\.tsx[^"']*/.exec(code)?.[0].replace(/[?&]t=\d+/, '');
  };
  expect(await (await fetch(`${other.origin}/tap`)).text()).toContain('<p>');
  expect(await island()).toBe('src/tap.tsx');
  next = tap;
  await other.app.write(file, `${plain} // again`);
  await expect.poll(island).toMatch('on=preact');
  expect((await fetch(`${other.origin}/src/tap.tsx?on=preact`)).status).toBe(200);
});
