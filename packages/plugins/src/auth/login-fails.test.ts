import { afterEach, describe, expect, test, vi } from 'vitest';

import { type AuthSite, serveAuth, form, locationOf } from '../../test/auth-site.js';
import { cheap } from '../../test/users.js';
import { watchStore } from '../../test/watched-store.js';
import { Passwords } from './passwords/scrypt.js';

let site: AuthSite;
afterEach(async () => {
  vi.useRealTimers();
  await site.stop();
});

describe('a login that fails', () => {
  test('is answered alike for unknown users and wrong passwords, after the same work', async () => {
    const { store, calls } = watchStore();
    site = await serveAuth({ auth: { store } });
    await site.login('ann');
    const checked = vi.spyOn(Passwords.prototype, 'checkPassword');
    const hashed = vi.spyOn(Passwords.prototype, 'hashPassword');
    const seen = async (fields: Record<string, string>) => {
      const before = [checked, hashed].map((spy) => spy.mock.calls.length);
      const from = { store: calls.length, users: site.users.calls.length };
      const { response, html } = await site.post('/auth/login', fields);
      const headers = [...response.headers].filter(([name]) => name !== 'date');
      const scrypts = [checked, hashed].map((spy, i) => spy.mock.calls.length - before[i]!);
      const work = [scrypts, calls.slice(from.store), site.users.calls.slice(from.users)];
      return { status: response.status, headers, html, work };
    };
    const wrong = await seen(form('ann', 'not a harbour'));
    expect(wrong).toMatchObject({ status: 303, work: [[1, 0], [], ['findAccount']] });
    expect(new Map(wrong.headers).get('location')).toBe('/login?fault=wrong');
    expect(await seen(form('nobody'))).toEqual(wrong);
    site.users.accounts.set('passkey', { user: { id: 'passkey' }, name: 'passkey@sea.example' });
    expect(await seen(form('passkey'))).toEqual(wrong);
    expect(await seen(form('ann', 'x'.repeat(3000)))).toEqual(wrong);
    expect(await seen({ name: '', password: '' })).toEqual(wrong);
  });

  test('has to wait after some attempts, alike for unknown users, and without work', async () => {
    site = await serveAuth();
    const checked = vi.spyOn(Passwords.prototype, 'checkPassword');
    for (const id of ['ann', 'nobody']) {
      for (let i = 0; i < 5; i += 1)
        expect(locationOf(await site.post('/auth/login', form(id, 'wrong')))).toBe(
          '303 /login?fault=wrong',
        );
      const before = checked.mock.calls.length;
      expect(locationOf(await site.post('/auth/login', form(id)))).toBe(
        '303 /login?fault=wait&seconds=1',
      );
      expect(checked.mock.calls.length).toBe(before);
    }
    expect(await site.whoIs(await site.login('bob'))).toBe('bob');
  });

  test('keeps the path to go back to', async () => {
    site = await serveAuth();
    const visit = await site.post('/auth/login', { ...form('ann', 'wrong'), back: '/crew' });
    expect(locationOf(visit)).toBe('303 /login?fault=wrong&back=%2Fcrew');
  });

  test('because too many passwords are being checked is answered 503, and the next one goes on', async () => {
    site = await serveAuth({
      auth: {
        passwords: { ...cheap, cost: { ln: 12, r: 8, p: 1 }, concurrency: 1, maxWaiting: 1 },
      },
    });
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, i) => site.post('/auth/login', form(`user${i}`))),
    );
    const statuses = all.map(({ response }) => response.status);
    expect(statuses).toContain(503);
    expect(statuses.filter((each) => each === 303).length).toBeGreaterThan(0);
    expect(await site.whoIs(await site.login('ann'))).toBe('ann');
  });

  test.each(['putSession', 'listSessions'])(
    'because the store does at %s leaves no session behind',
    async (method) => {
      const { store, failing } = watchStore();
      site = await serveAuth({ auth: { store } });
      const stranger = (await site.visit('/')).cookie;
      failing.add(method);
      const { response, cookie } = await site.post('/auth/login', form('ann'), stranger);
      expect(response.status).toBe(500);
      expect(response.headers.get('set-cookie')).toMatch(/^skerry_session=;/);
      failing.clear();
      expect(await site.whoIs(cookie)).toBeNull();
      expect(await site.whoIs(stranger)).toBeNull();
      expect(await store.listSessions('ann')).toEqual([]);
    },
  );

  test('because the table of users does afterwards leaves no session behind', async () => {
    const { store } = watchStore();
    site = await serveAuth({ auth: { store } });
    const { users } = site;
    const find = users.findAccount.bind(users);
    let calls = 0;
    users.findAccount = (name) => {
      calls += 1;
      if (calls > 1) throw new Error('The database is gone.');
      return find(name);
    };
    const { response } = await site.post('/auth/login', form('ann'));
    expect(response.status).toBe(500);
    expect(response.headers.get('set-cookie')).toMatch(/^skerry_session=;/);
    expect(await store.listSessions('ann')).toEqual([]);
  });
});
