import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

import { exportJWK, exportSPKI, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';

import type { Authenticator, AuthRequest } from './authenticator.js';
import { bearer, type BearerOptions } from './bearer.js';
import type { JwtAlgorithm } from './jwt-keys.js';

const secret = randomBytes(64);
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }) as string;

const common = { issuer: 'https://id.example', audience: 'harbour', typ: 'at+jwt' };

/** A request with a token. */
const withToken = (token: string, scheme = 'Bearer'): AuthRequest => ({
  headers: new Headers({ authorization: `${scheme} ${token}` }),
  url: new URL('https://harbour.example/'),
  address: '127.0.0.1',
  session: { id: 'none' },
});

interface Claims {
  iss?: string;
  aud?: string | string[];
  sub?: string;
  exp?: number | string;
  nbf?: number | string;
  iat?: number;
  roles?: unknown;
}

/** Signs a token that is good, except for what a test changes; `undefined` removes a claim. */
function sign(
  key: KeyObject | Uint8Array,
  alg: string,
  { claims = {}, header = {} }: { claims?: Claims; header?: Record<string, unknown> } = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const good = { iss: common.issuer, aud: 'harbour', sub: 'ann', exp: now + 60, iat: now };
  const payload = Object.fromEntries(
    Object.entries({ ...good, ...claims }).filter(([, value]) => value !== undefined),
  );
  return new SignJWT(payload).setProtectedHeader({ alg, typ: 'at+jwt', ...header }).sign(key);
}

const faultOf = async (authenticator: Authenticator, token: string): Promise<string> => {
  try {
    const user = await authenticator.identify(withToken(token));
    return `accepted ${user?.id}`;
  } catch (error) {
    return (error as { fault?: string }).fault ?? String(error);
  }
};

const rs256 = bearer({ ...common, algorithms: ['RS256'], publicKey: pemOf(rsa.publicKey) });
const hs256 = bearer({ ...common, algorithms: ['HS256'], secret });

describe('a bearer token is accepted', () => {
  test.each<[JwtAlgorithm, KeyObject | Uint8Array, Partial<BearerOptions>]>([
    ['HS256', secret, { secret }],
    ['HS512', secret, { secret }],
    ['RS256', rsa.privateKey, { publicKey: pemOf(rsa.publicKey) }],
    ['PS256', rsa.privateKey, { publicKey: pemOf(rsa.publicKey) }],
    ['ES256', ec.privateKey, { publicKey: ec.publicKey.export({ format: 'jwk' }) }],
    ['EdDSA', ed.privateKey, { publicKey: pemOf(ed.publicKey) }],
    ['Ed25519', ed.privateKey, { publicKey: pemOf(ed.publicKey) }],
  ])('of %s', async (alg, key, keys) => {
    const authenticator = bearer({ ...common, ...keys, algorithms: [alg] });
    const token = await sign(key, alg, { claims: { roles: ['crew', 7] } });
    expect(await authenticator.identify(withToken(token))).toEqual({ id: 'ann', roles: ['crew'] });
  });

  test('with one of several audiences, and with a scheme in other letters', async () => {
    const several = { ...common, audience: ['harbour', 'quay'] };
    const both = bearer({ ...several, algorithms: ['HS256'], secret });
    const token = await sign(secret, 'HS256', { claims: { aud: ['sea', 'quay'] } });
    expect(await both.identify(withToken(token, 'bEARER'))).toMatchObject({ id: 'ann' });
  });

  test('within the difference that clocks may have', async () => {
    const now = Math.floor(Date.now() / 1000);
    expect(await faultOf(hs256, await sign(secret, 'HS256', { claims: { exp: now - 20 } }))).toBe(
      'accepted ann',
    );
    expect(await faultOf(hs256, await sign(secret, 'HS256', { claims: { nbf: now + 20 } }))).toBe(
      'accepted ann',
    );
  });

  test('if the app knows its user', async () => {
    const user = ({ sub = '' }) => (sub === 'ann' ? { id: 'user-1' } : null);
    const own = bearer({ ...common, algorithms: ['HS256'], secret, user });
    expect(await faultOf(own, await sign(secret, 'HS256'))).toBe('accepted user-1');
    expect(await faultOf(own, await sign(secret, 'HS256', { claims: { sub: 'eve' } }))).toBe(
      'unknown-user',
    );
  });
});

