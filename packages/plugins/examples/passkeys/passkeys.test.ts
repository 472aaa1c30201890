import { afterEach, expect, test, vi } from 'vitest';

import { type AuthSite, serveAuth } from '../../test/auth-site.js';
import { TestUsers } from '../../test/users.js';
import { SoftwareAuthenticator } from './authenticator.js';
import { type Passkey, passkeys } from './passkeys.js';

const origin = 'https://harbour.example';
let site: AuthSite;
let kept: Map<string, Passkey>;
afterEach(async () => {
  vi.useRealTimers();
  await site.stop();
});

async function serve(): Promise<void> {
  kept = new Map();
  const users = new TestUsers();
  await users.add('ann', 'a harbour at night', ['crew']);
  const plugin = passkeys({
    name: 'Harbour',
    origin,
    table: {
      find: async (id) => kept.get(id),
      ofUser: async (user) => [...kept.values()].filter((each) => each.user === user),
      put: async (passkey) => void kept.set(passkey.id, passkey),
    },
    findUser: async (id) => users.getAccount(id)?.user,
  });
  site = await serveAuth({ users, plugins: [plugin] });
}

const post = async (path: string, cookie: string, body: object = {}) => {
  const visit = await site.visit(path, { method: 'POST', cookie, body: JSON.stringify(body) });
  return {
    status: visit.response.status,
    cookie: visit.cookie,
    body: JSON.parse(visit.html || '{}'),
  };
};

/** Registers a passkey of a user who is logged in. */
async function register(device: SoftwareAuthenticator, cookie: string) {
  const asked = await post('/passkeys/new', cookie);
  return post('/passkeys/register', asked.cookie, device.create(asked.body, origin));
}

test('a passkey is registered by a user, and logs in under a new session', async () => {
  await serve();
  const device = new SoftwareAuthenticator();
  const before = await site.login('ann');
  const registered = await register(device, before);
  expect(registered).toMatchObject({ status: 200, body: { registered: true } });
  expect(registered.cookie).not.toBe(before);
  expect(await site.whoIs(before)).toBeNull();
  const asked = await post('/passkeys/challenge', '');
  const login = await post('/passkeys/login', asked.cookie, device.get(asked.body, origin));
  expect(login).toMatchObject({ status: 200, body: { user: 'ann' } });
  expect(login.cookie).not.toBe(asked.cookie);
  expect(await site.whoIs(login.cookie)).toBe('ann');
  expect(await site.whoIs(asked.cookie)).toBeNull();
});

test('an answer of a passkey is good once, for its own session, site and key', async () => {
  await serve();
  const device = new SoftwareAuthenticator();
  await register(device, await site.login('ann'));
  const asked = await post('/passkeys/challenge', '');
  const answer = device.get(asked.body, origin);
  expect((await post('/passkeys/login', '', answer)).status).toBe(401);
  expect((await post('/passkeys/login', asked.cookie, answer)).status).toBe(200);
  expect((await post('/passkeys/login', asked.cookie, answer)).status).toBe(401);
  const again = await post('/passkeys/challenge', '');
  const foreign = device.get(again.body, 'https://evil.example');
  expect((await post('/passkeys/login', again.cookie, foreign)).status).toBe(401);
  const third = await post('/passkeys/challenge', '');
  const stranger = new SoftwareAuthenticator();
  expect(
    (await post('/passkeys/login', third.cookie, stranger.get(third.body, origin))).status,
  ).toBe(401);
  const forged = { ...stranger.get(third.body, origin), id: device.id.toString('base64url') };
  expect((await post('/passkeys/login', third.cookie, forged)).status).toBe(401);
  expect((await post('/passkeys/login', third.cookie, { id: 'x' })).status).toBe(401);
});

test('a passkey is registered by who is logged in and has just proved who they are', async () => {
  await serve();
  expect((await site.visit('/passkeys/new', { method: 'POST' })).response.status).toBe(403);
  const cookie = await site.login('ann');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 60_000 });
  expect((await post('/passkeys/new', cookie)).status).toBe(403);
});

test('a new passkey ends the other sessions of its user', async () => {
  await serve();
  const other = await site.login('ann');
  await register(new SoftwareAuthenticator(), await site.login('ann'));
  expect(await site.whoIs(other)).toBeNull();
});
