import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { createBuilder } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { type Line, openLine } from '../../../../test/line.js';
import { createTestApp } from '../../test/test-app.js';
import { skerry } from '../index.js';

type Prepared = Awaited<ReturnType<typeof createTestApp>>;

async function build({ root }: Prepared): Promise<void> {
  const plugins = [skerry()];
  const builder = await createBuilder({ root, configFile: false, plugins, logLevel: 'silent' });
  await builder.buildApp();
}

/** An app that is built quickly. */
async function createSmallApp(): Promise<Prepared> {
  const app = await createTestApp();
  await app.remove('src/pages/react.tsx');
  await app.remove('src/pages/islands.tsx');
  return app;
}

/** A page with nested regions, which shows the time of its rendering. */
const statics = `
import Counter from '../live/counter.live.tsx';
import Pair from '../live/pair.live.tsx';
export const prerender = true;
export const headers = { 'x-page': 'statics' };
// Keeps the process of an app from ending by itself.
setInterval(() => {}, 1000);
export default () => <main><h1>{String(Date.now())}</h1><Counter start={3} /><Pair /></main>;
`;

const pair = `
import { defineLive } from '@skerry/kit';
import Counter from './counter.live.tsx';
export default defineLive({ mount: () => ({ at: Date.now() }) }, ({ state }) =>
  <section title={String(state.at)}><Counter start={10} /></section>);
`;

/** A region around an island. */
const around = `
import { defineLive } from '@skerry/kit';
import Island from '../islands/counter.island.tsx';
export default defineLive(
  { mount: () => ({ tide: 0 }), events: { rise: (live) => live.assign({ tide: live.state.tide + 1 }) } },
  ({ state }) => <div>
    <p><button lv-click="rise">rise</button></p>
    <Island client:load start={1}><i>Tide {state.tide}</i></Island>
  </div>,
);
`;

const harbours = `
import type { PageProps } from '@skerry/kit';
export * from '../../harbours.ts';
export default ({ params }: PageProps) => <h1>{params.name} {'again '.repeat(300)}</h1>;
`;