describe('a bearer token is refused', () => {
  const now = Math.floor(Date.now() / 1000);
  test.each<[string, Claims, string]>([
    ['that is over', { exp: now - 31 }, 'expired'],
    ['that never ends', { exp: undefined as never }, 'malformed'],
    ['that ends in words', { exp: 'tomorrow' }, 'malformed'],
    ['that is not valid yet', { nbf: now + 60 }, 'too-early'],
    ['of another issuer', { iss: 'https://evil.example' }, 'foreign-iss'],
    ['for another app', { aud: 'quay' }, 'foreign-aud'],
    ['for nobody', { aud: undefined as never }, 'foreign-aud'],
    ['of no user', { sub: undefined as never }, 'foreign-sub'],
  ])('%s', async (_, claims, fault) => {
    expect(await faultOf(hs256, await sign(secret, 'HS256', { claims }))).toBe(fault);
  });

  test('of another type', async () => {
    const token = await sign(secret, 'HS256', { header: { typ: 'JWT' } });
    expect(await faultOf(hs256, token)).toBe('foreign-typ');
  });

  test('that is older than its longest age', async () => {
    const strict = bearer({ ...common, algorithms: ['HS256'], secret, maxAge: 300 });
    const claims = { iat: now - 600, exp: now + 600 };
    expect(await faultOf(strict, await sign(secret, 'HS256', { claims }))).toBe('expired');
  });

  test('signed by another key, or changed afterwards', async () => {
    expect(await faultOf(hs256, await sign(randomBytes(64), 'HS256'))).toBe('forged');
    const [header, , signature] = (await sign(secret, 'HS256')).split('.');
    const [, payload] = (await sign(secret, 'HS256', { claims: { sub: 'eve' } })).split('.');
    expect(await faultOf(hs256, `${header}.${payload}.${signature}`)).toBe('forged');
    expect(await faultOf(hs256, `${header}.${payload}.`)).toBe('forged');
  });

  test('without a signature', async () => {
    const claims = { iss: common.issuer, aud: 'harbour', sub: 'ann', exp: now + 60 };
    const none = new UnsecuredJWT(claims).encode();
    expect(await faultOf(hs256, none)).not.toContain('accepted');
    const header = (alg: string) =>
      Buffer.from(JSON.stringify({ alg, typ: 'at+jwt' })).toString('base64url');
    for (const alg of ['none', 'None', 'NONE', 'nOnE'])
      for (const each of [hs256, rs256])
        expect(await faultOf(each, `${header(alg)}.${none.split('.')[1]}.`)).toBe('algorithm');
  });

  test('that is signed with the public key as if it were a secret', async () => {
    for (const text of [
      pemOf(rsa.publicKey),
      pemOf(rsa.publicKey).trim(),
      JSON.stringify(rsa.publicKey.export({ format: 'jwk' })),
    ]) {
      const token = await sign(Buffer.from(text), 'HS256');
      expect(await faultOf(rs256, token)).toBe('algorithm');
    }
  });

  test('of an algorithm that is not listed, though the key could check it', async () => {
    expect(await faultOf(rs256, await sign(rsa.privateKey, 'PS256'))).toBe('algorithm');
    expect(await faultOf(rs256, await sign(rsa.privateKey, 'RS512'))).toBe('algorithm');
  });

  test('that brings its own key, whatever header names it', async () => {
    const jwk = await exportJWK(ec.publicKey);
    const es256 = bearer({
      ...common,
      algorithms: ['ES256'],
      publicKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
        format: 'jwk',
      }),
    });
    const headers = [
      { jwk },
      { jku: 'http://127.0.0.1:9/keys' },
      { x5u: 'http://127.0.0.1:9/cert' },
      { x5c: [Buffer.from(await exportSPKI(ec.publicKey)).toString('base64')] },
    ];
    for (const header of headers)
      expect(await faultOf(es256, await sign(ec.privateKey, 'ES256', { header }))).toBe('forged');
  });

  test.each(['', 'a', 'a.b', 'a.b.c', 'a.b.c.d.e', '..', 'e30.e30.', `${'a'.repeat(9000)}`])(
    'that is none: %.20s',
    async (token) => {
      expect(await faultOf(hs256, token)).toMatch(/^(?:malformed|too-long|algorithm)$/);
    },
  );

  test('that has a critical extension', async () => {
    const header = Buffer.from(
      JSON.stringify({ alg: 'HS256', typ: 'at+jwt', crit: ['x'], x: 1 }),
    ).toString('base64url');
    const [, payload, signature] = (await sign(secret, 'HS256')).split('.');
    expect(await faultOf(hs256, `${header}.${payload}.${signature}`)).toBe('malformed');
  });
});

