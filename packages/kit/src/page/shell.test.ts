import { describe, expect, test } from 'vitest';

import { TextCache } from '../core/text-cache.js';
import { type Assets, noAssets } from './assets.js';
import { PageContents } from './page-contents.js';
import { makeShell, type ShellParts } from './shell.js';

const assets: Assets = {
  styles: (file) =>
    ({ '_layout.tsx': ['/base.css'], 'index.tsx': ['/base.css', '/home.css'] })[file] ?? [],
  scripts: [],
  client: { script: '/client.js', preloads: ['/shared.js'], styles: ['/client.css'] },
  islands: { script: '/islands.js', preloads: ['/shared.js', '/runtime.js'], styles: [] },
  islandPreloads: (name) => ['/runtime.js', `/${name}.js`],
  hasIslands: (file) => file === 'later.tsx',
  hasRegions: (file) => file === 'live.tsx',
};

const contentsOf = (hasRegion: boolean, ...strategies: string[]): PageContents => {
  const contents = new PageContents();
  contents.hasRegion = hasRegion;
  for (const strategy of strategies) contents.addIsland({ name: `${strategy}.island`, strategy });
  return contents;
};
const page: ShellParts = {
  envelope: { head: {}, headers: {} },
  files: ['_layout.tsx', 'index.tsx'],
  contents: contentsOf(false),
  late: 'none',
};
const shellHtml = (parts: Partial<ShellParts>, from: Assets = assets): string =>
  makeShell({ ...page, ...parts }, from).html;
const loaded = (html: string) =>
  [...html.matchAll(/<link rel="modulepreload" href="(.*?)">|<script [^>]*src="(.*?)"/g)].map(
    ([, preload, script]) => preload ?? `run ${script}`,
  );

test('the shell of a page without assets ends with its head', () => {
  const head = { title: 'Hi', html: { lang: 'de', class: 'dark' } };
  expect(shellHtml({ envelope: { head, headers: {} } }, noAssets)).toBe(
    '<!doctype html><html lang="de" class="dark"><head><meta charset="utf-8">' +
      '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Hi</title></head>' +
      '<body>',
  );
});

test('a page without regions loads its style sheets once each, and no script', () => {
  const html = shellHtml({});
  expect(html.match(/<link [^>]*>/g)).toEqual([
    '<link rel="stylesheet" href="/base.css">',
    '<link rel="stylesheet" href="/home.css">',
  ]);
  expect(html).not.toContain('<script');
  expect(html).toContain('<html lang="en">');
});

test('a page with a region loads the script, without waiting for the end of the page', () => {
  const html = shellHtml({ contents: contentsOf(true) });
  expect(html).toContain(
    '<link rel="stylesheet" href="/client.css"><link rel="modulepreload" href="/shared.js">',
  );
  expect(html).toContain('<script type="module" async="" src="/client.js"></script></head>');
});

test('a page with islands loads their script, and preloads only islands that hydrate at once', () => {
  const contents = contentsOf(false, 'load', 'visible', 'load', 'none', 'hover');
  expect(loaded(shellHtml({ contents }))).toEqual([
    '/shared.js',
    '/runtime.js',
    '/load.island.js',
    'run /islands.js',
  ]);
});

test('a page whose islands never hydrate loads no script', () => {
  const contents = contentsOf(false, 'none', 'none');
  const html = shellHtml({ files: ['later.tsx'], contents });
  expect(loaded(html)).toEqual([]);
  expect(html).not.toContain('<script');
});

test('a page with a region and an island starts both', () => {
  const html = shellHtml({ contents: contentsOf(true, 'idle') });
  expect(loaded(html)).toEqual(['/shared.js', '/runtime.js', 'run /client.js', 'run /islands.js']);
});

test('a page whose region may bring islands later loads the script of islands', () => {
  const html = shellHtml({ contents: contentsOf(true), files: ['later.tsx'] });
  expect(loaded(html)).toContain('run /islands.js');
  expect(loaded(shellHtml({ contents: contentsOf(true) }))).not.toContain('run /islands.js');
});

