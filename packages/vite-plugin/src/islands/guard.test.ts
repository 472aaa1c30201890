import { createBuilder } from 'vite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { createTestApp } from '../../test/test-app.js';
import { skerry } from '../index.js';

let app: Awaited<ReturnType<typeof createTestApp>>;

beforeEach(async () => {
  vi.stubEnv('NODE_ENV', 'production');
  app = await createTestApp();
});
afterEach(() => {
  vi.unstubAllEnvs();
  return app[Symbol.asyncDispose]();
});

/** Builds what browsers load, with some files changed. */
async function build(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await app.write(name, text);
  const builder = await createBuilder({
    root: app.root,
    configFile: false,
    plugins: [skerry()],
    logLevel: 'silent',
  });
  await builder.build(builder.environments.client!);
}

const island = 'src/islands/counter.island.tsx';
const using = (source: string) =>
  `import * as used from '${source}'; export default () => <b>{Object.keys(used)}</b>;`;

/** A chain of imports as an error shows it. */
const chain = (...titles: string[]) =>
  titles.map((title, i) => (i === 0 ? `  ${title}` : `${'  '.repeat(i + 1)}→ ${title}`)).join('\n');

describe('browser code does not reach', () => {
  test('a live view', async () => {
    await expect(
      build({
        [island]: using('../lib/a.ts'),
        'src/lib/a.ts': `import './b.ts'; export const a = 1;`,
        'src/lib/b.ts': `export { default } from '../live/counter.live.tsx';`,
      }),
    ).rejects.toThrow(
      `${island} runs in the browser and reaches src/live/counter.live.tsx, which belongs on the server:\n` +
        `${chain(island, 'src/lib/a.ts', 'src/lib/b.ts', 'src/live/counter.live.tsx')}\n` +
        'For the types of a live view write `import type`; to show it inside an island, pass it as children from the page.',
    );
  });

  test.each([
    ['src/pages/posts/[slug].tsx', `export default () => null;`],
    ['src/app.ts', `import { defineApp } from '@skerry/kit'; export default defineApp({});`],
    ['src/harbour.server.ts', 'export const a = 1;'],
    ['src/parts/harbour.server.tsx', 'export const a = 1;'],
    ['src/server/db.ts', 'export const a = 1;'],
    ['src/server/keys.json', '{}'],
  ])('%s', async (file, text) => {
    const built = build({ [file]: text, [island]: using(file.replace('src', '..')) });
    await expect(built).rejects.toThrow(chain(island, file));
    await expect(built).rejects.toThrow(
      'Write `import type` for its types, pass what the island needs as props',
    );
  });

  test.each(['@skerry/kit', '@skerry/kit/server', '@skerry/kit/template'])('%s', async (source) => {
    await expect(build({ [island]: using(source) })).rejects.toThrow(
      `${chain(island, source)}\nWrite \`import type\``,
    );
  });

  test('a component that is written for pages', async () => {
    await expect(
      build({
        'src/client.ts': `import { Card } from './parts/card.tsx'; console.log(Card);`,
      }),
    ).rejects.toThrow(
      `${chain('src/client.ts', 'src/parts/card.tsx', '@skerry/kit/jsx-runtime')}\n` +
        'Its JSX is for pages and live views. Begin the file of a component of islands with /** @jsxImportSource preact */',
    );
  });

  test('a module of Node, from any of its files', async () => {
    const hint = 'Browsers have no such module.';
    const react = 'src/islands/badge.react.tsx';
    for (const [file, source] of [
      [react, 'node:fs/promises'],
      ['src/client.ts', 'path'],
      ['src/strategies/hover.ts', 'node:os'],
    ] as const) {
      const text = await app.read(file);
      await expect(
        build({
          [file]: `import * as used from '${source}'; export default () => Object.keys(used);`,
        }),
      ).rejects.toThrow(`${chain(file, source)}\n${hint}`);
      await app.write(file, text);
    }
  });

  test('a module of Node by way of a package', async () => {
    const acme = (browser: string) => ({
      'node_modules/acme/package.json': `{ "name": "acme", "type": "module", "exports": "./index.js"${browser} }`,
      'node_modules/acme/index.js': `export * from './inner.js';`,
      'node_modules/acme/inner.js': `import * as fs from 'fs'; export const a = fs;`,
    });
    await expect(build({ [island]: using('acme'), ...acme('') })).rejects.toThrow(
      chain(island, 'node_modules/acme/index.js', 'node_modules/acme/inner.js', 'fs'),
    );
    // Its author declares that it works without.
    await build(acme(', "browser": { "fs": false }'));
  });

  test('a module by a dynamic import', async () => {
    await expect(
      build({
        'src/server/db.ts': 'export const a = 1;',
        [island]: `export default () => <b onClick={() => import('../server/db.ts')} />;`,
      }),
    ).rejects.toThrow(chain(island, 'src/server/db.ts'));
  });
});

test('types of the server may be imported by browser code, and style sheets', async () => {
  await build({
    'src/server/db.ts': 'export type Row = string; export const rows = 5;',
    'src/server/db.css': 'p { color: red; }',
    [island]: `
      import type { PageProps } from '@skerry/kit';
      import type view from '../live/counter.live.tsx';
      import { type Row } from '../server/db.ts';
      import '../server/db.css';
      import '../pages/layout.css';
      export default (props: { page: PageProps; view: typeof view; row: Row }) => <b>{props.row}</b>;`,
  });
});
