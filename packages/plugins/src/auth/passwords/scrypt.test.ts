import { scryptSync } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { Passwords } from './scrypt.js';

/** As cheap as scrypt can be. */
const cheap = { cost: { ln: 4, r: 8, p: 1 }, allowWeakCost: true };

describe('hashes of passwords', () => {
  test('are PHC strings of scrypt with their parameters, each with a salt of its own', async () => {
    const passwords = new Passwords(cheap);
    const hash = await passwords.hashPassword('a harbour at night');
    const [, name, cost, salt = '', key] = hash.split('$');
    expect([name, cost]).toEqual(['scrypt', 'ln=4,r=8,p=1']);
    const own = scryptSync('a harbour at night', Buffer.from(salt, 'base64'), 32, { N: 16 });
    expect(key).toBe(own.toString('base64').replaceAll('=', ''));
    expect(await passwords.hashPassword('a harbour at night')).not.toBe(hash);
  });

  test('match their password alone', async () => {
    const passwords = new Passwords(cheap);
    const hash = await passwords.hashPassword('a harbour at night');
    const check = (password: string) => passwords.checkPassword(password, hash);
    expect(await check('a harbour at night')).toEqual({ matches: true, isOutdated: false });
    expect(await check('a harbour at nigh')).toMatchObject({ matches: false });
    expect(await check('A harbour at night')).toMatchObject({ matches: false });
    expect(await check('')).toMatchObject({ matches: false });
  });

  test('are of the whole password, however long it is', async () => {
    const passwords = new Passwords(cheap);
    const long = 'ship'.repeat(256);
    const hash = await passwords.hashPassword(long);
    expect(await passwords.checkPassword(long, hash)).toMatchObject({ matches: true });
    expect(await passwords.checkPassword(`${long.slice(0, -1)}q`, hash)).toMatchObject({
      matches: false,
    });
  });

  test('are of the form NFKC, so that every keyboard writes the same password', async () => {
    const passwords = new Passwords(cheap);
    const hash = await passwords.hashPassword('Mu\u0308ritz \ufb01sh');
    expect(await passwords.checkPassword('M\u00fcritz fish', hash)).toMatchObject({
      matches: true,
    });
  });

  test('with other parameters match, and are to be replaced', async () => {
    const old = await new Passwords(cheap).hashPassword('a harbour at night');
    const passwords = new Passwords({ cost: { ln: 5, r: 8, p: 1 }, allowWeakCost: true });
    expect(await passwords.checkPassword('a harbour at night', old)).toEqual({
      matches: true,
      isOutdated: true,
    });
  });

  test.each([
    '',
    'plain text',
    '$scrypt$ln=4,r=8,p=1$AAAA$AAAA',
    `$scrypt$ln=30,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `$scrypt$ln=0,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `$argon2id$ln=4,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
  ])('that cannot be read, or cost too much, are an error: %j', async (hash) => {
    await expect(new Passwords(cheap).checkPassword('x', hash)).rejects.toMatchObject({
      code: 'bad-hash',
    });
  });
});

test('an unknown user costs one scrypt, as a known one does', async () => {
  const passwords = new Passwords(cheap);
  const hash = await passwords.hashPassword('a harbour at night');
  const callsOf = async (work: () => Promise<unknown>) => {
    const before = passwords.calls;
    await work();
    return passwords.calls - before;
  };
  expect(await callsOf(() => passwords.checkPassword('wrong', hash))).toBe(1);
  expect(await callsOf(() => passwords.checkPassword('wrong', undefined))).toBe(1);
  expect(await passwords.checkPassword('wrong', undefined)).toMatchObject({ matches: false });
});

test.each([
  { ln: 14, r: 8, p: 1 },
  { ln: 17, r: 1, p: 1 },
  { ln: 12, r: 8, p: 10 },
  { ln: 25, r: 8, p: 1 },
])('a cost below the recommendation of OWASP is refused at set-up: $ln, $r, $p', (cost) => {
  expect(() => new Passwords({ cost })).toThrow(/passwords\.cost/);
});

test.each([
  { ln: 17, r: 8, p: 1 },
  { ln: 16, r: 8, p: 2 },
  { ln: 14, r: 8, p: 5 },
])('a cost that OWASP recommends is accepted: $ln, $r, $p', (cost) => {
  expect(() => new Passwords({ cost })).not.toThrow();
});
