import { afterEach, describe, expect, test } from 'vitest';

import { type AuthSite, form, locationOf, serveAuth } from '../../test/auth-site.js';
import { watchStore, type WatchedStore } from '../../test/watched-store.js';
import { factorChanged, joinGroup } from './own-account.js';
import type { AuthVisit } from './visit.js';

interface Handled {
  context: AuthVisit;
}

let site: AuthSite;
let watched: WatchedStore;
/** Is called in the middle of a request, while nothing else goes on. */
let meanwhile: () => unknown = () => {};
afterEach(async () => {
  meanwhile = () => {};
  await site.stop();
});

/** Serves an app and logs Ann in. @param isTold false if word of what another process has ended is still on its way */
async function serve(isTold: boolean): Promise<string> {
  watched = watchStore();
  if (!isTold) watched.store.onDeleted = () => () => {};
  site = await serveAuth({
    auth: { store: watched.store },
    routes: {
      'api/join.ts': {
        async POST({ context }: Handled) {
          await meanwhile();
          return { hasJoined: await joinGroup(context, 'room:7') };
        },
      },
      'api/factor.ts': {
        async POST({ context }: Handled) {
          await meanwhile();
          await factorChanged(context);
          return { user: context.locals.user?.id ?? null };
        },
      },
    },
  });
  return site.login('ann');
}

/** Ends the sessions of Ann within the table of users, when it is asked by id for the second time: after her identity is read. */
function endAtSecondLook(): void {
  const { users } = site;
  const get = users.getAccount.bind(users);
  let looks = 0;
  Object.assign(users, {
    async getAccount(id: string) {
      looks += 1;
      if (looks === 2) await watched.store.deleteSessionsOf('ann');
      return get(id);
    },
  });
}

/** Nobody is logged in by any of the cookies, and no record is left. */
async function expectLoggedOut(...cookies: string[]): Promise<void> {
  expect(await watched.store.listSessions('ann')).toEqual([]);
  for (const cookie of cookies) expect(await site.whoIs(cookie)).toBeNull();
}

describe.each([
  ['in this process', true],
  ['by another process', false],
])('a session that is ended %s while a request goes on', (_, isTold) => {
  test('is not there again because the request joins a group', async () => {
    const cookie = await serve(isTold);
    meanwhile = () => site.post('/auth/logout', {}, cookie);
    const { html } = await site.post('/api/join', {}, cookie);
    expect(JSON.parse(html)).toEqual({ hasJoined: false });
    await expectLoggedOut(cookie);
    expect(await watched.store.deleteGroup('room:7')).toBe(0);
  });

  test('is not there again because another factor was added', async () => {
    const cookie = await serve(isTold);
    meanwhile = () => watched.store.deleteSessionsOf('ann');
    const { html, cookie: next } = await site.post('/api/factor', {}, cookie);
    expect(JSON.parse(html)).toEqual({ user: null });
    await expectLoggedOut(cookie, next);
  });

  test('is not there again because the rights of the user have changed', async () => {
    const cookie = await serve(isTold);
    const { accounts } = site.users;
    accounts.set('ann', { ...accounts.get('ann')!, user: { id: 'ann', roles: ['crew'] } });
    watched.after = (method) => {
      if (method !== 'getSession') return undefined;
      watched.after = () => {};
      return watched.store.deleteSessionsOf('ann');
    };
    const { html, cookie: next } = await site.visit('/api/me', { cookie });
    expect(JSON.parse(html)).toEqual({ id: null });
    await expectLoggedOut(cookie, next);
  });

  test('is not there again because the password was entered once more', async () => {
    const cookie = await serve(isTold);
    endAtSecondLook();
    const { password } = form('ann');
    const sure = await site.post('/auth/sudo', { password }, cookie);
    expect(locationOf(sure)).toBe('303 /login?asks=sudo&fault=wrong');
    await expectLoggedOut(cookie, sure.cookie);
  });

  test('is not there again because the password was changed', async () => {
    const cookie = await serve(isTold);
    endAtSecondLook();
    const fields = { current: form('ann').password, password: 'a quieter harbour' };
    const changed = await site.post('/auth/password', fields, cookie);
    expect(locationOf(changed)).toBe('303 /account?fault=wrong');
    await expectLoggedOut(cookie, changed.cookie);
    expect(await site.whoIs(await site.login('ann', fields.password))).toBe('ann');
  });
});

describe.each([
  ['in this process', true],
  ['by another process', false],
])('a session that is ended %s', (_, isTold) => {
  test('hinders no login that goes on', async () => {
    const cookie = await serve(isTold);
    const { users } = site;
    const find = users.findAccount.bind(users);
    Object.assign(users, {
      async findAccount(name: string) {
        users.findAccount = find;
        await site.post('/auth/logout', {}, cookie);
        return find(name);
      },
    });
    const next = await site.login('ann', form('ann').password, cookie);
    expect([await site.whoIs(cookie), await site.whoIs(next)]).toEqual([null, 'ann']);
  });
});

test('a group that a session has joined is still its own after the password is entered once more', async () => {
  const cookie = await serve(true);
  await site.post('/api/join', {}, cookie);
  const sure = await site.post('/auth/sudo', { password: form('ann').password }, cookie);
  expect(await site.whoIs(sure.cookie)).toBe('ann');
  expect(await watched.store.deleteGroup('room:7')).toBe(1);
  await expectLoggedOut(sure.cookie);
});
