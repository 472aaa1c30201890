import { afterAll, beforeAll, expect, test } from 'vitest';

import { startTestServer, type TestServer } from '../../test/test-server.js';

const file = 'src/islands.server.tsx';
const code = `/** @jsxImportSource preact */
export const collect = ({ url }) => {
  let count = 0;
  return {
    wrap: (island, framework) => (count++, framework === 'preact' ? <>{island}</> : island),
    head: () => '<style>.old-' + count + url.pathname.replace('/', '-') + '{}</style>',
  };
};
`;

let server: TestServer;
const logged: string[] = [];

beforeAll(async () => {
  server = await startTestServer({ [file]: code });
  server.vite.config.logger.error = (message) => void logged.push(message);
});
afterAll(() => server[Symbol.asyncDispose]());

const html = async (): Promise<string> => (await fetch(`${server.origin}/islands`)).text();

test('an edit of what collects islands counts at the next request', async () => {
  expect(await html()).toMatch(/<style>\.old-[1-9]-islands\{\}<\/style><\/head>/);
  await server.app.edit(file, '.old', '.new');
  await expect.poll(html).toMatch(/<style>\.new-[1-9]-islands\{\}<\/style><\/head>/);
});

test('an export of another kind is named, and the code before goes on', async () => {
  const before = await server.app.read(file);
  await server.app.write(file, 'export const collect = 5;');
  await expect.poll(() => logged.join('\n')).toContain('exports no function `collect`');
  expect(await html()).toContain('<style>.new-');
  await server.app.write(file, before);
});

test('a fault in it is named with the next step, and the code before goes on', async () => {
  await server.app.edit(file, 'export const collect', 'export const colect');
  await expect.poll(() => logged.join('\n')).toContain(`${file} does not export collect(). Write`);
  expect(await html()).toContain('<style>.new-');
  await server.app.edit(file, 'export const colect', 'export const collect');
  await server.app.edit(file, '.new', '.newer');
  await expect.poll(html).toContain('<style>.newer-');
});
