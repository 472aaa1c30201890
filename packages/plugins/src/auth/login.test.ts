import { afterEach, describe, expect, test, vi } from 'vitest';

import { type AuthSite, serveAuth, form, locationOf } from '../../test/auth-site.js';
import { cheap, TestUsers } from '../../test/users.js';
import { watchStore } from '../../test/watched-store.js';

let site: AuthSite;
afterEach(async () => {
  vi.useRealTimers();
  await site.stop();
});

describe('a login', () => {
  test('gives a visitor a new session, and the old one is nobody', async () => {
    site = await serveAuth();
    const stranger = (await site.visit('/')).cookie;
    expect(await site.whoIs(stranger)).toBeNull();
    const member = await site.login('ann', undefined, stranger);
    expect(member).not.toBe(stranger);
    expect(await site.whoIs(member)).toBe('ann');
    expect(await site.whoIs(stranger)).toBeNull();
    expect((await site.visit('/plain', { cookie: member })).html).toContain('<b>ann</b>');
  });

  test('of somebody who is logged in replaces that session, which is dead at once', async () => {
    const { store } = watchStore();
    site = await serveAuth({ auth: { store } });
    const ann = await site.login('ann');
    const bob = await site.login('bob', undefined, ann);
    expect(await site.whoIs(bob)).toBe('bob');
    expect(await site.whoIs(ann)).toBeNull();
    // A process that has not heard of it looks there.
    expect(await store.listSessions('ann')).toEqual([]);
  });

  test('ends the regions that the visitor had open before it', async () => {
    site = await serveAuth({ app: { limits: { sessionCloseTimeout: 1 } } });
    const mine = await site.openWith('');
    await site.login('ann', undefined, mine.cookie);
    expect(await mine.line.closed).toBe(4001);
  });

  test('keeps the hash of the session alone, so that a stolen store opens nothing', async () => {
    const { store, written } = watchStore();
    site = await serveAuth({ auth: { store } });
    const cookie = await site.login('ann');
    const [, value = ''] = cookie.split('=');
    for (const part of [value, ...value.split('.')])
      expect(JSON.stringify(written)).not.toContain(part);
    const [{ id }] = written as [{ id: string }];
    expect(await site.whoIs(`skerry_session=${id}`)).toBeNull();
  });

  test('goes back to the page that asked for it, and to no other site', async () => {
    site = await serveAuth();
    const to = async (back: string) =>
      locationOf(await site.post('/auth/login', { ...form('ann'), back }));
    expect(await to('/crew?x=1')).toBe('303 /crew?x=1');
    for (const back of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/auth/logout',
    ])
      expect(await to(back)).toBe('303 /');
  });

  test('of a page of another site is refused, and so is every other change', async () => {
    site = await serveAuth();
    const ann = await site.login('ann');
    for (const name of [
      'login',
      'logout',
      'register',
      'forgot',
      'reset',
      'password',
      'sudo',
      'sessions',
      'link',
      'enter',
      'confirm',
    ])
      for (const headers of [
        { origin: 'https://evil.example' },
        { 'sec-fetch-site': 'cross-site' },
      ]) {
        const { response } = await site.post(`/auth/${name}`, form('ann'), ann, headers);
        expect([name, response.status]).toEqual([name, 403]);
      }
    expect(await site.whoIs(ann)).toBe('ann');
    for (const name of ['login', 'logout'])
      expect((await site.visit(`/auth/${name}`)).response.status).toBe(405);
  });

  test('takes forms alone, of a bounded size', async () => {
    site = await serveAuth();
    const status = async (body: string, type: string) =>
      (await site.visit('/auth/login', { method: 'POST', body, headers: { 'content-type': type } }))
        .response.status;
    expect(await status(JSON.stringify(form('ann')), 'application/json')).toBe(415);
    expect(await status(`name=${'a'.repeat(40_000)}`, 'application/x-www-form-urlencoded')).toBe(
      413,
    );
    expect(await status('', 'application/x-www-form-urlencoded')).toBe(303);
  });

  test('hashes the password again once the cost has changed', async () => {
    const users = new TestUsers();
    await users.add('ann', 'a harbour at night');
    const before = users.accounts.get('ann')!.password;
    site = await serveAuth({
      users,
      auth: { passwords: { ...cheap, cost: { ln: 5, r: 8, p: 1 } } },
    });
    const cookie = await site.login('ann');
    const after = users.accounts.get('ann')!.password;
    expect(after).toMatch(/^\$scrypt\$ln=5,/);
    expect(after).not.toBe(before);
    expect(await site.whoIs(cookie)).toBe('ann');
    await site.login('ann');
    expect(users.accounts.get('ann')!.password).toBe(after);
  });

  test('is undone if the password was changed while it was checked', async () => {
    const users = new TestUsers();
    await users.add('ann', 'a harbour at night');
    const watched = watchStore();
    const { store } = watched;
    watched.after = (method) => method === 'putSession' && users.add('ann', 'another harbour');
    site = await serveAuth({ users, auth: { store } });
    const visit = await site.post('/auth/login', form('ann'));
    expect(locationOf(visit)).toBe('303 /login?fault=wrong');
    expect(await site.whoIs(visit.cookie)).toBeNull();
    expect(await store.listSessions('ann')).toEqual([]);
  });
});