test('a page of an app whose build has no islands loads no script for them', () => {
  const { client: _, islands: _none, islandPreloads: _names, ...bare } = assets;
  expect(loaded(shellHtml({ contents: contentsOf(true, 'load') }, bare))).toEqual([]);
});

test('a shell has no inline code, so that a strict policy needs no nonce', () => {
  expect(shellHtml({ contents: contentsOf(true) })).not.toMatch(
    /<style|style=|<script(?![^>]* src=)/,
  );
});

describe('a streamed page', () => {
  const shellOf = (...files: string[]) => makeShell({ ...page, files, late: 'native' }, assets);

  test('loads the scripts that the imports of its files may need', () => {
    expect(loaded(shellOf('live.tsx').html)).toEqual(['/shared.js', 'run /client.js']);
    expect(loaded(shellOf('later.tsx').html)).toEqual([
      '/shared.js',
      '/runtime.js',
      'run /islands.js',
    ]);
    expect(loaded(shellOf('index.tsx').html)).toEqual([]);
  });

  test('is private if its files import a live view', () => {
    expect(shellOf('live.tsx').live).toBe(true);
    expect(shellOf('later.tsx').live).toBe(false);
  });

  test('loads the scripts for its content if it is already complete', () => {
    const complete = makeShell({ ...page, files: ['live.tsx', 'later.tsx'] }, assets);
    expect(complete.live).toBe(false);
    expect(loaded(complete.html)).toEqual([]);
  });
});

test('a shell keeps the headers of its page', () => {
  const headers = { 'cache-control': 'max-age=60' };
  expect(makeShell({ ...page, envelope: { head: {}, headers } }, assets).headers).toBe(headers);
});

describe('the shell of a page whose head never changes is made', () => {
  const countFor = (from: Assets): number => {
    let count = 0;
    const styles = (file: string) => {
      count++;
      return from.styles(file);
    };
    const envelope = { head: { title: 'Hi' }, headers: {}, shells: new TextCache(10_000) };
    const shellFor = (contents: PageContents) =>
      makeShell({ ...page, envelope, files: ['index.tsx'], contents }, { ...from, styles }).html;
    const [plain, live, again] = [false, true, false].map((has) => shellFor(contentsOf(has)));
    expect(again).toBe(plain);
    expect(live).toContain('/client.js');
    return count;
  };

  test('once for the same contents in production', () => {
    expect(countFor({ ...assets, areFixed: true })).toBe(2);
  });

  test('every time while its assets may change', () => {
    expect(countFor(assets)).toBe(3);
  });
});

test('the files that a shell links are named for a header', () => {
  const linksOf = (parts: Partial<ShellParts>) => makeShell({ ...page, ...parts }, assets).links;
  const styles = '</base.css>; rel=preload; as=style, </home.css>; rel=preload; as=style';
  expect(linksOf({})).toBe(styles);
  expect(linksOf({ contents: contentsOf(true) })).toBe(
    `${styles}, </client.css>; rel=preload; as=style, </client.js>; rel=modulepreload, </shared.js>; rel=modulepreload`,
  );
  expect(makeShell(page, noAssets).links).toBe('');
});

test('a header names files by URLs that headers can have, and stays short', () => {
  const linksOf = (styles: string[]) =>
    makeShell(page, { ...noAssets, areFixed: false, styles: () => styles }).links;
  expect(linksOf(['/港 <a>.css?a=50%25'])).toBe(
    '</%E6%B8%AF%20%3Ca%3E.css?a=50%25>; rel=preload; as=style',
  );
  const many = linksOf(Array.from({ length: 200 }, (_, i) => `/${i}.css`));
  expect(many).toMatch(/^<\/0\.css>.*as=style$/);
  expect(many.length).toBeLessThanOrEqual(1024);
});
