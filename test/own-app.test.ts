import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { createTestApp } from '../packages/vite-plugin/test/test-app.js';
import { patience } from './patience.js';

// An app under a `base`, with code of its server and taps of its own: what its own tests see of that.

const files: Record<string, string> = {
  'vite.config.ts': `import { skerry } from '@skerry/vite-plugin';
    export default { base: '/track/', plugins: [skerry()] };`,
  'src/server.ts': `export const start = ({ locals }) => void Object.assign(locals, { database: 'the real one' });`,
  'src/app.ts': `import { defineApp, definePlugin } from '@skerry/kit';
    const users = definePlugin({ name: 'users', setup: ({ hooks }) =>
      hooks.beforeRequest.tap(({ locals }) => void (locals.user = undefined)) });
    export default defineApp({ plugins: [users()] });`,
  'src/pages/_layout.tsx': `export default ({ children }) => <main>{children}</main>;`,
  'src/pages/index.tsx': `import { pathTo } from '@skerry/kit/paths';
    export default ({ url, locals }) => <>
      <p>{url.pathname}, {locals.user ?? 'nobody'}, {locals.database ?? 'none'}</p>
      <a href={pathTo('/about')}>About</a> <a href="/about">Forgotten</a>
    </>;`,
  'src/pages/about.tsx': `export default () => <h1>About it</h1>;`,
  'src/own.test.ts': `import { createTestApp, fetchPage, liveVisitor, mountLive } from '@skerry/kit/testing';
    import { expect, test } from 'vitest';
    import Counter from './live/counter.live.tsx';

    test('the app is under its base, and a link that forgot it leads nowhere', async () => {
      const app = await createTestApp();
      const visit = liveVisitor(app);
      await visit('/track/').see('/track/, nobody, the real one').click('About').see('About it');
      await expect(visit('/track/').click('Forgotten').see('About it')).rejects.toThrow(
        'The status is 404, of /about, which is not under /track/, where the app is.',
      );
      await mountLive(Counter, { app });
      await app.close();
    });

    test('an app of some modules is there, too', async () => {
      const routes = { 'index.tsx': await import('./pages/index.tsx') };
      const app = createTestApp({ routes });
      expect((await fetchPage(app, '/track/')).status).toBe(200);
      await app.close();
      expect((await fetchPage(createTestApp({ routes, base: '/' }), '/')).status).toBe(200);
    });

    test('its locals win over what the app sets, and its server code can be another', async () => {
      const app = await createTestApp({ server: false, locals: { user: 'Ann' } });
      await liveVisitor(app)('/track/').see('/track/, Ann, none');
      await app.close();
    });`,
};

let app: Awaited<ReturnType<typeof createTestApp>>;
beforeAll(async () => {
  app = await createTestApp();
  for (const [name, text] of Object.entries(files)) await app.write(name, text);
});
afterAll(() => app[Symbol.asyncDispose]());

test('the tests of an app see it as its visitors do, and change what they have to', async () => {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--root', app.root];
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', VITEST: '' };
  const ran = promisify(execFile)(process.execPath, [...vitest, `--testTimeout=${patience}`], {
    env,
  }).catch((error: { stdout: string; stderr: string }) => error);
  const { stdout, stderr } = await ran;
  expect(stdout + stderr).toContain('3 passed');
});
