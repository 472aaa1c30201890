import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { canonicalJson, type Json, parseCanonical } from './canonical.js';

test('canonical JSON sorts members, and writes no white space', () => {
  expect(canonicalJson({ b: [1, 'x', null], a: { d: 1e21, c: true }, 1: -0 })).toBe(
    '{"1":0,"a":{"c":true,"d":1e+21},"b":[1,"x",null]}',
  );
  expect(canonicalJson({ gone: undefined, here: 1 })).toBe('{"here":1}');
});

test('canonical JSON reads as the value that was written, whatever its names', () => {
  const object = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
  fc.assert(
    fc.property(object, (value) => {
      const text = canonicalJson(value as Record<string, Json>);
      expect(parseCanonical(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test.each([
  ['white space', '{"a": 1}'],
  ['another order of members', '{"b":1,"a":1}'],
  ['a member twice', '{"a":1,"a":1}'],
  ['another spelling of a number', '{"a":1.0}'],
  ['another spelling of a text', String.raw`{"a":"\u0041"}`],
  ['a list', '[1]'],
  ['no JSON', '{"a":'],
  ['nesting that no stack can hold', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
])('canonical JSON is not read from %s', (_, text) => {
  expect(parseCanonical(text)).toBeUndefined();
});
