import { writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';

import type { HotPayload, Plugin } from 'vite';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';

import type { TestApp } from '../../test/test-app.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';
import { failureEvent, type RunFailure } from './run-failures.js';

let server: TestServer;
let app: TestApp;
/** Vite's messages to open pages since the last check. */
let told: HotPayload[];

beforeEach(async () => {
  server = await startTestServer();
  ({ app } = server);
  told = [];
  const { hot } = server.vite.environments.client;
  const send = hot.send.bind(hot);
  hot.send = (payload: HotPayload | string, data?: unknown) => {
    if (typeof payload === 'object') told.push(payload);
    else if (payload === failureEvent) told.push({ type: 'error', ...(data as RunFailure) });
    // seam: one of the two forms of send
    send(payload as never, data as never);
  };
});

afterEach(() => server[Symbol.asyncDispose]());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(server.origin + path, { headers });
const text = async (path: string) => (await get(path)).text();
const kinds = () => told.map(({ type }) => type);

/** Waits until open pages are told to load again. */
const reloaded = async () => {
  await expect.poll(kinds).toContain('full-reload');
  told = [];
};
/** Waits until open pages are told to show other content. */
const updated = async () => {
  await expect.poll(() => told).toContainEqual({ type: 'custom', event: 'skerry:edited' });
  expect(kinds()).not.toContain('full-reload');
  told = [];
};

describe('the development server serves', () => {
  test('a page with its styles, and no scripts but those of development', async () => {
    const html = await text('/');
    expect(html).toContain('<html lang="en-GB">');
    expect(html).toContain('A card');
    expect(html.match(/(?:href|src)="[^"]+"/g)).toEqual([
      'href="/src/pages/layout.css"',
      'href="/src/parts/card.css"',
      'src="/@vite/client"',
      'src="/@id/__x00__virtual:skerry/development"',
    ]);
  });

  test('a page with a region, its script and the styles of its live view', async () => {
    const response = await get('/counter');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.getSetCookie()).toHaveLength(1);
    const html = await response.text();
    expect(html).toContain('Count: ');
    expect(html).toContain('href="/src/live/counter.css"');
    const script = /src="(\/@id\/__x00__virtual:skerry\/client)"/.exec(html)?.[1] ?? '';
    expect(await text(script)).toContain('import "/src/client.ts";');
  });

  test('style sheets as they are linked, endpoints and error pages', async () => {
    const css = await get('/src/pages/layout.css', { accept: 'text/css,*/*;q=0.1' });
    expect(css.headers.get('content-type')).toBe('text/css');
    expect(await css.text()).toContain('margin: 0');
    expect(await (await get('/api/health')).json()).toEqual({ ok: true });
    const missing = await get('/nowhere');
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain('There is nothing here.');
  });
});

describe('an edit', () => {
  test('of a page or of a file that it imports shows in the next answer, and open pages show it', async () => {
    await text('/');
    await app.edit('src/pages/index.tsx', 'Home</h1>', 'Harbour</h1>');
    await updated();
    expect(await text('/')).toContain('Harbour</h1>');
    await app.edit('src/parts/card.tsx', '<p class="card">', '<p class="card new">');
    await updated();
    expect(await text('/')).toContain('card new');
  });

  test('takes effect when the file is written, even if the watcher reports only that it was emptied', async () => {
    const edited = (await app.read('src/pages/index.tsx')).replace('Home</h1>', 'Harbour</h1>');
    /** An editor that writes the file while the server waits for it. */
    const editor: Plugin = {
      name: 'editor',
      hotUpdate: {
        order: 'pre',
        handler(options) {
          const { file, read } = options;
          options.read = () => {
            writeFileSync(file, edited);
            return read();
          };
        },
      },
    };
    await using slow = await startTestServer({}, {}, { plugins: [editor] });
    expect(await (await fetch(slow.origin)).text()).toContain('Home</h1>');
    await slow.app.write('src/pages/index.tsx', '');
    await expect.poll(async () => (await fetch(slow.origin)).text()).toContain('Harbour</h1>');
  });

  test('of a style sheet reaches open pages without a reload', async () => {
    await text('/');
    await get('/src/parts/card.css', { accept: 'text/css' });
    await app.edit('src/parts/card.css', 'rebeccapurple', 'teal');
    await expect.poll(kinds).toContain('update');
    expect(told).toMatchObject([
      { updates: [{ type: 'css-update', path: '/src/parts/card.css?direct' }] },
    ]);
  });

  test('of a live view changes its markup without reloading open pages', async () => {
    await text('/counter');
    await app.edit('src/live/counter.live.tsx', 'Count: ', 'Clicks: ');
    await expect.poll(() => text('/counter')).toContain('Clicks: ');
    expect(kinds()).not.toContain('full-reload');
  });

  test('of the options restarts the app', async () => {
    await text('/');
    const refusing =
      "import { defineApp } from '@skerry/kit'; export default defineApp({ limit: {} } as never);";
    await app.write('src/app.ts', refusing);
    await expect
      .poll(() => told)
      .toMatchObject([{ type: 'error', err: { message: expect.stringContaining('"limit"') } }]);
    expect((await get('/')).status).toBe(200);
    await app.edit('src/app.ts', 'limit:', 'limits:');
    await reloaded();
    expect((await get('/')).status).toBe(200);
  });
});

