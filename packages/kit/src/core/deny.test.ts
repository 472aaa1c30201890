import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deny, failedDenial, isDenial, isRedirect, redirect } from './deny.js';

describe('deny', () => {
  test('is known as a denial, with its reason', () => {
    const denial = deny('not yours');
    expect(isDenial(denial)).toBe(true);
    expect(isRedirect(denial)).toBe(false);
    expect(denial).toMatchObject({ reason: 'not yours', failed: false });
  });

  test('shows of a reason as much as is read', () => {
    expect(deny('x'.repeat(500)).reason).toHaveLength(500);
    expect(deny('x'.repeat(60_000)).reason).toBe(`${'x'.repeat(500)}…`);
  });

  test('denies with a reason that is no text, and shows nothing of it', () => {
    for (const reason of [5, null, 5n, new Error('of the database'), Symbol('x')])
      expect(isDenial(deny(reason as never))).toBe(true);
    expect(deny(new Error('of the database') as never).reason).toBe('Not allowed.');
  });

  test('tells a no from a guard that failed', () => {
    expect(isDenial(failedDenial())).toBe(true);
    expect(failedDenial().failed).toBe(true);
  });

  test('no JSON value passes for a denial or a redirect', () => {
    const posing = [
      '{"reason":"x","failed":false}',
      '{"to":"/x"}',
      '{"skerry.denied":true}',
      'null',
      '1',
    ];
    for (const value of [
      ...posing.map((text): unknown => JSON.parse(text)),
      JSON.parse(JSON.stringify(deny('x'))),
      Object.create(deny('x')),
      undefined,
    ]) {
      expect(isDenial(value)).toBe(false);
      expect(isRedirect(value)).toBe(false);
    }
  });
});

describe('redirect', () => {
  test.each([
    ['/', '/'],
    ['/login', '/login'],
    ['/login?to=/a//b#top', '/login?to=/a//b#top'],
    ['/a/../b', '/b'],
    ['/a b/ü', '/a%20b/%C3%BC'],
    ['/%09/evil.example', '/%09/evil.example'],
    ['/%5Cevil.example', '/%5Cevil.example'],
    ['/a:b@c', '/a:b@c'],
  ])('leads to %j', (target, to) => {
    const answer = redirect(target);
    expect(isRedirect(answer)).toBe(true);
    expect(answer.to).toBe(to);
  });

  test.each([
    '',
    'login',
    '?page=2',
    '#top',
    './login',
    'https://evil.example',
    'javascript:alert(1)',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/login\\x',
    '/\t/evil.example',
    '/\r/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    ' /login',
    '/login\r\nSet-Cookie: a=1',
    '/login\0',
    '/..//evil.example',
    '/.//evil.example',
    '/%2e//evil.example',
    null as unknown as string,
    ['/login'] as unknown as string,
  ])('refuses %j', (target) => {
    expect(() => redirect(target)).toThrow(expect.objectContaining({ code: 'bad-redirect' }));
  });

  test('leads nowhere but to this site, whatever it is given', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2e',
      '%2f',
      '\t',
      '\n',
      '@',
      ':',
      'evil.example',
      '?',
      '#',
      '\u3002',
      '\uff0f',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const target = `/${pieces.join('')}`;
        try {
          const { to } = redirect(target);
          for (const base of ['https://own.example/a/b', 'http://own.example:8080/']) {
            expect(new URL(to, base).origin).toBe(new URL(base).origin);
          }
          expect(to).toMatch(/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/);
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-redirect' });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

test('a brand alone makes no answer: a denial has a reason, and a redirect leads to a path of this site', () => {
  const brand = (name: string) => ({ [Symbol.for(`skerry.${name}`)]: true });
  expect(isDenial(brand('denied'))).toBe(false);
  expect(isDenial({ ...brand('denied'), reason: 'no' })).toBe(true);
  expect(isRedirect(brand('redirected'))).toBe(false);
  expect(isRedirect({ ...brand('redirected'), to: 'https://evil.example' })).toBe(false);
  expect(isRedirect({ ...brand('redirected'), to: '/login' })).toBe(true);
});
