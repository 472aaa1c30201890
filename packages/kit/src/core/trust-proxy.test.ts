import { describe, expect, test } from 'vitest';

import { toProxyTrust, type TrustProxy } from './trust-proxy.js';

describe('the option trustProxy', () => {
  test('trusts no proxy by default', () => {
    expect(toProxyTrust()('127.0.0.1', 0)).toBe(false);
    expect(toProxyTrust(false)('127.0.0.1', 0)).toBe(false);
  });

  test('trusts a number of proxies, whatever their addresses; true is one', () => {
    for (const [option, hops] of [
      [true, 1],
      [1, 1],
      [3, 3],
    ] as const) {
      const trusts = toProxyTrust(option);
      expect([0, 1, 2, 3].filter((hop) => trusts(undefined, hop))).toHaveLength(hops);
    }
  });

  test.each([
    ['10.0.0.1', ['10.0.0.1', '::ffff:10.0.0.1'], ['10.0.0.2', '::1']],
    ['10.0.0.0/8', ['10.255.0.1'], ['11.0.0.1']],
    [['10.0.0.1', '2001:db8::/32'], ['10.0.0.1', '2001:db8:1::1'], ['2001:db9::1']],
    ['loopback', ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'], ['10.0.0.1']],
    ['linklocal', ['169.254.1.1', 'fe80::1'], ['fec0::1']],
    ['uniquelocal', ['10.0.0.1', '172.31.0.1', '192.168.0.1', 'fd00::1'], ['172.32.0.1']],
    ['0.0.0.0/0', ['1.2.3.4'], ['::1']],
  ])('%s is an address, a range, a name, or several of them', (option, inside, outside) => {
    const trusts = toProxyTrust(option);
    // However far away it is.
    for (const address of inside) expect([address, trusts(address, 7)]).toEqual([address, true]);
    for (const address of outside) expect([address, trusts(address, 0)]).toEqual([address, false]);
    expect(trusts(undefined, 0)).toBe(false);
  });

  test.each([
    0,
    -1,
    1.5,
    101,
    Number.NaN,
    '',
    'localhost',
    '10.0.0.0/33',
    '::/129',
    '10.0.0/8',
    '10.0.0.1, 10.0.0.2',
    'constructor',
    ['10.0.0.1', 5],
    {},
    null,
  ])('%j is refused', (option) => {
    expect(() => toProxyTrust(option as TrustProxy)).toThrow(
      expect.objectContaining({
        code: 'bad-option',
        message: expect.stringContaining('trustProxy'),
      }),
    );
  });
});