describe('a file', () => {
  test('that appears is a page, until it is removed', async () => {
    expect((await get('/new')).status).toBe(404);
    await app.write('src/pages/new.tsx', 'export default () => <p>A new page</p>;');
    await updated();
    expect(await text('/new')).toContain('A new page');
    await app.remove('src/pages/new.tsx');
    await updated();
    expect((await get('/new')).status).toBe(404);
  });

  test('that is gone for a moment, so that the watcher only reports another change, is a page', async () => {
    await text('/');
    const { moduleGraph } = server.vite.environments.ssr;
    const modules = () => moduleGraph.getModulesByFile(`${app.root}/src/pages/new.tsx`)?.size;
    await app.write('src/pages/new.tsx', 'export default () => <p>A new page</p>;');
    await updated();
    await app.remove('src/pages/new.tsx');
    await updated();
    expect(modules()).toBe(1);
    server.vite.watcher.unwatch(app.root);
    await app.write('src/pages/new.tsx', 'export default () => <p>Another page</p>;');
    server.vite.watcher.emit('change', `${app.root}/src/pages/new.tsx`);
    await updated();
    expect(await text('/new')).toContain('Another page');
  });

  test('that comes back with a fault is a page once it is mended', async () => {
    const page = 'export default () => <p>It is back.</p>;';
    await app.write('src/pages/new.tsx', page);
    await expect.poll(() => text('/new')).toContain('It is back.');
    await app.remove('src/pages/new.tsx');
    await expect.poll(async () => (await get('/new')).status).toBe(404);
    await app.write('src/pages/new.tsx', page.replace('</p>', '</b>'));
    await expect.poll(kinds).toContain('error');
    await app.write('src/pages/new.tsx', page);
    await expect.poll(() => text('/new')).toContain('It is back.');
  });

  test('that answers the path of another page is refused by name', async () => {
    await text('/');
    await app.write('src/pages/counter/index.tsx', 'export default () => <p>Another</p>;');
    await expect
      .poll(() => told)
      .toMatchObject([
        {
          type: 'error',
          err: {
            message: expect.stringContaining(
              'src/pages/counter.tsx and src/pages/counter/index.tsx both answer',
            ),
          },
        },
      ]);
    expect(await text('/')).toContain('Home</h1>');
    await app.remove('src/pages/counter/index.tsx');
    await expect.poll(kinds).toContain('update');
  });
});

describe('a mistake that would be ignored silently', () => {
  test('in src/app.ts keeps the app from starting until it is exported', async () => {
    await app.write(
      'src/app.ts',
      "import { defineApp } from '@skerry/kit'; const app = defineApp({});",
    );
    expect((await get('/')).status).toBe(500);
    // The request reports it, and so may the watcher.
    for (const each of told)
      expect(each).toMatchObject({
        type: 'error',
        err: {
          message: expect.stringContaining(
            'src/app.ts has no default export. Write `export default defineApp({ … })`',
          ),
        },
      });
    expect(told).not.toEqual([]);
    await app.edit('src/app.ts', 'const app =', 'export default');
    await reloaded();
    expect((await get('/')).status).toBe(200);
  });

  test('among the pages is reported while the old pages go on, until it is corrected', async () => {
    await text('/');
    await app.write('src/pages/about.ts', 'export default () => null;');
    // A watcher may see that a file is there before it sees its content, and then it reports the file twice.
    await expect.poll(() => told.length).toBeGreaterThan(0);
    const message = expect.stringContaining('Rename it to about.tsx');
    for (const each of told) expect(each).toMatchObject({ type: 'error', err: { message } });
    expect(await text('/')).toContain('Home</h1>');
    told = [];
    await app.edit('src/pages/about.ts', 'default', 'const GET =');
    await expect.poll(kinds).toContain('update');
  });

  test('without a page in the app is reported at the start', async () => {
    const warnings: string[] = [];
    server.vite.config.logger.warn = (message) => void warnings.push(message);
    for (const file of await readdir(`${app.root}/src/pages`, { recursive: true }))
      if (/^[^_]*\.tsx?$/.test(file)) await app.remove(`src/pages/${file}`);
    expect((await get('/')).status).toBe(404);
    expect(warnings).toEqual([expect.stringContaining('no page')]);
  });
});

