import { type LiveSession, type Locals } from '@skerry/kit';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { type AuthSite, form, locationOf, serveAuth } from '../../test/auth-site.js';
import { endGroup, endSessionsOf, ownSessions } from './own-account.js';
import { memoryStore } from './stores/memory-store.js';

const sites: AuthSite[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(sites.splice(0).map((site) => site.stop()));
});
const serve = async (...options: Parameters<typeof serveAuth>): Promise<AuthSite> => {
  const site = await serveAuth(...options);
  sites.push(site);
  return site;
};

type Handled = { req: Request; context: { session: LiveSession; locals: Locals } };
const more = {
  'api/sessions.ts': { GET: ({ context }: Handled) => ownSessions(context) },
  'api/close.ts': {
    POST: async ({ context, req }: Handled) => ({
      ended: await endSessionsOf(context, await req.text()),
    }),
  },
  'api/close-group.ts': {
    POST: async ({ context, req }: Handled) => ({
      ended: await endGroup(context, await req.text()),
    }),
  },
};
const passTime = (milliseconds: number): void => {
  const now = Date.now() + milliseconds;
  vi.useFakeTimers({ toFake: ['Date'], now });
};
const minute = 60_000;
const quick = { app: { limits: { sessionCloseTimeout: 1 } } };
type Listed = { id: string; device: string; isCurrent: boolean }[];

describe('the sessions of a user', () => {
  test('are listed with their devices, and one of them is this one', async () => {
    const site = await serve({ routes: more });
    const agent = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0' };
    const phone = (await site.post('/auth/login', form('ann'), '', agent)).cookie;
    await site.login('ann');
    await site.login('bob');
    const listed = JSON.parse(
      (await site.visit('/api/sessions', { cookie: phone })).html,
    ) as Listed;
    expect(listed).toHaveLength(2);
    expect(listed.find(({ isCurrent }) => isCurrent)).toMatchObject({
      device: 'Firefox on Linux',
      address: '127.0.0.1',
    });
    expect(JSON.parse((await site.visit('/api/sessions')).html)).toEqual([]);
  });

  test('are ended one by one or all others, with their regions', async () => {
    const site = await serve({ routes: more, ...quick });
    const [mine, lost, old] = [
      await site.login('ann'),
      await site.login('ann'),
      await site.login('ann'),
    ];
    const open = await site.openWith(lost);
    const { html } = await site.visit('/api/sessions', { cookie: lost });
    const { id } = (JSON.parse(html) as Listed).find(({ isCurrent }) => isCurrent)!;
    expect(locationOf(await site.post('/auth/sessions', { id }, mine))).toBe(
      '303 /account?ended=1',
    );
    expect(await open.line.closed).toBe(4001);
    expect(await Promise.all([mine, lost, old].map((each) => site.whoIs(each)))).toEqual([
      'ann',
      null,
      'ann',
    ]);
    expect(locationOf(await site.post('/auth/sessions', {}, mine))).toBe('303 /account?ended=1');
    expect(await Promise.all([mine, old].map((each) => site.whoIs(each)))).toEqual(['ann', null]);
  });

  test('of others cannot be ended, and nobody else can end one', async () => {
    const site = await serve({ routes: more });
    const [ann, bob] = [await site.login('ann'), await site.login('bob')];
    const [{ id }] = JSON.parse((await site.visit('/api/sessions', { cookie: bob })).html) as [
      { id: string },
    ];
    expect(locationOf(await site.post('/auth/sessions', { id }, ann))).toBe('303 /account?ended=0');
    expect(locationOf(await site.post('/auth/sessions', { id }))).toBe(
      '303 /login?asks=sudo&back=%2Faccount',
    );
    expect(await site.whoIs(bob)).toBe('bob');
  });

  test('are ended by who has just proved who they are', async () => {
    const site = await serve();
    const ann = await site.login('ann');
    passTime(16 * minute);
    expect(locationOf(await site.post('/auth/sessions', {}, ann))).toBe(
      '303 /login?asks=sudo&back=%2Faccount',
    );
  });

  test('are ended when an administrator closes the account, everywhere', async () => {
    const site = await serve({ routes: more, ...quick });
    const [ann, bob] = [await site.login('ann'), await site.login('bob')];
    const { line } = await site.openWith(bob);
    const answer = await site.visit('/api/close', { method: 'POST', body: 'bob', cookie: ann });
    expect(answer.html).toBe('{"ended":1}');
    expect(await line.closed).toBe(4001);
    expect(await site.whoIs(bob)).toBeNull();
  });

  test('are bounded in number: the one that was not used for longest ends', async () => {
    const site = await serve({ auth: { maxSessionsPerUser: 2 } });
    const cookies = [];
    for (let i = 0; i < 3; i += 1) {
      cookies.push(await site.login('ann'));
      passTime(2 * minute);
    }
    expect(await Promise.all(cookies.map((each) => site.whoIs(each)))).toEqual([
      null,
      'ann',
      'ann',
    ]);
  });
});

