import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { startTestServer, type TestServer } from '../../test/test-server.js';

let server: TestServer;
let updates = 0;

const kinds = {
  md: ['notes/note.md', '# First', '?raw'],
  txt: ['notes/note.txt', 'First', '?raw'],
  sql: ['notes/note.sql', 'SELECT First', '?raw'],
  css: ['notes/note.css', '.first { color: First }', '?inline'],
  json: ['notes/note.json', '{ "text": "First" }', ''],
} as const;

beforeAll(async () => {
  server = await startTestServer({
    'src/pages/glob.tsx': `
      const posts = import.meta.glob('../posts/*.md', { query: '?raw', import: 'default', eager: true });
      export default () => <ul>{Object.entries(posts).map(([path, text]) => <li key={path}>{path} {text}</li>)}</ul>;`,
    'src/posts/one.md': '# One',
    'src/parts/lazy-posts.ts': `export const posts = import.meta.glob('../posts/*.md', { query: '?raw', import: 'default' });`,
    'src/pages/lazy.tsx': `
      import { posts } from '../parts/lazy-posts.ts';
      export default async () => {
        const all = await Promise.all(Object.values(posts).map((load) => load()));
        return <p>{all.join()}</p>;
      };`,
    ...Object.fromEntries(
      Object.entries(kinds).flatMap(([kind, [file, content, query]]) => [
        [`src/${file}`, content],
        [
          `src/pages/${kind}.tsx`,
          `import note from '../${file}${query}'; export default () => <pre>{JSON.stringify(note)}</pre>;`,
        ],
      ]),
    ),
  });
  const { hot } = server.vite.environments.client;
  const send = hot.send.bind(hot);
  vi.spyOn(hot, 'send').mockImplementation((...args: unknown[]) => {
    if ((args[0] as { event?: string }).event === 'skerry:edited') updates++;
    // seam: one of the forms of send
    send(...(args as [never]));
  });
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => void (updates = 0));

const text = async (path: string) => (await fetch(server.origin + path)).text();
const updated = async () => {
  await expect.poll(() => updates).toBeGreaterThan(0);
  updates = 0;
};

describe.each(['/glob', '/lazy'])('files that %s gathers by a pattern', (path) => {
  test('show when they are changed, added and removed, and open pages show it', async () => {
    expect(await text(path)).toContain('# One');
    await server.app.write('src/posts/one.md', '# Changed');
    await updated();
    expect(await text(path)).toContain('# Changed');
    await server.app.write('src/posts/two.md', '# Two');
    await updated();
    expect(await text(path)).toContain('# Two');
    await server.app.remove('src/posts/two.md');
    await updated();
    expect(await text(path)).not.toContain('# Two');
    await server.app.write('src/posts/one.md', '# One');
    await updated();
  });
});

test.each(Object.entries(kinds))('a file of %s that a page imports', async (kind, [file]) => {
  expect(await text(`/${kind}`)).toContain('First');
  await server.app.edit(`src/${file}`, 'First', 'Second');
  await updated();
  expect(await text(`/${kind}`)).toContain('Second');
});