describe('a built app with prerendered pages', () => {
  let app: Prepared;
  let server: ChildProcess;
  let line: Line;
  let browser: Browser;

  beforeAll(async () => {
    app = await createTestApp();
    await app.write('src/pages/statics.tsx', statics);
    await app.write('src/pages/harbours/[name].tsx', harbours);
    await app.write(
      'src/harbours.ts',
      "export const prerender = async () => ['hafen', 'höfn', 'a?b'].map((name) => ({ name }));",
    );
    await app.write('src/live/pair.live.tsx', pair);
    await app.write('src/live/around.live.tsx', around);
    await app.edit(
      'src/pages/islands.tsx',
      'import',
      "import Around from '../live/around.live.tsx';\nimport",
    );
    await app.edit('src/pages/islands.tsx', '</main>', '<Around /></main>');
    await app.remove('src/pages/react.tsx');
    await app.edit(
      'src/pages/islands.tsx',
      'export const',
      'export const prerender = true;\nexport const',
    );
    await build(app);
    server = spawn(process.execPath, [join(app.root, 'dist/server/index.js')], {
      env: { PORT: '0', SKERRY_SECRET: 'a secret for tests of 32 bytes or more' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await once(server.stdout!, 'data');
    line = await openLine(Number(/:(\d+)/.exec(String(said))?.[1]));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await line.close();
    server.kill('SIGKILL');
    await app[Symbol.asyncDispose]();
  });

  const get = (path: string, init: RequestInit = {}) =>
    fetch(line.origin + path, { redirect: 'error', ...init });

  test('serves them from files, the same to everybody, and others on request', async () => {
    const first = await get('/statics');
    const html = await first.text();
    expect(await (await get('/statics')).text()).toBe(html);
    expect(html).toMatch(/<html lang="en-GB">.*<script type="module".*<header[^>]*>The layout/s);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-page': 'statics',
    });
    expect(first.headers.get('set-cookie')).toBeNull();
    const etag = first.headers.get('etag')!;
    // By default, `fetch` would ask for no cached answer.
    const known = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
    expect((await get('/statics', { headers: known })).status).toBe(304);
    expect(await (await get('/harbours/höfn')).text()).toContain('höfn');
    expect((await get('/harbours/a%3Fb')).headers.get('etag')).toBeTruthy();
    const other = await get('/harbours/other');
    expect([other.headers.get('etag'), await other.text()]).toEqual([
      null,
      expect.stringContaining('other'),
    ]);
  });

  test('has compressed pages, and no files that were needed only to make them', async () => {
    const encoded = await get('/harbours/hafen', { headers: { 'accept-encoding': 'br' } });
    expect(encoded.headers.get('content-encoding')).toBe('br');
    expect(Number(encoded.headers.get('content-length'))).toBeLessThan(500);
    expect((await readdir(join(app.root, 'dist'))).sort()).toEqual([
      'client',
      'package.json',
      'server',
    ]);
    expect((await readdir(join(app.root, 'dist/server'))).sort()).toEqual([
      'app.js',
      'app.js.map',
      'chunks',
      'index.js',
      'index.js.map',
      'prerendered.json',
    ]);
  });

  describe('in a browser', () => {
    let visitor: BrowserContext;
    let page: Page;
    beforeEach(async () => {
      visitor = await browser.newContext();
      page = await open(visitor);
    });
    afterEach(() => visitor.close());

    async function open(context: BrowserContext): Promise<Page> {
      const opened = await context.newPage();
      await opened.goto(`${line.origin}/statics`);
      await expect.poll(() => opened.locator('skerry-live[data-state=live]').count()).toBe(3);
      return opened;
    }
    const texts = (of = page) =>
      of.locator('p', { hasText: 'Count' }).evaluateAll((all) => all.map((p) => p.textContent));
    const shows = (first: number, second: number, of = page) =>
      expect.poll(() => texts(of)).toEqual([`+ Count: ${first}`, `+ Count: ${second}`]);
    const count = (which: number, of = page) => of.locator('button').nth(which).click();

    test('its regions, nested ones too, answer events and are the ones in the file', async () => {
      const ids = () => page.locator('skerry-live').evaluateAll((all) => all.map(({ id }) => id));
      const html = await (await get('/statics')).text();
      expect(await ids()).toEqual(
        [...html.matchAll(/<skerry-live id="([^"]+)/g)].map(([, id]) => id),
      );
      await shows(3, 10);
      await count(0);
      await count(1);
      await count(1);
      await shows(4, 12);
    });

    test('regions go on after a dropped connection, with their state', async () => {
      await count(0);
      await count(1);
      await shows(4, 11);
      const mountedAt = await page.locator('section').getAttribute('title');
      line.interrupt();
      await expect.poll(() => page.locator('skerry-live[data-state=offline]').count()).toBe(3);
      line.restore();
      await expect.poll(() => page.locator('skerry-live[data-state=live]').count()).toBe(3);
      await count(0);
      await shows(5, 11);
      expect(await page.locator('section').getAttribute('title')).toBe(mountedAt);
      expect((await visitor.cookies()).map(({ name }) => name)).toEqual(['skerry_session']);
    });

    test('islands hydrate, and those in regions are updated', async () => {
      const { headers } = await get('/islands');
      expect(headers.get('etag')).toBeTruthy();
      await page.goto(`${line.origin}/islands`);
      const buttons = page.locator('skerry-island[on=load] button');
      for (const button of await buttons.all())
        await expect
          .poll(async () => {
            await button.click();
            return button.innerText();
          })
          .toMatch(/Count: [2-9]/);
      const counts = await buttons.allInnerTexts();
      await page.locator('skerry-live[data-state=live]').waitFor();
      await page.locator('[lv-click=rise]').click();
      await expect.poll(() => page.locator('skerry-live i').innerText()).toBe('Tide 1');
      expect(await buttons.allInnerTexts()).toEqual(counts);
    });

    test('regions are not shared: not by two visitors, and not by two pages of one visitor', async () => {
      const other = await browser.newContext();
      const pages = [await open(other), await open(visitor)];
      await count(0);
      await shows(4, 10);
      for (const each of pages) {
        await shows(3, 10, each);
        await count(1, each);
        await shows(3, 11, each);
      }
      await shows(4, 10);
      await other.close();
    });
  });
});

