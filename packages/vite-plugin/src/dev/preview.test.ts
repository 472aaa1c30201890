import { preview, type PreviewServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { buildTestApp } from '../../test/built-app.js';
import { createTestApp } from '../../test/test-app.js';
import { upgrade } from '../../test/upgrade.js';
import { skerry } from '../index.js';

let app: Awaited<ReturnType<typeof createTestApp>>;
let server: PreviewServer;
let origin: string;

const start = (base = '/'): Promise<PreviewServer> =>
  preview({
    root: app.root,
    base,
    configFile: false,
    plugins: [skerry()],
    logLevel: 'silent',
    preview: { port: 0, host: '127.0.0.1' },
  });

beforeAll(async () => {
  app = await createTestApp();
  await app.write('public/robots.txt', 'User-agent: *');
  await expect(start()).rejects.toThrow(
    /no build in .*dist\/server to preview\. Run `npx vite build`/,
  );
  await buildTestApp(app, { base: '/app/' });
  server = await start('/app/');
  origin = new URL(server.resolvedUrls!.local[0]!).origin;
});
afterAll(async () => {
  await server.close();
  await app[Symbol.asyncDispose]();
});

test('`vite preview` runs the built app under its path, on the host and the port of Vite', async () => {
  expect(server.resolvedUrls!.local[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/app\/$/);
  const page = await fetch(`${origin}/app/counter`);
  expect(page.status).toBe(200);
  const html = await page.text();
  expect(html).toContain('<skerry-live id="lv-');
  const [, script = ''] = /<script type="module" async="" src="([^"]+)"/.exec(html) ?? [];
  const code = await fetch(origin + script);
  expect(code.headers.get('cache-control')).toContain('immutable');
  expect(await (await fetch(`${origin}/app/api/health`)).json()).toEqual({ ok: true });
  expect(await (await fetch(`${origin}/app/robots.txt`)).text()).toBe('User-agent: *');
});

test('`vite preview` connects live views', async () => {
  const { status, socket } = await upgrade(origin, '/app/_skerry/live/websocket?vsn=skerry-1', {
    origin,
  });
  socket.destroy();
  expect(status).toBe(101);
});
