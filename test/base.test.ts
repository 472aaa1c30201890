import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createTestApp } from '../packages/vite-plugin/test/test-app.js';
import { type RunningApp, startBuilt, startDevelopment } from './apps.js';
import { openBrowser } from './browser.js';
import { hydrated } from './hydrated.js';
import { live, type WatchedPage, watchPage } from './islands-app.js';
import { startProxy } from './proxies.js';

// An app that shares its host with others: everything is below `base` of Vite's configuration.

const files: Record<string, string> = {
  'vite.config.ts': `import { skerry } from '@skerry/vite-plugin';
    export default { base: '/app/', plugins: [skerry()] };`,
  'public/flag.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
  'src/islands/menu.island.tsx': `import { pathTo } from '@skerry/kit/paths';
    import { useEffect, useState } from 'preact/hooks';
    export default function Menu() {
      const [path, show] = useState(pathTo('/about?from=server'));
      useEffect(() => show(pathTo('/about?from=browser')), []);
      return <a href={path}>Menu</a>;
    }`,
  'src/live/mover.live.tsx': `import { defineLive } from '@skerry/kit';
    import { pathTo } from '@skerry/kit/paths';
    export default defineLive(
      { mount: () => ({}), events: { move: (live) => live.redirect(pathTo('/about')) } },
      () => <button lv-click="move">Move</button>,
    );`,
  'src/pages/index.tsx': `import Counter from '../live/counter.live.tsx';
    import Mover from '../live/mover.live.tsx';
    import Island from '../islands/counter.island.tsx';
    import Menu from '../islands/menu.island.tsx';
    import { pathTo } from '@skerry/kit/paths';
    const base = import.meta.env.BASE_URL;
    export const head = { title: 'Home', links: [{ rel: 'icon', href: base + 'flag.svg' }] };
    export default ({ url }) => <main>
      <h1>{url.pathname}</h1> <img src={base + 'flag.svg'} alt="Flag" />
      <a href={base + 'about'}>About</a> <a href={pathTo('/old')}>Old</a>
      <Menu client:load /> <Counter /> <Mover /> <Island client:load start={1} />
    </main>;`,
  'src/pages/about.tsx': `export const prerender = true;
    export default ({ url }) => <h1>{url.pathname}</h1>;`,
  'src/pages/old.tsx': `import { redirect } from '@skerry/kit';
    import { pathTo } from '@skerry/kit/paths';
    export default () => redirect(pathTo('/'));`,
};

let app: Awaited<ReturnType<typeof createTestApp>>;
let browser: Browser;
beforeAll(async () => {
  app = await createTestApp();
  for (const [name, text] of Object.entries(files)) await app.write(name, text);
  const vite = ['node_modules/vite/bin/vite.js', 'build', app.root];
  const env = { ...process.env, NODE_ENV: 'production', VITEST: '' };
  await promisify(execFile)(process.execPath, vite, { env });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app[Symbol.asyncDispose]();
});

const ways: [title: string, start: () => Promise<RunningApp>][] = [
  ['built', () => startBuilt(app.root)],
  ['in development', () => startDevelopment(app.root)],
  [
    'built, behind a proxy that keeps the path',
    async () => {
      const running = await startBuilt(app.root);
      const proxy = await startProxy('nginx', running.port);
      const stop = () => proxy.stop().then(() => running.stop());
      const origin = `http://127.0.0.1:${proxy.port}`;
      return Object.assign(Object.create(running) as RunningApp, { origin, stop });
    },
  ],
];

describe.each(ways)('an app under /app/, %s', (_, start) => {
  let running: RunningApp;
  let watched: WatchedPage;
  beforeAll(async () => {
    running = await start();
    watched = await watchPage(browser);
    await watched.page.goto(`${running.origin}/app/`);
  });
  afterAll(() => running?.stop());

  test('shows its home with everything that it needs', async () => {
    const { page, complaints } = watched;
    expect(await page.textContent('h1')).toBe('/app/');
    await live(page);
    await hydrated(page);
    await page.click('button:text-is("+")');
    await page.waitForSelector('p:has-text("Count: 1")');
    await page.click('section button');
    await page.waitForSelector('section button:has-text("Count: 2")');
    const loaded = await page.$eval('img', (image) => (image as HTMLImageElement).naturalWidth);
    expect(loaded).toBe(1);
    expect(await page.$eval('section', (each) => getComputedStyle(each).color)).toBe(
      'rgb(0, 128, 128)',
    );
    const paths = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
    );
    expect(paths.filter((path) => !path.startsWith('/app/'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('follows links, redirects of pages and of live views', async () => {
    const { page } = watched;
    await page.waitForSelector('a[href="/app/about?from=browser"]');
    const html = await (await fetch(`${running.origin}/app/`)).text();
    expect(html).toContain('<a href="/app/about?from=server">Menu</a>');
    await page.click('text=About');
    await page.waitForURL('**/app/about');
    expect(await page.textContent('h1')).toBe('/app/about');
    await page.goBack();
    await page.click('text=Old');
    await page.waitForURL('**/app/');
    await live(page);
    await page.click('text=Move');
    await page.waitForURL('**/app/about');
  });

  test('has its endpoints, files and error page there, and nothing of it elsewhere', async () => {
    const ask = (path: string) =>
      fetch(running.origin + path, { redirect: 'manual', headers: { accept: 'text/html' } });
    expect(await (await ask('/app/api/health')).json()).toEqual({ ok: true });
    expect((await ask('/app/flag.svg')).headers.get('content-type')).toBe('image/svg+xml');
    const home = await ask('/app');
    expect([home.status, home.headers.get('location')]).toEqual([308, '/app/']);
    const missing = await ask('/app/nowhere');
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain('404');
    for (const path of ['/about', '/api/health', '/flag.svg', '/_skerry/islands/error'])
      expect((await ask(path)).status, path).toBe(404);
  });

  test('has a session that other apps of the host do not see', async () => {
    const cookies = await watched.page.context().cookies();
    expect(cookies.map(({ name, path }) => [name, path])).toEqual([['skerry_session_app', '/']]);
  });
});
