import { afterEach, describe, expect, test, vi } from 'vitest';

import { type AuthSite, form, locationOf, serveAuth } from '../../test/auth-site.js';
import { audit } from '../audit/plugin.js';
import { anonymous } from './authenticators/visitors.js';
import { basic } from './authenticators/basic.js';
import { sessionCookie } from './authenticators/visitors.js';

let site: AuthSite;
afterEach(async () => {
  vi.useRealTimers();
  await site.stop();
});

const html = { accept: 'text/html' };
const passTime = (milliseconds: number): void => {
  const now = Date.now() + milliseconds;
  vi.useFakeTimers({ toFake: ['Date'], now });
};

describe('a guarded page', () => {
  test('sends visitors who are not logged in to the login, and back to where they were', async () => {
    site = await serveAuth();
    const asked = await site.visit('/crew?deck=2', { headers: html });
    expect(locationOf(asked)).toBe('303 /login?back=%2Fcrew%3Fdeck%3D2');
    const back = new URL(asked.response.headers.get('location')!, site.origin).searchParams.get(
      'back',
    )!;
    const login = await site.post('/auth/login', { ...form('eve'), back });
    expect(locationOf(login)).toBe('303 /crew?deck=2');
    expect((await site.visit('/crew?deck=2', { cookie: login.cookie })).html).toContain(
      '<b>eve</b>',
    );
  });

  test('refuses what no browser asks for, and users without the role', async () => {
    site = await serveAuth();
    expect((await site.visit('/crew')).response.status).toBe(403);
    expect((await site.visit('/api/admin', { headers: { accept: '*/*' } })).response.status).toBe(
      403,
    );
    const [ann, bob] = [await site.login('ann'), await site.login('bob')];
    const statusOf = async (path: string, cookie: string) =>
      (await site.visit(path, { cookie, headers: html })).response.status;
    for (const path of ['/admin', '/own', '/api/admin']) {
      expect([path, await statusOf(path, ann)]).toEqual([path, 200]);
      expect([path, await statusOf(path, bob)]).toEqual([path, 403]);
    }
  });

  test('takes an anonymous user for nobody', async () => {
    site = await serveAuth({ auth: { authenticators: [sessionCookie(), anonymous()] } });
    expect(await site.whoIs('')).toBe('anonymous');
    expect((await site.visit('/crew')).response.status).toBe(403);
    expect(await site.whoIs(await site.login('ann'))).toBe('ann');
  });

  test('asks for a password by the header of HTTP Basic, where that is a way in', async () => {
    const authenticators = [basic({ realm: 'Crew', allowInsecure: true })];
    site = await serveAuth({ auth: { authenticators } });
    const refused = await site.visit('/admin', { headers: html });
    expect(refused.response.status).toBe(401);
    expect(refused.response.headers.get('www-authenticate')).toBe(
      'Basic realm="Crew", charset="UTF-8"',
    );
    const authorization = `Basic ${Buffer.from('ann@sea.example:a harbour at night').toString('base64')}`;
    expect((await site.visit('/admin', { headers: { authorization } })).response.status).toBe(200);
    const wrong = `Basic ${Buffer.from('ann@sea.example:no').toString('base64')}`;
    expect(
      (await site.visit('/plain', { headers: { authorization: wrong } })).response.status,
    ).toBe(401);
    expect((await site.visit('/plain')).response.status).toBe(200);
  });
});

describe('a guarded live view', () => {
  test('is mounted and joined by its users alone', async () => {
    site = await serveAuth();
    const asked = await site.visit('/deck', { headers: html });
    expect(locationOf(asked)).toBe('303 /login?back=%2Fdeck');
    const bob = await site.openWith(await site.login('bob'), '/deck');
    expect(bob.joined).toEqual([1, 0, {}]);
    expect(await bob.line.ask([1, 1, 'haul'])).toEqual([1, 1, { 2: '1' }]);
    expect((await site.visit('/deck', { cookie: await site.login('eve') })).response.status).toBe(
      403,
    );
  });

  test('takes no event and no push once the user has lost the role, and no join', async () => {
    site = await serveAuth();
    const cookie = await site.login('bob');
    const open = await site.openWith(cookie, '/deck');
    site.users.accounts.set('bob', {
      ...site.users.accounts.get('bob')!,
      user: { id: 'bob', roles: [] },
    });
    passTime(31_000);
    expect(await open.line.ask([1, 1, 'haul'])).toMatchObject([1, 1, null, { code: 'denied' }]);
    site.app.publish('orders', 'to the boats');
    expect(JSON.stringify(await open.line.settled())).not.toContain('to the boats');
    open.line.cut();
    const line = await site.connect(cookie);
    expect(await line.join(1, open.host, { have: 0, page: 'page' })).toMatchObject([
      1,
      0,
      null,
      { code: 'stale' },
    ]);
  });
});

