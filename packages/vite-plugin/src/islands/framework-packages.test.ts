import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build, createServer, type InlineConfig } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { checkPreact } from './framework-packages.js';

/** An app without any package. */
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'skerry-'));
  await mkdir(`${root}/src`);
  await writeFile(
    `${root}/src/lamp.island.tsx`,
    `import { useState } from 'preact/hooks';
    export default () => <button>{useState(0)[0]}</button>;`,
  );
});
afterAll(() => rm(root, { recursive: true }));

const config = (): InlineConfig => ({
  root,
  configFile: false,
  logLevel: 'silent',
  plugins: [checkPreact()],
});

test('a Preact island without its packages is refused with the command that installs them', async () => {
  await using server = await createServer({
    ...config(),
    server: { middlewareMode: true, ws: false },
  }).then((server) => ({ ...server, [Symbol.asyncDispose]: () => server.close() }));
  for (const environment of Object.values(server.environments))
    await expect(environment.transformRequest('/src/lamp.island.tsx')).rejects.toThrow(
      'src/lamp.island.tsx is a Preact island, which needs preact, preact-render-to-string, and @prefresh/core ' +
        'installed. Run `npm install preact preact-render-to-string @prefresh/core` and start again.',
    );
});

test('a build does not ask for Fast Refresh', async () => {
  const input = `${root}/src/lamp.island.tsx`;
  await expect(
    build({ ...config(), build: { write: false, rolldownOptions: { input } } }),
  ).rejects.toThrow('Run `npm install preact preact-render-to-string` and start again.');
});
