import { expect, test } from 'vitest';

import { headHtml, mergeHeads } from './head.js';

test('the head of a page overrides those of its layouts, which fill the gaps', () => {
  const head = mergeHeads([
    { title: 'Site', description: 'All of it', html: { lang: 'de', dir: 'ltr' } },
    { title: 'Page', html: { lang: 'en' } },
  ]);
  expect(head).toMatchObject({ title: 'Page', html: { lang: 'en', dir: 'ltr' } });
  expect(headHtml(head)).toBe('<title>Page</title><meta name="description" content="All of it">');
});

test('a meta replaces one of the same name, property or http-equiv, and leaves others', () => {
  const { meta } = mergeHeads([
    {
      description: 'Old',
      meta: [
        { property: 'og:title', content: 'Old' },
        { name: 'theme-color', media: '(prefers-color-scheme: dark)', content: '#000' },
        { name: 'theme-color', media: '(prefers-color-scheme: light)', content: '#fff' },
      ],
    },
    { description: 'New', meta: [{ property: 'og:title', content: 'New' }] },
  ]);
  expect(meta).toEqual([
    { name: 'description', content: 'New' },
    { property: 'og:title', content: 'New' },
    { name: 'theme-color', media: '(prefers-color-scheme: dark)', content: '#000' },
    { name: 'theme-color', media: '(prefers-color-scheme: light)', content: '#fff' },
  ]);
});

test('the links of layouts and page add up, outermost first', () => {
  const { link } = mergeHeads([
    { link: [{ rel: 'icon', href: '/icon.svg' }] },
    { link: [{ rel: 'canonical', href: 'https://a.test/' }] },
  ]);
  expect(link?.map(({ rel }) => rel)).toEqual(['icon', 'canonical']);
});

test('a head escapes texts and attributes, so that no script gets in', () => {
  const html = headHtml({
    title: '</title><script>alert(1)</script>',
    meta: [{ name: 'a"b', content: '"><script>' }],
    link: [{ rel: 'x', href: 'java\tscript:alert(1)', onload: 'alert(1)', '"><b': 'x' }],
  });
  expect(html).toBe(
    '<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>' +
      '<meta name="a&quot;b" content="&quot;&gt;&lt;script&gt;">' +
      '<link rel="x" href="about:blank#refused-url">',
  );
});
