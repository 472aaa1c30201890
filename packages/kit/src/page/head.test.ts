import { describe, expect, test } from 'vitest';

import { type Head, headHtml, mergeHeads } from './head.js';

test('the head of a page overrides those of its layouts, which fill the gaps', () => {
  const head = mergeHeads([
    { title: 'Site', description: 'All of it', html: { lang: 'de', dir: 'ltr' } },
    { title: 'Page', html: { lang: 'en' } },
  ]);
  expect(head).toMatchObject({ title: 'Page', html: { lang: 'en', dir: 'ltr' } });
  expect(headHtml(head)).toBe('<title>Page</title><meta name="description" content="All of it">');
});

describe('a title', () => {
  const titleOf = (...heads: Head[]) => mergeHeads(heads).title;
  const site: Head = { title: 'Skerry', titleTemplate: '%s · Skerry' };

  test('is shown in the template of the nearest layout around it', () => {
    expect(titleOf(site, { title: 'Tides' })).toBe('Tides · Skerry');
    expect(titleOf(site, { titleTemplate: '$& %s, %s' }, { title: '$1' })).toBe('$& $1, $1');
  });

  test('is shown as it is if its own layer sets the template, or the page wants none', () => {
    expect(titleOf(site)).toBe('Skerry');
    expect(titleOf(site, { description: 'No title' })).toBe('Skerry');
    expect(titleOf(site, { title: 'All', titleTemplate: false })).toBe('All');
    expect(titleOf(site, { titleTemplate: false }, { title: 'All' })).toBe('All');
  });

  test('cannot have a template without a place for it', () => {
    expect(() => titleOf({ titleTemplate: 'Skerry' }, { title: 'Tides' })).toThrow(
      expect.objectContaining({ code: 'bad-head' }),
    );
  });
});

test('the innermost canonical address is the only one', () => {
  const head = mergeHeads([
    { canonical: '/' },
    { link: [{ rel: 'next', href: '/2' }] },
    { canonical: '/1' },
  ]);
  expect(headHtml(head)).toBe('<link rel="next" href="/2"><link rel="canonical" href="/1">');
});

test('attributes that are undefined are absent', () => {
  const link = [{ rel: 'alternate', type: undefined, href: '/rss.xml' }];
  const meta = [{ name: 'author', content: 'A', media: undefined }];
  expect(headHtml(mergeHeads([{ meta: [{ name: 'author', content: 'B' }] }, { link, meta }]))).toBe(
    '<meta name="author" content="A"><link rel="alternate" href="/rss.xml">',
  );
});

describe('an open graph', () => {
  const metas = (...heads: Head[]) =>
    mergeHeads(heads).meta?.map(({ property, name, content }) => `${property ?? name}=${content}`);

  test('is merged, and filled from the head', () => {
    const layout: Head = {
      titleTemplate: '%s · Skerry',
      openGraph: { siteName: 'Skerry', type: 'website', image: 'https://a.test/a.png' },
    };
    const page: Head = {
      title: 'Tides',
      description: 'High and low',
      canonical: 'https://a.test/tides',
      openGraph: {
        type: 'article',
        image: { url: 'https://a.test/b.png', width: 1200, alt: 'A "buoy"' },
      },
    };
    expect(metas(layout, page)).toEqual([
      'description=High and low',
      'og:title=Tides',
      'og:description=High and low',
      'og:url=https://a.test/tides',
      'og:type=article',
      'og:site_name=Skerry',
      'og:image=https://a.test/b.png',
      'og:image:width=1200',
      'og:image:alt=A "buoy"',
    ]);
  });

  test('leaves what a meta says, and says nothing where nobody asks for it', () => {
    const meta = [{ property: 'og:title', content: 'By hand' }];
    expect(metas({ title: 'Tides', meta, openGraph: { type: 'website' } })).toEqual([
      'og:title=By hand',
      'og:type=website',
    ]);
    expect(metas({ title: 'Tides', description: 'x' })).toEqual(['description=x']);
  });
});

describe('JSON-LD', () => {
  test('of layouts and page adds up, and nothing in it ends its element', () => {
    const head = mergeHeads([
      { jsonLd: { '@type': 'WebSite', name: 'Skerry' } },
      { jsonLd: [{ '@type': 'Article', headline: '</script><!--<script>' }] },
    ]);
    expect(headHtml(head)).toBe(
      '<script type="application/ld+json">{"@context":"https://schema.org","@type":"WebSite","name":"Skerry"}</script>' +
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Article","headline":' +
        '"\\u003c/script>\\u003c!--\\u003cscript>"}</script>',
    );
  });

  test('may be a value of an interface', () => {
    interface Place {
      '@type': 'Place';
      name: string;
    }
    const place: Place = { '@type': 'Place', name: 'Lerwick' };
    expect(headHtml(mergeHeads([{ jsonLd: place }]))).toContain('"name":"Lerwick"');
  });

  test('that is no JSON is an error that says so', () => {
    const head = mergeHeads([{ jsonLd: { '@type': 'Thing', size: 1n } }]);
    expect(() => headHtml(head)).toThrow(expect.objectContaining({ code: 'bad-head' }));
  });
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

test('members that are undefined leave what the layouts say', () => {
  const page = { title: undefined, description: undefined, canonical: undefined } as object;
  const layout = { title: 'T', description: 'D', canonical: '/', openGraph: { type: 'article' } };
  expect(headHtml(mergeHeads([layout, page]))).toBe(headHtml(mergeHeads([layout])));
});

test('a meta replaces another whatever the order of its attributes', () => {
  const old = { meta: [{ content: 'layout', name: 'description' }] };
  expect(mergeHeads([old, { description: 'page' }]).meta).toEqual([
    { name: 'description', content: 'page' },
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
