import { fetchPage } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

import * as harbour from './pages/harbour.mdx';
import * as post from './pages/posts/[slug].tsx';
import * as list from './pages/posts/index.tsx';
import * as rss from './pages/rss.xml.ts';
import { posts } from './posts.ts';

const routes = {
  'harbour.mdx': harbour,
  'posts/[slug].tsx': post,
  'posts/index.tsx': list,
  'rss.xml.ts': rss,
};
const fetch = (path: string) => fetchPage({ routes, views: {} }, path);

test('the entries are sorted, and have their data and their text', async () => {
  expect((await posts.entries()).map(({ slug }) => slug)).toEqual(['new-boat', 'first-catch']);
  expect(await posts.entry('first-catch')).toMatchObject({
    data: { title: 'The first catch', day: new Date('2026-02-01'), tags: ['fish', 'weather'] },
    body: expect.stringContaining('Forty crates'),
  });
});

test('the pages show the posts', async () => {
  const { document } = await fetch('/posts');
  expect(document.querySelector('ul')?.textContent).toBe(
    'A new boat The first catch fish, weather',
  );
  const shown = await fetch('/posts/new-boat');
  expect(shown.document.querySelector('title')?.textContent).toBe('A new boat');
  expect(shown.html).toContain('<p>She is called <strong>Merlin</strong>.</p>');
  expect((await fetch('/posts/old-boat')).status).toBe(404);
  expect(await post.prerender).toBeTypeOf('function');
});

test('the page in MDX has an island', async () => {
  const { html } = await fetch('/harbour');
  expect(html).toContain('<h1>The harbour</h1>');
  expect(html).toMatch(/<skerry-island name="islands\/stepper\.island" on="load"[^>]*><button>3/);
});

test('the feed has the posts', async () => {
  const { html } = await fetch('/rss.xml');
  expect([...html.matchAll(/<link>(.*)<\/link>/g)].map(([, link]) => link)).toEqual([
    'https://harbour.example',
    'https://harbour.example/posts/new-boat',
    'https://harbour.example/posts/first-catch',
  ]);
});
