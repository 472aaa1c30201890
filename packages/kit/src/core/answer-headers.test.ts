import { expect, test } from 'vitest';

import { mergeHeaders, toAnswerHeaders } from './answer-headers.js';

test('every answer has some headers by default; the app changes them, adds to them and takes them away', () => {
  expect(toAnswerHeaders()).toEqual({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
  });
  expect(
    toAnswerHeaders({
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': false,
      'x-frame-options': 'DENY',
    }),
  ).toEqual({ 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' });
});

test.each([
  { 'a b': 'c' },
  { a: 'b\nc' },
  { a: 'é\u0100' },
  { a: 5 },
  { a: true },
  ['a'],
  'a',
  null,
])('%j is refused', (headers) => {
  expect(() => toAnswerHeaders(headers as never)).toThrow(
    expect.objectContaining({ code: 'bad-option' }),
  );
});

test('headers of inner layers win, in whatever case they are written', () => {
  expect(mergeHeaders([{ A: '1', b: '2' }, { a: false }, { B: '3' }])).toEqual({
    a: false,
    b: '3',
  });
});