describe('an error', () => {
  test('of syntax is shown with its place while the old code goes on, until it is corrected', async () => {
    await text('/');
    await app.edit('src/pages/index.tsx', '</h1>', '</h2>');
    await expect.poll(kinds).toContain('error');
    expect(told).toMatchObject([
      {
        err: {
          id: `${app.root}/src/pages/index.tsx`,
          loc: { line: 6 },
          frame: expect.stringContaining('</h2>'),
        },
      },
    ]);
    expect(await text('/')).toContain('Home</h1>');
    told = [];
    await app.edit('src/pages/index.tsx', 'Home</h2>', 'Harbour</h1>');
    await expect.poll(kinds).toContain('update');
    await expect.poll(() => text('/')).toContain('Harbour</h1>');
  });

  test('thrown by a module while it loads is shown while the old code goes on', async () => {
    await text('/');
    await app.edit(
      'src/parts/card.tsx',
      "import './card.css';",
      "throw new Error('No card today.');",
    );
    await expect
      .poll(() => told)
      .toMatchObject([{ type: 'error', err: { message: 'No card today.' } }]);
    expect(await text('/')).toContain('A card');
    told = [];
    await app.edit('src/parts/card.tsx', "throw new Error('No card today.');", '');
    await expect.poll(kinds).toContain('update');
  });

  test('of a request is shown over its error page, and the page is told when it is corrected', async () => {
    expect((await get('/posts/broken')).status).toBe(500);
    expect(told).toMatchObject([{ type: 'error', err: { message: 'This post is broken.' } }]);
    expect(JSON.stringify(told)).toContain('src/pages/posts/[slug].tsx:');
    told = [];
    await app.edit(
      'src/pages/posts/[slug].tsx',
      "throw new Error('This post is broken.');",
      'return <p>Repaired</p>;',
    );
    await updated();
    expect(await text('/posts/broken')).toContain('Repaired');
  });

  test.each([
    ['Error', [{ err: { message: 'No gauge.' } }]],
    ['VisibleError', []],
  ])(
    'of a load is shown over the page unless it is meant for visitors (%s)',
    async (kind, expected) => {
      await using own = await startTestServer({
        'src/live/gauge.live.tsx': `
        import { defineLive, ErrorBoundary, Suspense, VisibleError } from '@skerry/kit';
        const read = async () => { throw new ${kind}('No gauge.'); };
        export default defineLive(
          { mount: ({ load }) => ({ tide: load('tide', read) }) },
          ({ state }) => (
            <ErrorBoundary fallback={() => <p>Broken</p>}>
              <Suspense load={state.tide} fallback={<p>Reading</p>}>{() => <p>Read</p>}</Suspense>
            </ErrorBoundary>
          ),
        );`,
        'src/pages/gauge.tsx': `import Gauge from '../live/gauge.live.tsx'; export default () => <Gauge />;`,
      });
      const sent = vi.spyOn(own.vite.environments.client.hot, 'send');
      const logged = vi.spyOn(console, 'error').mockReturnValue();
      onTestFinished(() => logged.mockRestore());
      await (await fetch(`${own.origin}/gauge`)).text();
      await expect.poll(() => logged.mock.calls.join()).toContain('No gauge.');
      const failures = sent.mock.calls.filter(([event]) => String(event) === failureEvent);
      expect(failures.map(([, data]) => data)).toMatchObject(expected);
    },
  );

  test('that keeps the app from starting is answered with 500 until it is corrected', async () => {
    await app.edit('src/pages/index.tsx', '</main>', '');
    expect((await get('/')).status).toBe(500);
    // The request reports it, and so may the watcher.
    expect([...new Set(kinds())]).toEqual(['error']);
    expect((await get('/')).status).toBe(500);
    await app.write('src/pages/index.tsx', 'export default () => <p>Started</p>;');
    await updated();
    expect(await text('/')).toContain('Started');
  });

  describe('in a tap of onStart', () => {
    /** An app whose plugin starts as `start` says. */
    const starting = (start: string) => `
      import { defineApp, definePlugin } from '@skerry/kit';
      const tides = definePlugin({
        name: 'harbour:tides',
        setup: ({ hooks }) => hooks.onStart.tap(async () => { ${start} }),
      });
      export default defineApp({ plugins: [tides()] });
    `;
    const failing = starting(`throw new Error('No tides today.');`);
    const said = expect.stringContaining(
      'a tap of the plugin "harbour:tides" on onStart failed: No tides today.',
    );
    const errors = () => told.filter(({ type }) => type === 'error');

    test('is shown once, however many requests wait, and the app starts after the next edit', async () => {
      await using own = await startTestServer({ 'src/app.ts': failing });
      const logged = vi.spyOn(own.vite.config.logger, 'error');
      const sent = vi.spyOn(own.vite.environments.client.hot, 'send');
      const ask = async (path: string) => (await fetch(own.origin + path)).status;
      expect(await Promise.all(['/', '/', '/counter'].map(ask))).toEqual([500, 500, 500]);
      const overlay = { type: 'error', err: expect.objectContaining({ message: said }) };
      expect(sent.mock.calls).toEqual([[overlay]]);
      expect(logged).toHaveBeenCalledExactlyOnceWith(said, expect.anything());
      await own.app.write('src/app.ts', starting(''));
      await expect.poll(() => sent.mock.lastCall).toEqual([{ type: 'full-reload' }]);
      expect(await ask('/')).toBe(200);
    });

    test('is shown once while the earlier app goes on, until it is corrected', async () => {
      await text('/');
      told = [];
      await app.write('src/app.ts', failing);
      await expect.poll(errors).toMatchObject([{ err: { message: said } }]);
      expect(await text('/')).toContain('Home</h1>');
      expect(errors()).toHaveLength(1);
      await app.write('src/app.ts', starting(''));
      await reloaded();
      expect(await text('/')).toContain('Home</h1>');
    });
  });

  test.each([
    ['while the app runs', '/', 200],
    ['as the app starts', '/later', 500],
  ])('of a file that is still to be written ends when it is (%s)', async (_, path, status) => {
    const page = `import { Later } from '../parts/later.tsx';\nexport default () => <Later />;\n`;
    if (status === 200) await text(path);
    await app.write('src/pages/later.tsx', page);
    if (status === 200) await expect.poll(kinds).toContain('error');
    expect((await get(path)).status).toBe(status);
    told = [];
    await app.write('src/parts/later.tsx', 'export const Later = () => <p>It is here.</p>;');
    await expect.poll(() => text('/later')).toContain('It is here.');
  });
});

test('the secret is kept when the server starts again, so that sessions survive', async () => {
  const cookie = (await get('/counter')).headers.getSetCookie()[0]?.split(';')[0] ?? '';
  await server.vite.restart();
  expect((await get('/counter', { cookie })).headers.getSetCookie()).toEqual([]);
});

test('an uncaught error is shown, and the server lives on, until it is closed', async () => {
  const listeners = () => process.listeners('uncaughtException');
  const before = listeners();
  await text('/');
  const [guard] = listeners().filter((one) => !before.includes(one));
  const logged = vi.spyOn(console, 'error').mockReturnValue();
  const error = new Error('Thrown by a timer.');
  guard!(error, 'uncaughtException');
  expect(told).toMatchObject([{ type: 'error', err: { message: 'Thrown by a timer.' } }]);
  expect(logged).toHaveBeenCalledExactlyOnceWith(
    expect.stringMatching(/^uncaught failed: Error: Thrown by a timer\.\n/),
  );
  logged.mockRestore();
  expect(await text('/')).toContain('Home</h1>');
  await server.vite.close();
  await expect.poll(listeners).toEqual(before);
});
