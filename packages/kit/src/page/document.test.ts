import { expect, test } from 'vitest';

import { type Assets, noAssets } from './assets.js';
import { documentHtml } from './document.js';
import { PageIslands } from './page-islands.js';

const assets: Assets = {
  styles: (file) =>
    ({ '_layout.tsx': ['/base.css'], 'index.tsx': ['/base.css', '/home.css'] })[file] ?? [],
  scripts: [],
  client: { script: '/client.js', preloads: ['/shared.js'], styles: ['/client.css'] },
  islands: { script: '/islands.js', preloads: ['/shared.js', '/runtime.js'], styles: [] },
  islandPreloads: (name) => ['/runtime.js', `/${name}.js`],
  hasIslands: (file) => file === 'later.tsx',
};

const withIslands = (...strategies: string[]): PageIslands => {
  const islands = new PageIslands();
  for (const strategy of strategies) islands.add({ name: `${strategy}.island`, strategy });
  return islands;
};
const page = {
  body: '<p>Hello</p>',
  head: {},
  files: ['_layout.tsx', 'index.tsx'],
  live: false,
  islands: withIslands(),
};
const loaded = (html: string) =>
  [...html.matchAll(/<link rel="modulepreload" href="(.*?)">|<script [^>]*src="(.*?)"/g)].map(
    ([, preload, script]) => preload ?? `run ${script}`,
  );

test('a page without assets is its head and its body', () => {
  expect(
    documentHtml({ ...page, head: { title: 'Hi', html: { lang: 'de', class: 'dark' } } }, noAssets),
  ).toBe(
    '<!doctype html><html lang="de" class="dark"><head><meta charset="utf-8">' +
      '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Hi</title></head>' +
      '<body><p>Hello</p></body></html>',
  );
});

test('a page without regions loads its style sheets once each, and no script', () => {
  const html = documentHtml(page, assets);
  expect(html.match(/<link [^>]*>/g)).toEqual([
    '<link rel="stylesheet" href="/base.css">',
    '<link rel="stylesheet" href="/home.css">',
  ]);
  expect(html).not.toContain('<script');
  expect(html).toContain('<html lang="en">');
});

test('a page with a region loads the script, without waiting for the end of the page', () => {
  const html = documentHtml({ ...page, live: true }, assets);
  expect(html).toContain(
    '<link rel="stylesheet" href="/client.css"><link rel="modulepreload" href="/shared.js">',
  );
  expect(html).toContain('<script type="module" async="" src="/client.js"></script></head>');
});

test('a page with islands loads what starts them, and at once only those that hydrate at once', () => {
  const islands = withIslands('load', 'visible', 'load', 'none', 'hover');
  expect(loaded(documentHtml({ ...page, islands }, assets))).toEqual([
    '/shared.js',
    '/runtime.js',
    '/load.island.js',
    'run /islands.js',
  ]);
});

test('a page whose islands never hydrate loads nothing', () => {
  const islands = withIslands('none', 'none');
  const html = documentHtml({ ...page, files: ['later.tsx'], islands }, assets);
  expect(loaded(html)).toEqual([]);
  expect(html).not.toContain('<script');
});

test('a page with a region and an island starts both', () => {
  const html = documentHtml({ ...page, live: true, islands: withIslands('idle') }, assets);
  expect(loaded(html)).toEqual(['/shared.js', '/runtime.js', 'run /client.js', 'run /islands.js']);
});

test('a page whose region may bring islands later is ready for them', () => {
  const html = documentHtml({ ...page, live: true, files: ['later.tsx'] }, assets);
  expect(loaded(html)).toContain('run /islands.js');
  expect(loaded(documentHtml({ ...page, live: true }, assets))).not.toContain('run /islands.js');
});

test('an app whose build knows no islands has none to load', () => {
  const { client: _, islands: _none, islandPreloads: _names, ...bare } = assets;
  expect(loaded(documentHtml({ ...page, live: true, islands: withIslands('load') }, bare))).toEqual(
    [],
  );
});

test('nothing is inline, so that a strict policy needs no nonce', () => {
  expect(documentHtml({ ...page, live: true }, assets)).not.toMatch(
    /<style|style=|<script(?![^>]* src=)/,
  );
});
