import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { canonicalJson } from './canonical.js';
import { cleanDetail, detailBounds, splitPersonal } from './detail.js';
import { plainText } from './plain-text.js';
import { fieldRules } from './record.js';

const { isRedacted, isPersonal } = fieldRules(['iban', 'Pass Code'], ['nickname']);

test.each([
  'iban',
  'IBAN',
  'i_b_a_n',
  'ib\u200Ban',
  'ｉｂａｎ',
  'passCode',
  'pass-code',
  'newPassword',
  'PASSWORD_2',
  'X-Api-Key',
  'set-cookie',
  'refreshToken',
  'Authorization',
])('a detail keeps no value of a field named %s, at any depth', (name) => {
  const nested = { a: [{ b: { [name]: 'plain' } }], map: new Map([[name, { deep: 'plain' }]]) };
  expect(canonicalJson(cleanDetail(nested, isRedacted))).not.toContain('plain');
});

test('a detail keeps the fields beside those that are redacted', () => {
  expect(cleanDetail({ shipping: 'by sea', secret: 1, spinach: 2 }, isRedacted)).toEqual({
    shipping: 'by sea',
    secret: '[redacted]',
    spinach: 2,
  });
});

test('a text of a detail has no control character, no line break and no mark that reorders it', () => {
  const text = 'a\u001B[2J\r\nb\u202Ec\u2028d\uD800e\u0000\u007F';
  expect(cleanDetail(text, isRedacted)).toBe(
    String.raw`a\u001b[2J\u000d\u000ab\u202ec\u2028d\ud800e\u0000\u007f`,
  );
  expect(cleanDetail({ 'x\ny': 1 }, isRedacted)).toEqual({ [String.raw`x\u000ay`]: 1 });
});

test('a long text is cut, with the number of characters that are left out', () => {
  expect(plainText('x'.repeat(12), 10)).toBe(`${'x'.repeat(10)}… (2 more)`);
});

test('a detail is bounded in depth, members and characters', () => {
  let deep: unknown = 'bottom';
  for (let level = 0; level < 100; level += 1) deep = { deep };
  expect(canonicalJson(cleanDetail(deep, isRedacted))).toContain('[cut]');
  const wide = cleanDetail(Array.from({ length: 1_000 }).fill('x'.repeat(5_000)), isRedacted);
  expect(wide).toHaveLength(detailBounds.members + 1);
  expect(canonicalJson(wide).length).toBeLessThan(2 * detailBounds.total);
});

test('a detail that branches at every level is cut before it costs much', () => {
  let tree: unknown = 1;
  let reads = 0;
  for (let level = 0; level < 6; level += 1) {
    const branch = tree;
    const get = () => ((reads += 1), branch);
    tree = Object.defineProperties(
      {},
      Object.fromEntries(Array.from({ length: 64 }, (_, n) => [n, { get, enumerable: true }])),
    );
  }
  const text = canonicalJson(cleanDetail(tree, isRedacted));
  expect(text.length).toBeLessThan(4 * detailBounds.total);
  expect(reads).toBeLessThan(64 * detailBounds.total);
});

test('a detail that cannot be read is no reason to fail', () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;
  const hostile = {
    get thrown() {
      throw new Error('no');
    },
    circular,
    proxy: new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    ),
    date: new Date(Number.NaN),
    big: 10n,
    call() {},
    error: new Error('broken'),
    url: new URL('https://example.org/path?token=hidden'),
    bytes: new Uint8Array(3),
    set: new Set([1]),
    endless: Number.POSITIVE_INFINITY,
  };
  expect(cleanDetail(hostile, isRedacted)).toEqual({
    thrown: '[unreadable]',
    circular: { self: '[circular]' },
    proxy: '[unreadable]',
    date: null,
    big: '10',
    call: '[function]',
    error: { name: 'Error', message: 'broken' },
    url: 'https://example.org/path',
    bytes: '[3 bytes]',
    set: [1],
    endless: 'Infinity',
  });
});

test('a detail of any value is JSON without hidden characters', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
      const text = canonicalJson(cleanDetail(value, isRedacted));
      expect(JSON.parse(text)).toBeDefined();
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('the personal half of a detail has the personal fields at their paths, and the other half has none', () => {
  const detail = { order: 7, buyer: { Email: 'a@b.c', vip: true }, list: [1, { nick_name: 'Al' }] };
  expect(splitPersonal(detail, isPersonal)).toEqual({
    lasting: { order: 7, buyer: { vip: true }, list: [1, {}] },
    personal: { buyer: { Email: 'a@b.c' }, list: { 1: { nick_name: 'Al' } } },
  });
  expect(splitPersonal({ order: 7 }, isPersonal)).toEqual({ lasting: { order: 7 } });
});