test('the sessions of a group end together', async () => {
  const groups = () => ['deck'];
  const site = await serve({ routes: more, ...quick, auth: { groups } });
  const [ann, bob] = [await site.login('ann'), await site.login('bob')];
  const { line } = await site.openWith(ann);
  await line.ask([1, 1, 'join', 'room:7']);
  const close = async (body: string) =>
    (await site.visit('/api/close-group', { method: 'POST', body })).html;
  expect(await close('room:7')).toBe('{"ended":1}');
  expect(await line.closed).toBe(4001);
  expect(await Promise.all([ann, bob].map((each) => site.whoIs(each)))).toEqual([null, 'bob']);
  expect(await close('deck')).toBe('{"ended":1}');
  expect(await site.whoIs(bob)).toBeNull();
});

describe('a login', () => {
  test('ends when it is not used, and use prolongs it', async () => {
    const site = await serve({ auth: { idleTimeout: 30 * minute } });
    const ann = await site.login('ann');
    for (let i = 0; i < 3; i += 1) {
      passTime(29 * minute);
      expect(await site.whoIs(ann)).toBe('ann');
    }
    passTime(30 * minute);
    expect(await site.whoIs(ann)).toBeNull();
  });

  test('ends some time after it, however much it is used', async () => {
    const site = await serve({ auth: { idleTimeout: 30 * minute, sessionMaxAge: 60 * minute } });
    const ann = await site.login('ann');
    for (let i = 0; i < 2; i += 1) {
      passTime(29 * minute);
      expect(await site.whoIs(ann)).toBe('ann');
    }
    passTime(3 * minute);
    expect(await site.whoIs(ann)).toBeNull();
  });

  test('that ends by time closes the pages that are still open, though nothing is sent', async () => {
    const site = await serve({ ...quick, auth: { idleTimeout: 1_200 } });
    const { line } = await site.openWith(await site.login('ann'));
    expect(await line.closed).toBe(4001);
  });

  test('goes on under a new id when the rights of the user change', async () => {
    const site = await serve(quick);
    const old = await site.login('eve');
    const { line } = await site.openWith(old);
    site.users.accounts.set('eve', {
      ...site.users.accounts.get('eve')!,
      user: { id: 'eve', roles: ['crew'] },
    });
    const { cookie } = await site.visit('/deck', { cookie: old });
    expect(cookie).not.toBe(old);
    expect(await line.closed).toBe(4001);
    expect(await site.whoIs(cookie)).toBe('eve');
    expect(await site.whoIs(old)).toBeNull();
  });
});

test('a session that ends in one process ends in the others that share its store, with its regions', async () => {
  const store = memoryStore();
  const here = await serve({ auth: { store }, ...quick });
  const there = await serve({ auth: { store }, users: here.users, ...quick });
  const cookie = await here.login('ann');
  const { line } = await there.openWith(cookie);
  expect(await there.whoIs(cookie)).toBe('ann');
  await here.post('/auth/logout', {}, cookie);
  expect(await line.closed).toBe(4001);
  expect(await there.whoIs(cookie)).toBeNull();
});
