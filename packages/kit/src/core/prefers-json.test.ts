import { expect, test } from 'vitest';

import { prefersJson } from './prefers-json.js';

const navigation =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

test.each([
  ['application/json', true],
  ['APPLICATION/JSON', true],
  ['application/problem+json', true],
  ['application/ld+json; profile="x", */*', true],
  ['application/json, text/plain, */*', true],
  ['application/*', true],
  ['text/html;q=0.5, application/json', true],
  ['application/json, text/html;q=0.9', true],
  [navigation, false],
  ['text/html', false],
  ['text/*', false],
  ['text/html, */*', false],
  ['application/json;q=0, */*', false],
  ['application/json;q=0.2, text/html;q=0.3', false],
])('%j says which of the two it wants', (accept, isJson) => {
  expect([true, false].map((otherwise) => prefersJson(accept, otherwise))).toEqual([
    isJson,
    isJson,
  ]);
});

test.each([null, '', '*/*', 'image/png', 'text/plain', 'text/html, application/json', ';;,=,q=1'])(
  '%j says neither',
  (accept) => {
    expect([true, false].map((otherwise) => prefersJson(accept, otherwise))).toEqual([true, false]);
  },
);