test('a request without a bearer token is not identified by it', async () => {
  const request = withToken('x', 'Basic');
  expect(await hs256.identify(request)).toBeNull();
  expect(await hs256.identify({ ...request, headers: new Headers() })).toBeNull();
});

describe('the set-up of bearer tokens refuses', () => {
  const publicKey = pemOf(rsa.publicKey);
  test.each<[string, Partial<BearerOptions>, RegExp]>([
    [
      'HMAC and signatures for one issuer',
      { algorithms: ['RS256', 'HS256'], publicKey },
      /mixes HMAC/,
    ],
    ['a public key for HMAC', { algorithms: ['HS256'], publicKey }, /does not fit/],
    ['a secret for signatures', { algorithms: ['RS256'], secret }, /does not fit/],
    ['a secret and a public key', { algorithms: ['RS256'], secret, publicKey }, /only one/],
    ['a public key as a secret', { algorithms: ['HS256'], secret: publicKey }, /PEM/],
    [
      'a private key',
      {
        algorithms: ['RS256'],
        publicKey: rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      },
      /no public key/,
    ],
    [
      'a JWK of a private key',
      { algorithms: ['RS256'], publicKey: rsa.privateKey.export({ format: 'jwk' }) },
      /no public key/,
    ],
    ['a key of another type', { algorithms: ['ES256'], publicKey }, /type rsa/],
    [
      'a short RSA key',
      {
        algorithms: ['RS256'],
        publicKey: pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey),
      },
      /1024 bits/,
    ],
    ['a short secret', { algorithms: ['HS256'], secret: 'short' }, /at least 32/],
    [
      'a secret too short for its hash',
      { algorithms: ['HS256', 'HS512'], secret: randomBytes(32) },
      /at least 64/,
    ],
    ['no key', { algorithms: ['RS256'] }, /only one/],
    ['no algorithm', { algorithms: [], secret }, /algorithms/],
    ['none', { algorithms: ['none' as JwtAlgorithm], secret }, /"none"/],
    ['no audience', { algorithms: ['HS256'], secret, audience: [] }, /audience/],
    ['no issuer', { algorithms: ['HS256'], secret, issuer: '' }, /issuer/],
    ['no type', { algorithms: ['HS256'], secret, typ: '' }, /typ/],
    ['clocks an hour apart', { algorithms: ['HS256'], secret, skew: 3600 }, /skew/],
    ['keys over plain HTTP', { algorithms: ['RS256'], jwksUrl: 'http://id.example/keys' }, /HTTPS/],
  ])('%s', (_, options, message) => {
    expect(() => bearer({ ...common, algorithms: ['HS256'], ...options })).toThrow(message);
  });
});
