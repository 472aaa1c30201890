import mdx from '@mdx-js/rollup';
import { marked } from 'marked';
import type { Browser } from 'playwright';
import remarkFrontmatter from 'remark-frontmatter';
import remarkMdxFrontmatter from 'remark-mdx-frontmatter';
import type { InlineConfig, Plugin, PluginOption } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { buildTestApp, serveBuilt } from '../../test/built-app.js';
import { createTestApp } from '../../test/test-app.js';
import { heard, startTestServer } from '../../test/test-server.js';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const options = { pageExtensions: ['.md', '.mdx'] };

const mdxPlugin: PluginOption = {
  enforce: 'pre',
  ...mdx({
    jsxImportSource: '@skerry/kit',
    mdExtensions: [],
    elementAttributeNameCase: 'html',
    remarkPlugins: [remarkFrontmatter, remarkMdxFrontmatter],
  }),
};

/** Makes pages of Markdown. */
const markdown: Plugin = {
  name: 'markdown',
  enforce: 'pre',
  transform: {
    filter: { id: /\.md$/ },
    handler: async (code) =>
      `import { unsafeHtml } from '@skerry/kit';
       export default () => unsafeHtml(${JSON.stringify(await marked.parse(code))});`,
  },
};

const config: InlineConfig = { plugins: [mdxPlugin, markdown] };

const files = {
  'src/pages/notes/plain.md': '# Plain\n\nA *note*.\n',
  'src/pages/notes/rich.mdx': `import Counter from '../../islands/counter.island.tsx';
import { Harbour } from '../../parts/harbour.tsx';

export const head = { title: 'Rich' };
export const prerender = true;

# Rich

Text with \`code\`, and 2 < 3.

<Counter client:load start={4} />
<Harbour name="Hamn" />
`,
  'src/parts/harbour.tsx': `export const Harbour = ({ name }: { name: string }) => <p class="harbour">{name}</p>;`,
  'src/islands/counter.island.tsx': `
    import { useState } from 'preact/hooks';
    export default ({ start }: { start: number }) => {
      const [count, setCount] = useState(start);
      return <button class="step" onClick={() => setCount(count + 1)}>{count}</button>;
    };`,
  'src/posts.ts': `
    import { defineCollection } from '@skerry/kit/content';
    export const posts = defineCollection({
      files: import.meta.glob('./posts/*.mdx', { eager: true }),
      schema: { '~standard': { version: 1, vendor: 'test', validate: (value: any) => ({ value: { ...value, day: new Date(value.day) } }) } },
      sort: (a, b) => b.data.day.getTime() - a.data.day.getTime(),
    });`,
  'src/posts/first.mdx': `---
title: First
day: 2026-01-01
---
import Gauge from '../islands/gauge.react.tsx';

The **first** post. <Gauge client:load level={7} />
`,
  'src/posts/second.mdx': `---
title: Second
day: 2026-02-01
---
The second post.
`,
  'src/islands/gauge.react.tsx': `export default ({ level }: { level: number }) => <i id="level">{level} m</i>;`,
  'src/pages/posts/index.tsx': `
    import { posts } from '../../posts.ts';
    export const prerender = true;
    export default async () => (
      <ul>{(await posts.entries()).map(({ slug, data }) => <li key={slug}><a href={'/posts/' + slug}>{data.title}</a></li>)}</ul>
    );`,
  'src/pages/posts/[slug].tsx': `
    import { notFound, type PageProps, type Prerender } from '@skerry/kit';
    import { posts } from '../../posts.ts';
    export const prerender: Prerender = async () => (await posts.entries()).map(({ slug }) => ({ slug }));
    export default async ({ params }: PageProps) => {
      const post = await posts.entry(params.slug!);
      if (!post) return notFound();
      const Content = post.module.default;
      return <article><h1>{post.data.title}</h1><Content /></article>;
    };`,
};

async function use(origin: string): Promise<void> {
  const html = async (path: string) => (await fetch(origin + path)).text();
  expect(await html('/notes/plain')).toMatch(/<h1>Plain<\/h1>\s*<p>A <em>note<\/em>\.<\/p>/);
  const rich = await html('/notes/rich');
  expect(rich).toContain('<title>Rich</title>');
  expect(rich).toContain('<p>Text with <code>code</code>, and 2 &lt; 3.</p>');
  expect(rich).toContain('<p class="harbour">Hamn</p>');
  expect(await html('/posts')).toMatch(/Second.*First/);
  expect(await html('/posts/second')).toContain('<p>The second post.</p>');
  expect((await fetch(`${origin}/posts/third`)).status).toBe(404);
  const page = await browser.newPage();
  await page.goto(`${origin}/notes/rich`);
  await expect
    .poll(async () => {
      await page.click('.step');
      return Number(await page.innerText('.step'));
    })
    .toBeGreaterThan(4);
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  const hydrated = page.waitForEvent('console', (message) => message.text() === 'hydrated');
  await page.addInitScript(() =>
    addEventListener('skerry:hydrated', () => console.log('hydrated')),
  );
  await page.goto(`${origin}/posts/first`);
  await hydrated;
  expect(await page.innerText('#level')).toBe('7 m');
  expect(faults).toEqual([]);
  await page.close();
}

describe('Markdown and MDX', () => {
  test('are pages and collections in development, and edits of them show', async () => {
    await using server = await startTestServer(files, options, config);
    await use(server.origin);
    const page = await browser.newPage();
    await page.goto(`${server.origin}/notes/plain`);
    await heard(server);
    await server.app.write('src/pages/notes/plain.md', '# Changed');
    await page.getByRole('heading', { name: 'Changed' }).waitFor();
    await server.app.write('src/pages/notes/new.md', '# New');
    await expect
      .poll(async () => (await fetch(`${server.origin}/notes/new`)).text())
      .toContain('<h1>New</h1>');
    await page.close();
  });

  test('are pages and collections when built, also as files', async () => {
    await using app = await createTestApp();
    for (const [file, text] of Object.entries(files)) await app.write(file, text);
    await buildTestApp(app, config, options);
    expect(await app.read('dist/client/notes/rich.html')).toContain('<h1>Rich</h1>');
    expect(await app.read('dist/client/posts/first.html')).toContain('<strong>first</strong>');
    await using deployed = await serveBuilt(app);
    await use(deployed.origin);
  });

  test('without a plugin are refused with the next step', async () => {
    await using server = await startTestServer({ 'src/pages/a.mdx': '# A' }, options);
    await expect(server.vite.environments.ssr.transformRequest('/src/pages/a.mdx')).rejects.toThrow(
      'src/pages/a.mdx is a page, and no Vite plugin has made a module of it. Add one',
    );
  });
});
