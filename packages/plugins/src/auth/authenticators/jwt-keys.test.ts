import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { SignJWT } from 'jose';
import { afterEach, expect, test } from 'vitest';

import { bearer, type BearerOptions } from './bearer.js';

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Serves a set of keys that a test may change, and counts the requests. */
async function serveKeys(keys: Record<string, KeyObject>) {
  const state = { keys, requests: 0, broken: false, url: '' };
  const server = createServer((_, response) => {
    state.requests += 1;
    if (state.broken) return void response.writeHead(500).end();
    const all = Object.entries(state.keys).map(([kid, key]) => ({
      ...key.export({ format: 'jwk' }),
      kid,
      alg: 'ES256',
      use: 'sig',
    }));
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: all }));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  return state;
}

const sign = (key: KeyObject, kid: string) =>
  new SignJWT({ iss: 'id', aud: 'harbour', sub: 'ann' })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
    .setExpirationTime('1m')
    .sign(key);

/** Says what becomes of a token under a set of keys. */
function judge(jwksUrl: string, options: Partial<BearerOptions> = {}) {
  const authenticator = bearer({
    issuer: 'id',
    audience: 'harbour',
    typ: 'at+jwt',
    algorithms: ['ES256'],
    jwksUrl,
    ...options,
  });
  return async (token: string): Promise<string> => {
    const headers = new Headers({ authorization: `Bearer ${token}` });
    const request = { headers, url: new URL('https://a.test/'), address: '', session: { id: '' } };
    try {
      return (await authenticator.identify(request))?.id ?? 'nobody';
    } catch (error) {
      return (error as { fault?: string }).fault ?? 'unavailable';
    }
  };
}

test('a set of keys is fetched once for many tokens', async () => {
  const one = newKey();
  const set = await serveKeys({ one: one.publicKey });
  const judged = judge(set.url);
  const token = await sign(one.privateKey, 'one');
  expect(await Promise.all(Array.from({ length: 20 }, () => judged(token)))).toEqual(
    Array(20).fill('ann'),
  );
  expect(set.requests).toBe(1);
});

test('a new key of the issuer is fetched, and unknown ones are not asked for again within the cooldown', async () => {
  const [one, two, evil] = [newKey(), newKey(), newKey()];
  const set = await serveKeys({ one: one.publicKey });
  const eager = judge(set.url, { jwksCooldown: 0 });
  const calm = judge(set.url);
  for (const judged of [eager, calm])
    expect(await judged(await sign(one.privateKey, 'one'))).toBe('ann');
  set.keys = { two: two.publicKey };
  expect(await eager(await sign(two.privateKey, 'two'))).toBe('ann');
  const before = set.requests;
  for (let i = 0; i < 20; i += 1)
    expect(await calm(await sign(evil.privateKey, `evil${i}`))).toBe('unknown-key');
  expect(set.requests).toBe(before);
});

test('a token of another key under a known name is forged', async () => {
  const one = newKey();
  const set = await serveKeys({ one: one.publicKey });
  expect(await judge(set.url)(await sign(newKey().privateKey, 'one'))).toBe('forged');
});

test('keys that cannot be fetched are the fault of no token, and are not asked for with each one', async () => {
  const one = newKey();
  const set = await serveKeys({ one: one.publicKey });
  set.broken = true;
  const judged = judge(set.url);
  const token = await sign(one.privateKey, 'one');
  for (let i = 0; i < 10; i += 1) expect(await judged(token)).toBe('unavailable');
  expect(set.requests).toBe(1);
});
