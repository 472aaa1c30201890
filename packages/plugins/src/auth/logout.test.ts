import { afterEach, describe, expect, test, vi } from 'vitest';

import { type AuthSite, serveAuth, locationOf } from '../../test/auth-site.js';
import { watchStore } from '../../test/watched-store.js';

let site: AuthSite;
afterEach(async () => {
  vi.useRealTimers();
  await site.stop();
});

test('a store that cannot be read refuses those who have a session, and nobody else', async () => {
  const { store, failing } = watchStore();
  site = await serveAuth({ auth: { store } });
  const ann = await site.login('ann');
  failing.add('getSession');
  expect((await site.visit('/plain', { cookie: ann })).response.status).toBe(500);
  expect((await site.visit('/plain')).response.status).toBe(200);
});

test('a request without a cookie reads no store, gets no session, and its answer stays public', async () => {
  const { store, calls } = watchStore();
  site = await serveAuth({ auth: { store } });
  const before = calls.length;
  for (const cookie of ['', 'theme=dark']) {
    const { response } = await site.visit('/plain', { cookie });
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('cache-control') ?? '').not.toMatch(/private|no-store/);
  }
  expect(calls.slice(before)).toEqual([]);
  const own = await site.visit('/plain', { cookie: await site.login('ann') });
  expect(own.response.headers.get('cache-control')).toBe('private, no-store');
});

describe('a logout', () => {
  test('ends the session wherever its cookie is, and goes back', async () => {
    const { store } = watchStore();
    site = await serveAuth({ auth: { store } });
    const ann = await site.login('ann');
    const visit = await site.post('/auth/logout', { back: '/plain' }, ann);
    expect(locationOf(visit)).toBe('303 /plain');
    expect(visit.response.headers.get('set-cookie')).toMatch(/^skerry_session=;/);
    expect(await site.whoIs(ann)).toBeNull();
    expect(await store.listSessions('ann')).toEqual([]);
    expect(locationOf(await site.post('/auth/logout', {}))).toBe('303 /');
  });

  test('ends every open and parked region of the session at once, and no other', async () => {
    site = await serveAuth({ app: { limits: { sessionCloseTimeout: 1 } } });
    const cookie = await site.login('ann');
    const open = await site.openWith(cookie, '/', 'one');
    const other = await site.openWith(cookie, '/', 'two');
    const parked = await site.openWith(cookie, '/', 'three');
    parked.line.cut();
    const bob = await site.openWith(await site.login('bob'), '/');
    await expect.poll(() => site.app.usage().connections).toBe(3);
    await site.post('/auth/logout', {}, cookie);
    expect(await open.line.closed).toBe(4001);
    expect(await other.line.closed).toBe(4001);
    expect(await bob.line.ask([1, 1, 'add'])).toEqual([1, 1, { 2: '1' }]);
    expect(site.app.usage().regions).toMatchObject({ joined: { count: 1 }, parked: { count: 0 } });
    const again = await site.connect(cookie);
    expect(await again.join(1, parked.host, { have: 0, page: 'three' })).toMatchObject([
      1,
      0,
      null,
      { code: 'stale' },
    ]);
  });

  test('by a handler of a live view ends the session as well', async () => {
    site = await serveAuth({ app: { limits: { sessionCloseTimeout: 1 } } });
    const cookie = await site.login('ann');
    const { line } = await site.openWith(cookie);
    await line.ask([1, 1, 'logout']);
    expect(await line.closed).toBe(4001);
    expect(await site.whoIs(cookie)).toBeNull();
  });

  test('is not undone by the store, and is over here even if that fails', async () => {
    const { store, failing } = watchStore();
    site = await serveAuth({ auth: { store } });
    const ann = await site.login('ann');
    failing.add('deleteSession');
    expect((await site.post('/auth/logout', {}, ann)).response.status).toBe(500);
    failing.clear();
    expect(await site.whoIs(ann)).toBeNull();
  });
});
