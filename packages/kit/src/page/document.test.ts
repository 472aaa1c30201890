import { expect, test } from 'vitest';

import { type Assets, noAssets } from './assets.js';
import { documentHtml } from './document.js';

const assets: Assets = {
  styles: (file) =>
    ({ '_layout.tsx': ['/base.css'], 'index.tsx': ['/base.css', '/home.css'] })[file] ?? [],
  scripts: [],
  client: { script: '/client.js', preloads: ['/shared.js'], styles: ['/client.css'] },
};
const page = { body: '<p>Hello</p>', head: {}, files: ['_layout.tsx', 'index.tsx'], live: false };

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

test('nothing is inline, so that a strict policy needs no nonce', () => {
  expect(documentHtml({ ...page, live: true }, assets)).not.toMatch(
    /<style|style=|<script(?![^>]* src=)/,
  );
});
