import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type RunningApp, startBuilt, startDevelopment } from '../apps.js';
import { openBrowser } from '../browser.js';
import { hostFiles } from './file-host.js';
import { Outside, run, viteOf } from './outside.js';
import { type OpenedPage, openApp } from './use-app.js';

// The blog of `examples/`, as its readers have it: copied, installed from tarballs, developed, built, and put on a host of files.

let outside: Outside;
let browser: Browser;
let app: string;
beforeAll(async () => {
  [outside, browser] = await Promise.all([Outside.open(), openBrowser()]);
  app = (await outside.copyExamples('blog'))[0]!;
});
afterAll(async () => {
  await browser?.close();
  outside?.remove();
});

test('is well typed', () => run(app, ['npm', 'run', 'check']));

describe('on the development server', () => {
  let running: RunningApp;
  let page: Page;
  beforeAll(async () => {
    running = await startDevelopment(app, viteOf(join(app, '..')));
    page = await (await browser.newContext()).newPage();
    await connecting(() => page.goto(running.origin));
  });
  afterAll(() => running?.stop());

  /** Waits until a page that is loaded hears of edits. */
  const connecting = async (change: () => unknown): Promise<void> => {
    const connected = page.waitForEvent('console', (said) => said.text().includes('] connected'));
    await Promise.all([connected, change()]);
  };
  const path = () => join(app, 'src/posts/storm.md');
  const save = (title: string, day: string, body = '') =>
    writeFileSync(path(), `---\ntitle: ${title}\ndescription: Of wind.\nday: ${day}\n---\n${body}`);
  const titles = () => page.locator('h2').allInnerTexts();
  const others = ['Merlin & crew: a new boat', 'The first catch'];

  test('lists a post that is added, and one that is edited', async () => {
    expect(await titles()).toEqual(others);
    save('A storm', '2026-04-01');
    await page.waitForSelector('h2 >> text="A storm"');
    expect(await titles()).toEqual(['A storm', ...others]);
    save('An old storm', '2026-01-01');
    await page.waitForSelector('h2 >> text="An old storm"');
    expect(await titles()).toEqual([...others, 'An old storm']);
    expect(await (await fetch(`${running.origin}/rss.xml`)).text()).toContain('An old storm');
  });

  test('shows what is wrong in a front matter, with its file, field and line, until it is mended', async () => {
    save('A storm', 'in winter');
    const message = page.locator('vite-error-overlay .message');
    await expect.poll(() => message.innerText()).toMatch(/posts\/storm\.md".*`day` in line 4: /);
    save('A storm', '2026-04-01');
    await page.waitForSelector('h2 >> text="A storm"');
    await expect.poll(() => message.count()).toBe(0);
  });

  test('follows the text of a post on its page, until the post is removed', async () => {
    await connecting(() => page.click('text="A storm"'));
    save('A storm', '2026-04-01', 'The _pier_ held.');
    await page.waitForSelector('em:text-is("pier")');
    await connecting(() => rmSync(path()));
    await page.waitForSelector('h1:text-is("No such page")');
    await connecting(() => page.click('text="All posts"'));
    expect(await titles()).toEqual(others);
  });
});

describe('built', () => {
  beforeAll(async () => {
    const output = await run(app, ['npm', 'run', 'build']);
    expect(output).toContain('every page is a file: dist/client works on any host of files');
  });

  const hosts: [title: string, start: () => Promise<{ origin: string; stop(): unknown }>][] = [
    ['on a host of files', () => hostFiles(join(app, 'dist/client'))],
    ['on its server, without a secret', () => startBuilt(app, 0, { secret: '' })],
  ];

  describe.each(hosts)('%s', (_, start) => {
    let host: { origin: string; stop(): unknown };
    let opened: OpenedPage;
    const scripts: string[] = [];
    beforeAll(async () => {
      host = await start();
      opened = await openApp(browser, host.origin);
      opened.page.on('request', (request) => {
        if (request.resourceType() === 'script') scripts.push(request.url());
      });
    });
    afterAll(() => host?.stop());

    test('shows its posts, without a script', async () => {
      const { page, problems } = opened;
      await page.reload();
      expect(await page.locator('script').count()).toBe(0);
      await page.click('text="The first catch"');
      await page.waitForSelector('em:text-is("herring")');
      expect(await page.title()).toBe('The first catch · Harbour notes');
      expect(await page.locator('td').last().innerText()).toBe('a boot, & its < twin');
      expect(await page.locator('script').count()).toBe(0);
      expect([scripts, problems]).toEqual([[], []]);
    });

    test('tells others what a post is', async () => {
      const { page } = opened;
      await page.goto(`${host.origin}/posts/new-boat`);
      const facts = await page.evaluate(() =>
        Object.fromEntries(
          [...document.querySelectorAll<HTMLElement>('meta[content], link[href]')].map((each) => [
            each.getAttribute('name') ?? each.getAttribute('property') ?? each.getAttribute('rel'),
            each.getAttribute('content') ?? each.getAttribute('href'),
          ]),
        ),
      );
      const address = 'https://blog.harbour.example/posts/new-boat';
      expect(facts).toMatchObject({
        description: 'She is called Merlin, and she is fast.',
        canonical: address,
        alternate: '/rss.xml',
        'og:title': 'Merlin & crew: a new boat',
        'og:url': address,
        'og:type': 'article',
        'og:site_name': 'Harbour notes',
      });
    });

    /** The texts of the elements of a document that a browser reads as XML. */
    const textsOf = async (path: string, element: string): Promise<string[]> => {
      const response = await fetch(host.origin + path);
      expect(response.headers.get('content-type')).toMatch(/^application\/xml\b/);
      return opened.page.evaluate(
        ([xml, name]) => {
          const parsed = new DOMParser().parseFromString(xml!, 'application/xml');
          return [...parsed.querySelectorAll(`parsererror, ${name}`)].map(
            (each) => each.textContent,
          );
        },
        [await response.text(), element],
      );
    };

    test('has a feed, a site map and a note for crawlers', async () => {
      const { origin } = new URL('https://blog.harbour.example/');
      const posts = [`${origin}/posts/new-boat`, `${origin}/posts/first-catch`];
      expect(await textsOf('/rss.xml', 'item > link')).toEqual(posts);
      expect(await textsOf('/rss.xml', 'title')).toEqual([
        'Harbour notes',
        'Merlin & crew: a new boat',
        'The first catch',
      ]);
      expect(await textsOf('/sitemap.xml', 'url > loc')).toEqual([`${origin}/`, ...posts]);
      const robots = await fetch(`${host.origin}/robots.txt`);
      expect(robots.headers.get('content-type')).toMatch(/^text\/plain\b/);
      expect(await robots.text()).toContain(`Sitemap: ${origin}/sitemap.xml`);
    });

    test('says so where there is nothing', async () => {
      const { page } = opened;
      const response = await page.goto(`${host.origin}/posts/nothing`);
      expect(response!.status()).toBe(404);
      expect(await page.innerText('h1')).toBe('No such page');
      // It is no page of its own, and of no other.
      expect(await page.locator('[rel=canonical], [property="og:url"]').count()).toBe(0);
    });
  });
});

test('a front matter that is wrong ends the build, with its file, field and line', async () => {
  writeFileSync(join(app, 'src/posts/storm.md'), '---\ntitle: A storm\nday: 2026-04-01\n---\n');
  await expect(run(app, ['npm', 'run', 'build'])).rejects.toThrow(
    /posts\/storm\.md".*`description` in line 2: /,
  );
});
