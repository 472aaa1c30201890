import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderTaps, type Tap, type TapOrder } from './order.js';

const tap = (plugin: string, order: TapOrder = {}): Tap => ({ plugin, order, fn: () => {} });
const plugins = new Set(['a', 'b', 'c', 'd']);
const sorted = (...taps: Tap[]): string =>
  orderTaps('beforeEvent', taps, plugins)
    .map(({ plugin }) => plugin)
    .join(' ');

describe('the taps of a hook run', () => {
  test('in the order in which they were attached', () => {
    expect(sorted(tap('b'), tap('a'), tap('c'))).toBe('b a c');
  });

  test('by stage, lower ones first', () => {
    expect(sorted(tap('a', { stage: 1 }), tap('b'), tap('c', { stage: -1 }))).toBe('c b a');
  });

  test('before the plugins that they name', () => {
    expect(sorted(tap('a'), tap('b'), tap('c', { before: 'a' }))).toBe('b c a');
    expect(sorted(tap('a'), tap('b'), tap('c', { before: ['a', 'b'] }))).toBe('c a b');
  });

  test('after all taps of the plugins that they name', () => {
    expect(sorted(tap('a', { after: 'b' }), tap('b'), tap('c'), tap('b'))).toBe('b c b a');
    expect(sorted(tap('a', { after: ['b', 'c'] }), tap('b'), tap('c'))).toBe('b c a');
  });

  test('before a plugin of an earlier stage that they name', () => {
    expect(sorted(tap('a', { stage: 9, before: 'b' }), tap('b'), tap('c'))).toBe('c a b');
  });

  test('in the order in which they were attached if the plugin that they name has no tap there', () => {
    expect(sorted(tap('a', { after: 'd' }), tap('b', { before: 'd' }))).toBe('a b');
  });

  test('once each, and in the order that they ask for, for random constraints', () => {
    const names = fc.subarray([...plugins]);
    const order = fc.record({
      before: names,
      after: names,
      stage: fc.integer({ min: -2, max: 2 }),
    });
    const some = fc.array(fc.record({ plugin: fc.constantFrom(...plugins), order }), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(some, (list) => {
        const taps = list.map(({ plugin, order }) => tap(plugin, order));
        let result: Tap[];
        try {
          result = orderTaps('beforeEvent', taps, plugins);
        } catch (error) {
          expect(error).toMatchObject({ code: 'hook-cycle' });
          return;
        }
        expect(new Set(result)).toEqual(new Set(taps));
        expect(result.length).toBe(taps.length);
        result.forEach((one, i) => {
          for (const earlier of result.slice(0, i)) {
            expect(one.order.before).not.toContain(earlier.plugin);
            expect(earlier.order.after).not.toContain(one.plugin);
          }
        });
      }),
    );
  });
});

describe('taps that cannot be ordered', () => {
  test.each([
    [tap('a', { before: 'b' }), tap('b', { before: 'a' })],
    [tap('a', { after: 'b' }), tap('b', { after: 'a' })],
    [tap('a', { before: 'b', after: 'b' }), tap('b')],
    [tap('a', { before: 'b' }), tap('b', { before: 'c' }), tap('c', { before: 'a' })],
  ])('are an error that names their plugins and the hook', (...taps) => {
    expect(() => sorted(...taps, tap('d'))).toThrow(
      expect.objectContaining({
        code: 'hook-cycle',
        message: expect.stringMatching(/on beforeEvent.*"a" comes after "[bc]".* comes after "a"/),
      }),
    );
  });

  test('name their own plugin', () => {
    expect(() => sorted(tap('a', { before: 'a' }))).toThrow(
      expect.objectContaining({ message: expect.stringContaining('"a" comes after "a"') }),
    );
  });

  test('name a plugin that the app does not have', () => {
    expect(() => sorted(tap('a', { after: 'auth' }))).toThrow(
      expect.objectContaining({
        code: 'missing-plugin',
        message: expect.stringMatching(/"a" on beforeEvent .* "auth"/),
      }),
    );
  });
});
