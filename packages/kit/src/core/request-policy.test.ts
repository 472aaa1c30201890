import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { type AppConfig, resolveConfig } from './config.js';
import { RequestPolicy } from './request-policy.js';

const secret = 'a secret of thirty-two bytes, yes';
const warned: string[] = [];
const log = { info() {}, warn: (message: string) => void warned.push(message), error() {} };

const policyOf = (config: AppConfig = {}, how = {}) =>
  new RequestPolicy(resolveConfig({ secret, ...config }, { log }), how);

const own = (origin: string) => {
  const { protocol, host } = new URL(origin);
  return { address: '', host, secure: protocol === 'https:', origin, proxied: false };
};

beforeEach(() => {
  warned.length = 0;
});
afterEach(() => vi.useRealTimers());

describe('a page', () => {
  const refused = (page: { origin?: string; site?: string }, asked: string, config?: AppConfig) =>
    policyOf(config).pageRefusal({ origin: undefined, site: undefined, ...page }, own(asked)) !==
    undefined;

  test('is of the origin that is asked', () => {
    expect(refused({ origin: 'https://a.test' }, 'https://a.test')).toBe(false);
    expect(refused({ origin: 'http://a.test:81' }, 'http://a.test:81')).toBe(false);
    for (const origin of [
      'https://b.test',
      'https://a.test:81',
      'https://x.a.test',
      'https://a.test.b.test',
      'http://a.test',
      'https://a.test/',
      'https://A.test',
      'ftp://a.test',
      'https://',
      'null',
      '',
    ])
      expect([origin, refused({ origin }, 'https://a.test')]).toEqual([origin, true]);
  });

  test('may speak for a site whose encryption a proxy hides, and never the other way', () => {
    expect(refused({ origin: 'https://a.test' }, 'http://a.test')).toBe(false);
    expect(refused({ origin: 'https://a.test' }, 'http://a.test:443')).toBe(false);
    expect(refused({ origin: 'http://a.test' }, 'https://a.test')).toBe(true);
  });

  test('may be of an origin that is allowed', () => {
    const config = { allowedOrigins: ['https://b.test'] };
    expect(refused({ origin: 'https://b.test' }, 'https://a.test', config)).toBe(false);
    expect(
      refused({ origin: 'https://b.test', site: 'cross-site' }, 'https://a.test', config),
    ).toBe(false);
    expect(refused({ origin: 'http://b.test' }, 'https://a.test', config)).toBe(true);
    expect(refused({ origin: 'null' }, 'https://a.test', config)).toBe(true);
  });

  test('is no page where no browser asks', () => {
    expect(refused({}, 'https://a.test')).toBe(false);
  });

  test('is what its browser says it is, before all else', () => {
    for (const site of ['same-origin', 'none']) {
      expect(refused({ site }, 'http://a.test')).toBe(false);
      // A proxy hides the host; a page hides its origin from itself by `Referrer-Policy: no-referrer`.
      expect(refused({ site, origin: 'https://b.test' }, 'http://a.test')).toBe(false);
      expect(refused({ site, origin: 'null' }, 'http://a.test')).toBe(false);
    }
    for (const site of ['same-site', 'cross-site', 'elsewhere', '']) {
      expect(refused({ site }, 'http://a.test')).toBe(true);
      expect(refused({ site, origin: 'http://a.test' }, 'http://a.test')).toBe(true);
      expect(refused({ site, origin: 'null' }, 'http://a.test')).toBe(true);
    }
  });
});

describe('a host', () => {
  const refused = (host: string, allowedHosts?: string[], how = {}) =>
    policyOf({ ...(allowedHosts && { allowedHosts }) }, how).hostRefusal({ host })?.status;

  test('is any where the app names none', () => {
    expect(refused('evil.test')).toBeUndefined();
  });

  test('is one of those that the app names, at any port', () => {
    const names = ['a.test', '.b.test', '10.0.0.1', '[::1]'];
    for (const host of [
      'a.test',
      'a.test:81',
      'b.test',
      'x.y.b.test',
      '10.0.0.1:3000',
      '[::1]:3000',
    ])
      expect([host, refused(host, names)]).toEqual([host, undefined]);
    for (const host of ['x.a.test', 'ab.test', 'b.test.evil.test', 'evil.test', '[::2]', 'a.test.'])
      expect([host, refused(host, names)]).toEqual([host, 421]);
    expect(refused('a.test', [])).toBe(421);
  });

  test('may be the own machine in development', () => {
    for (const host of [
      'localhost:5173',
      'x.localhost',
      '127.0.0.1',
      '[::1]:5173',
      '192.168.0.7',
    ]) {
      expect(refused(host, ['a.test'], { development: true })).toBeUndefined();
      expect(refused(host, ['a.test'])).toBe(421);
    }
    expect(refused('evil.test', ['a.test'], { development: true })).toBe(421);
  });

  test.each([
    'https://a.test',
    'a.test:80',
    'a.test/',
    '*.a.test',
    '*',
    '',
    '.',
    '..a.test',
    'a b',
    5,
  ])('is refused in the options where it is none: %s', (name) => {
    expect(() => refused('a.test', [name as string])).toThrow(
      expect.objectContaining({ code: 'bad-option' }),
    );
  });
});

describe('a refusal is logged', () => {
  const ask = (policy: RequestPolicy, origin: string) =>
    policy.pageRefusal({ origin, site: undefined }, own('http://inner.test:3000'));

  test('with what to set, on one line', () => {
    const policy = policyOf({ allowedHosts: ['a.test'] });
    ask(policy, 'https://shop.test');
    policy.hostRefusal({ host: 'b.test' });
    expect(warned).toEqual([
      expect.stringMatching(
        /^Refused .*"https:\/\/shop\.test".*"http:\/\/inner\.test:3000".*allowedOrigins.*trustProxy.*X-Forwarded-Host/,
      ),
      expect.stringMatching(/^Refused .*"b\.test".*allowedHosts/),
    ]);
    ask(policy, `a\n${'b'.repeat(5_000)}`);
    expect(warned[2]).not.toContain('\n');
    expect(warned[2]?.length).toBeLessThan(800);
  });

  test('once a minute for each origin, and for so many of them', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 60_000 });
    const policy = policyOf({ limits: { maxLoggedRefusals: 3 } });
    for (const origin of ['a', 'a', 'b', 'c', 'd', 'a']) ask(policy, origin);
    expect(warned.map((text) => /page of "(.*?)"/.exec(text)?.[1])).toEqual(['a', 'b', 'c']);
    vi.setSystemTime(120_000);
    ask(policy, 'a');
    expect(warned).toHaveLength(4);
  });
});
