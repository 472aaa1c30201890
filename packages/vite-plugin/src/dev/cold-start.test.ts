import { afterEach, describe, expect, test } from 'vitest';

import { startTestServer, type TestServer } from '../../test/test-server.js';

let server: TestServer;
let logged: string[];
afterEach(() => server[Symbol.asyncDispose]());

async function start(files: Record<string, string>): Promise<void> {
  server = await startTestServer(files);
  logged = [];
  server.vite.config.logger.error = (message) => void logged.push(message);
}

const ask = async (path: string) => {
  const response = await fetch(server.origin + path);
  return { status: response.status, text: await response.text() };
};
const statuses = async (...paths: string[]) => {
  const all = await Promise.all(paths.map(ask));
  return all.map(({ status }) => status);
};

const good = `export default () => <h1>Mended</h1>;`;

describe('a file that cannot be loaded as the app starts costs the routes that need it', () => {
  test.each([
    ['cannot be compiled', `export default () => <h1>Broken</h2>;`, '</h2>'],
    ['throws as it is loaded', `throw new Error('Too early.'); ${good}`, 'Too early.'],
    ['imports a file that is not there', `import '../nothing.ts'; ${good}`, 'nothing.ts'],
    ['has no default export', `export const broken = 1;`, 'has no default export'],
    ['has an export that is wrong', `export const guards = []; ${good}`, 'Did you mean `guard`?'],
  ])('a page that %s', async (_, code, message) => {
    await start({ 'src/pages/broken.tsx': code });
    expect(await statuses('/', '/counter', '/api/health')).toEqual([200, 200, 200]);
    expect(await statuses('/broken')).toEqual([500]);
    expect(logged).toEqual([expect.stringContaining(message)]);
    await server.app.write('src/pages/broken.tsx', good);
    await expect.poll(async () => (await ask('/broken')).text).toContain('Mended');
  });

  test('a layout, with the pages and the endpoints in its folder', async () => {
    await start({
      'src/pages/office/_layout.tsx': `export const guard = () => {}; export default ({ children }) => <i>{children}</b>;`,
      'src/pages/office/index.tsx': good,
      'src/pages/office/kept.tsx': `export const prerender = true; ${good}`,
      'src/pages/official.tsx': good,
    });
    expect(await statuses('/', '/official', '/office', '/office/kept')).toEqual([
      200, 200, 500, 500,
    ]);
    await server.app.edit('src/pages/office/_layout.tsx', '</b>', '</i>');
    await server.app.edit('src/pages/office/_layout.tsx', 'export const guard = () => {}; ', '');
    await expect.poll(async () => (await ask('/office')).text).toContain('<i><h1>Mended');
  });

  test('a live view, with the pages that use it', async () => {
    await start({});
    await server.app.edit('src/live/counter.live.tsx', '</button>', '</bottom>');
    expect(await statuses('/', '/counter')).toEqual([200, 500]);
    await server.app.edit('src/live/counter.live.tsx', '</bottom>', '</button>');
    await expect.poll(async () => (await statuses('/counter'))[0]).toBe(200);
  });

  test('an edit of another file takes effect meanwhile', async () => {
    await start({ 'src/pages/broken.tsx': 'export default () => <h1>Broken</h2>;' });
    expect(await statuses('/', '/broken')).toEqual([200, 500]);
    await server.app.edit('src/pages/index.tsx', 'Home</h1>', 'Harbour</h1>');
    await expect.poll(async () => (await ask('/')).text).toContain('Harbour</h1>');
    expect(await statuses('/broken')).toEqual([500]);
    expect(logged).toHaveLength(1);
  });
});

describe('a file whose name is wrong as the app starts costs no other', () => {
  const wrong = {
    'brackets that name nothing': ['src/pages/[a][b].tsx', '[a][b].tsx'],
    'an ending of its own': ['src/pages/x.page.tsx', 'Rename it to x-page.tsx'],
    'the path of another page': ['src/pages/counter/index.tsx', 'both answer /counter'],
    'the name of a strategy that every app has': ['src/strategies/load.ts', 'client:load'],
  } as const;
  test.each(Object.entries(wrong))('%s', async (_, [file, message]) => {
    await start({ [file]: good });
    expect(await statuses('/', '/counter', '/islands')).toEqual([200, 200, 200]);
    const told = () => logged.filter((text) => text.includes(message));
    expect(told()).not.toEqual([]);
    const before = told().length;
    await server.app.edit('src/pages/index.tsx', 'Home</h1>', 'Harbour</h1>');
    await expect.poll(async () => (await ask('/')).text).toContain('Harbour</h1>');
    await server.app.remove(file);
    await server.app.write('src/pages/late.tsx', good);
    await expect.poll(async () => (await ask('/late')).text).toContain('Mended');
    expect(told()).toHaveLength(before);
  });
});