describe('a build', () => {
  let app: Prepared;
  beforeEach(async () => {
    app = await createSmallApp();
  });
  afterEach(() => app[Symbol.asyncDispose]());

  const failure = async (): Promise<string> => {
    const error = await build(app).then(() => expect.fail('It went well.'), String);
    // No misleading folder is left behind.
    expect(await readdir(join(app.root, 'dist'))).not.toContain('server-prerender');
    return error;
  };

  test('makes the same files of the same sources, wherever they are', async () => {
    const other = await createSmallApp();
    const files = ['dist/client/live.html', 'dist/server/prerendered.json'];
    const made = await Promise.all(
      [app, other].map(async (each) => {
        await each.write(
          'src/pages/live.tsx',
          "import Counter from '../live/counter.live.tsx'; export const prerender = true; export default () => <Counter />;",
        );
        await build(each);
        return Promise.all(files.map((file) => each.read(file)));
      }),
    );
    expect(made[0]).toEqual(made[1]);
    await other[Symbol.asyncDispose]();
  });

  test('runs no app if no page is prerendered', async () => {
    await app.edit('src/pages/index.tsx', 'export default', 'process.exit(3);\nexport default');
    await build(app);
    expect(await readdir(join(app.root, 'dist/server'))).not.toContain('prerendered.json');
    expect(await readFile(join(app.root, 'dist/server/app.js'), 'utf8')).not.toContain(
      'prerendered.json',
    );
  });

  test('fails at a page that throws, with the place in its source', async () => {
    await app.write(
      'src/pages/broken.tsx',
      "export const prerender = true;\nexport default () => {\n  throw new Error('The tide is out.');\n};\n",
    );
    const error = await build(app).then(
      () => expect.fail('It went well.'),
      (cause: Error) => cause,
    );
    expect(error.message).toBe(
      'src/pages/broken.tsx failed while it was prerendered: The tide is out. Correct it, or leave it out of `prerender`, so that it is rendered on request.',
    );
    expect(error.stack).toMatch(/src\/pages\/broken\.tsx:3:9/);
  });

  test('fails at a page under a guard, with the next step and no place in other files', async () => {
    await app.write(
      'src/pages/own/_layout.tsx',
      'export const guard = () => undefined;\nexport default ({ children }) => children;',
    );
    await app.write(
      'src/pages/own/about.tsx',
      'export const prerender = true;\nexport default () => <p>about</p>;',
    );
    const error = await build(app).then(
      () => expect.fail('It went well.'),
      (cause: Error) => cause,
    );
    expect(error.message).toContain('src/pages/own/about.tsx exports `prerender`');
    expect(error.message).toContain('Remove one of the two, or move the page out of that folder');
    expect(error.stack).not.toMatch(/^ +at .*(?:\/src\/(?:pages|live|islands)|prerender\/main)/m);
  });

  test('fails at a page that reads the session, with its file, its params and the next step', async () => {
    await app.write(
      'src/pages/p/[id].tsx',
      "export const prerender = [{ id: '1' }];\nexport default ({ session }) => <p>{session.id}</p>;",
    );
    expect(await failure()).toContain(
      'src/pages/p/[id].tsx (id "1") is prerendered for everybody, but uses the session of a visitor: there is none at build. Read it in',
    );
  });

  test('fails at a file that is there already', async () => {
    await app.write('public/index.html', 'of the author');
    await app.edit(
      'src/pages/index.tsx',
      'export default',
      'export const prerender = true;\nexport default',
    );
    expect(await failure()).toMatch(
      /src\/pages\/index\.tsx cannot be written to \S+\/dist\/client\/index\.html: another file is there\. Rename/,
    );
  });

  test('fails if the app ends before its pages are rendered', async () => {
    await app.edit(
      'src/pages/index.tsx',
      'export default',
      'export const prerender = true;\nprocess.exit(3);\nexport default',
    );
    expect(await failure()).toContain('The app ended (code 3) before its pages were prerendered.');
  });
});
