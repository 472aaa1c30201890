import { describe, expect, test } from 'vitest';

import { blaming } from './blame.js';
import { createLocals, createTrace, traceOf } from './trace.js';

const trace = 'a'.repeat(31) + '1';
const parent = 'b'.repeat(15) + '2';

describe('a traceparent', () => {
  test('is taken in with the name of its trace, its span and its flag', () => {
    expect(createTrace(`00-${trace}-${parent}-01`)).toEqual({
      requestId: expect.stringMatching(/^[\w-]{12}$/),
      traceId: trace,
      parentId: parent,
      isSampled: true,
    });
    expect(createTrace(`00-${trace}-${parent}-02`)).toMatchObject({ isSampled: false });
  });

  test('of a later version may have more behind it', () => {
    for (const more of ['', '-', '-what.the.future.brings'])
      expect(createTrace(`01-${trace}-${parent}-01${more}`)).toMatchObject({ traceId: trace });
  });

  test.each([
    ['', 'is empty'],
    ['00', 'ends early'],
    [`00-${trace}-${parent}`, 'has no flags'],
    [`00-${trace}-${parent}-01-more`, 'has more than version 00 allows'],
    [`00-${trace}-${parent}-01-`, 'has a dash more than version 00 allows'],
    [`01-${trace}-${parent}-01x`, 'has more without a dash'],
    [`ff-${trace}-${parent}-01`, 'has the forbidden version'],
    [`00-${trace.toUpperCase()}-${parent}-01`, 'has capital letters'],
    [`00-${'0'.repeat(32)}-${parent}-01`, 'names no trace'],
    [`00-${trace}-${'0'.repeat(16)}-01`, 'names no span'],
    [`00-${trace}-${parent}-0g`, 'has a digit that is none'],
    [` 00-${trace}-${parent}-01`, 'begins with a space'],
    [`00-${trace}-${parent}-01\n`, 'ends with a line break'],
    [`00-${trace}-${parent}-01, 00-${trace}-${parent}-01`, 'was sent twice'],
    [`01-${trace}-${parent}-01-${'x'.repeat(1000)}`, 'is too long'],
  ])('%j is ignored, since it %s', (header) => {
    const made = createTrace(header);
    expect(made.traceId).toMatch(/^[\da-f]{32}$/);
    expect(made.traceId).not.toBe(trace);
    expect(made).not.toHaveProperty('parentId');
  });
});

describe('traceOf', () => {
  test('gives a request the same trace whenever it is asked, and each request its own', () => {
    const locals = createLocals();
    expect(traceOf({ locals })).toBe(traceOf({ locals }));
    expect(traceOf({ locals })!.requestId).not.toBe(traceOf({ locals: createLocals() })!.requestId);
  });

  test('reads the header that the locals were made with, and shows nothing of it in them', () => {
    const locals = createLocals(`00-${trace}-${parent}-01`);
    expect(traceOf({ locals })).toMatchObject({ traceId: trace, parentId: parent });
    expect(Reflect.ownKeys(locals)).toEqual([]);
  });

  test('finds the work that is running, and nothing where none is', () => {
    const locals = createLocals();
    const blamed = { panic() {}, reportError() {}, locals };
    expect(blaming(blamed, () => traceOf())).toBe(traceOf({ locals }));
    expect(blaming(blamed, () => traceOf({}))).toBe(traceOf({ locals }));
    expect(traceOf()).toBeUndefined();
  });
});