describe('a guarded event', () => {
  test('runs for users with the role, and sends others to the login', async () => {
    site = await serveAuth();
    const [nobody, bob, ann] = await Promise.all(
      ['', await site.login('bob'), await site.login('ann')].map((cookie) => site.openWith(cookie)),
    );
    expect(await nobody!.line.ask([1, 1, 'erase'])).toEqual([1, 1, { to: '/login?back=%2F' }]);
    expect(await bob!.line.ask([1, 1, 'erase'])).toMatchObject([1, 1, null, { code: 'denied' }]);
    await ann!.line.ask([1, 1, 'add']);
    expect(await ann!.line.ask([1, 2, 'erase'])).toEqual([1, 2, { 2: '0' }]);
  });
});

describe('sudo', () => {
  test('asks for the password again on a page, and gives the session another id', async () => {
    site = await serveAuth();
    const cookie = await site.login('ann');
    expect((await site.visit('/vault', { cookie })).html).toContain('Gold');
    passTime(6 * 60_000);
    const asked = await site.visit('/vault', { cookie, headers: html });
    expect(locationOf(asked)).toBe('303 /login?asks=sudo&back=%2Fvault');
    expect((await site.visit('/vault', { cookie })).response.status).toBe(403);
    const wrong = await site.post('/auth/sudo', { password: 'no', back: '/vault' }, cookie);
    expect(locationOf(wrong)).toBe('303 /login?asks=sudo&fault=wrong&back=%2Fvault');
    const right = await site.post(
      '/auth/sudo',
      { password: form('ann').password, back: '/vault' },
      cookie,
    );
    expect(locationOf(right)).toBe('303 /vault');
    expect(right.cookie).not.toBe(cookie);
    expect((await site.visit('/vault', { cookie: right.cookie })).html).toContain('Gold');
    expect(await site.whoIs(cookie)).toBeNull();
  });

  test('asks in a region in place, and its state stays; the right is that of this connection', async () => {
    site = await serveAuth();
    const cookie = await site.login('ann');
    passTime(6 * 60_000);
    const [mine, other] = [await site.openWith(cookie), await site.openWith(cookie, '/', 'other')];
    await mine.line.ask([1, 1, 'add']);
    expect(await mine.line.ask([1, 2, 'launch'])).toMatchObject([
      1,
      2,
      null,
      { code: 'denied', reason: 'Enter your password again.' },
    ]);
    expect(await mine.line.ask([1, 3, 'confirm', 'no'])).toEqual([1, 3, {}]);
    expect(await mine.line.ask([1, 4, 'launch'])).toMatchObject([1, 4, null, { code: 'denied' }]);
    expect(await mine.line.ask([1, 5, 'confirm', form('ann').password])).toEqual([
      1,
      5,
      { 6: 'sure' },
    ]);
    expect(await mine.line.ask([1, 6, 'launch'])).toEqual([1, 6, { 2: '101' }]);
    expect(await other.line.ask([1, 1, 'launch'])).toMatchObject([1, 1, null, { code: 'denied' }]);
    expect(await site.whoIs(cookie)).toBe('ann');
    passTime(6 * 60_000);
    expect(await mine.line.ask([1, 7, 'launch'])).toMatchObject([1, 7, null, { code: 'denied' }]);
  });

  test('may leave the page to ask', async () => {
    site = await serveAuth();
    const cookie = await site.login('ann');
    passTime(6 * 60_000);
    const { line } = await site.openWith(cookie);
    expect(await line.ask([1, 1, 'leave'])).toEqual([1, 1, { to: '/login?asks=sudo&back=%2F' }]);
  });

  test('sends those who are not logged in to the login', async () => {
    site = await serveAuth();
    expect(locationOf(await site.visit('/vault', { headers: html }))).toBe(
      '303 /login?back=%2Fvault',
    );
    expect(locationOf(await site.post('/auth/sudo', { password: 'x' }))).toBe(
      '303 /login?asks=sudo&fault=wrong',
    );
  });
});

test('logins, failures and refusals are written to the audit', async () => {
  const lines: string[] = [];
  const plugin = audit({
    keys: 'a key for tests, of 32 bytes or more',
    sinks: [(written) => void lines.push(...written)],
    except: ['session_created', 'session_destroyed', 'websocket_connect', 'websocket_disconnect'],
  });
  site = await serveAuth({ plugins: [plugin] });
  await site.post('/auth/login', form('ann', 'no'));
  const cookie = await site.login('bob');
  await site.visit('/admin', { cookie });
  const { line } = await site.openWith(cookie);
  await line.ask([1, 1, 'erase']);
  await site.visit('/plain', { headers: { authorization: 'Bearer nonsense' } });
  line.cut();
  await expect.poll(() => lines.join().match(/unauthorized_access/g)?.length).toBe(2);
  const text = lines.join('\n');
  for (const type of ['auth_failure', 'auth_success', 'unauthorized_access'])
    expect(text).toContain(type);
  expect(text).toContain('bob');
  expect(text).not.toContain('a harbour');
  expect(text).not.toContain(cookie.split('=')[1]);
});
