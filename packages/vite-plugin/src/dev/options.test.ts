import { isFileLoadingAllowed, resolveConfig, type ServerOptions } from 'vite';
import { describe, expect, test } from 'vitest';

import { skerry } from '../index.js';

const resolved = (server: ServerOptions = {}, root = '/app') =>
  resolveConfig({ root, configFile: false, plugins: [skerry()], server }, 'serve');

describe("the development server does not serve the server's build", () => {
  test('in addition to the files that Vite denies', async () => {
    const { fs } = (await resolveConfig({ root: '/app', configFile: false }, 'serve')).server;
    expect((await resolved()).server.fs.deny).toEqual([
      ...fs.deny,
      '/app/dist/server/**',
      '/app/dist/server-prerender/**',
    ]);
  });

  test('in addition to the files that the app denies', async () => {
    const { fs } = (await resolved({ fs: { deny: ['*.sqlite'] } })).server;
    expect(fs.deny).toEqual(['*.sqlite', '/app/dist/server/**', '/app/dist/server-prerender/**']);
  });

  test.each(['/app', '/a (b) [c]{d,e}!/+(f)', '/übersee/船', '/@x/$y^z|'])(
    'in the folder %s',
    async (root) => {
      const config = await resolved({ fs: { allow: ['/'] } }, root);
      const isServed = (file: string) =>
        isFileLoadingAllowed({ ...config.environments.client!, ...config }, `${root}/${file}`);
      expect(isServed('dist/server/index.js')).toBe(false);
      expect(isServed('dist/server/chunks/.a.js')).toBe(false);
      expect(isServed('dist/server-prerender/index.js')).toBe(false);
      expect(isServed('dist/servers.js')).toBe(true);
      expect(isServed('src/dist/server/index.js')).toBe(true);
    },
  );
});

describe('Vite answers no OPTIONS in place of the app', () => {
  test.each<[string, ServerOptions, ServerOptions['cors']]>([
    ['by default', {}, { origin: expect.any(RegExp), preflightContinue: true }],
    ['if every origin may ask', { cors: true }, { origin: '*', preflightContinue: true }],
    ['if no origin may ask', { cors: false }, false],
    ['if one origin may ask', { cors: { origin: 'a' } }, { origin: 'a', preflightContinue: true }],
  ])('%s', async (_, server, expected) => {
    expect((await resolved(server)).server.cors).toEqual(expected);
  });

  test('unless Vite is configured to', async () => {
    const { cors } = (await resolved({ cors: { preflightContinue: false } })).server;
    expect(cors).toMatchObject({ preflightContinue: false });
  });
});
