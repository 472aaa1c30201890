import { wireLimits } from '@skerry/wire';
import { expect, test } from 'vitest';
import { defaultLimits, resolveLimits } from './limits.js';

test('an app that sets no limit gets the defaults, those of the wire among them', () => {
  expect(resolveLimits()).toEqual(defaultLimits);
  expect(resolveLimits()).toMatchObject(wireLimits);
});

test('a limit that is set counts, the others stay', () => {
  expect(resolveLimits({ parkTimeout: 5 })).toEqual({ ...defaultLimits, parkTimeout: 5 });
});

test('the defaults are limits themselves', () => {
  expect(resolveLimits(defaultLimits)).toEqual(defaultLimits);
});

test.each(['parktime', '__proto__', 'constructor', 'toString'])('%s is no limit', (name) => {
  const set = JSON.parse(`{ ${JSON.stringify(name)}: 1 }`);
  expect(() => resolveLimits(set)).toThrow(
    expect.objectContaining({ code: 'unknown-limit', message: expect.stringContaining(name) }),
  );
});

test.each([0, -1, Number.NaN, Infinity, 2 ** 31, '5', null, undefined, {}])(
  '%s bounds nothing',
  (value) => {
    expect(() => resolveLimits({ turnTimeout: value as number })).toThrow(
      expect.objectContaining({
        code: 'bad-limit',
        message: expect.stringContaining('turnTimeout'),
      }),
    );
  },
);
