import { afterEach, describe, expect, test, vi } from 'vitest';

import { type AuthSite, form, locationOf, serveAuth } from '../../test/auth-site.js';
import { watchStore } from '../../test/watched-store.js';
import type { AuthMail } from './mails.js';

let site: AuthSite;
afterEach(async () => {
  vi.useRealTimers();
  await site.stop();
});

const mailTo = async (name: string, kind: AuthMail['kind']): Promise<AuthMail> => {
  const fits = (mail: AuthMail) => mail.name === name && mail.kind === kind;
  await expect.poll(() => site.mails.some(fits)).toBe(true);
  return site.mails.find(fits)!;
};
const codeOf = ({ path = '' }: AuthMail): string =>
  new URL(path, site.origin).searchParams.get('code')!;
const next = 'a quieter harbour';

describe('a forgotten password', () => {
  test('is replaced by a code of a mail, once, and all sessions end', async () => {
    site = await serveAuth({ app: { limits: { sessionCloseTimeout: 1 } } });
    const old = await site.login('ann');
    const { line } = await site.openWith(old);
    expect(locationOf(await site.post('/auth/forgot', { name: 'ann@sea.example' }))).toBe(
      '303 /forgot?sent=1',
    );
    const mail = await mailTo('ann@sea.example', 'reset');
    expect(mail.path).toMatch(/^\/reset\?code=[\w-]{43}$/);
    const code = codeOf(mail);
    expect(locationOf(await site.post('/auth/reset', { code, password: next }))).toBe(
      '303 /login?reset=1',
    );
    expect(await line.closed).toBe(4001);
    expect(await site.whoIs(old)).toBeNull();
    expect(locationOf(await site.post('/auth/login', form('ann')))).toBe('303 /login?fault=wrong');
    expect(await site.whoIs(await site.login('ann', next))).toBe('ann');
    expect(
      locationOf(await site.post('/auth/reset', { code, password: 'once more, harbour' })),
    ).toBe('303 /reset?fault=bad-code');
    await mailTo('ann@sea.example', 'password-changed');
  });

  test('is not replaced by a password that is refused, and the visitor may try another', async () => {
    site = await serveAuth();
    await site.post('/auth/forgot', { name: 'ann@sea.example' });
    const code = codeOf(await mailTo('ann@sea.example', 'reset'));
    const short = await site.post('/auth/reset', { code, password: 'short' });
    expect(locationOf(short)).toBe(`303 /reset?fault=too-short&code=${code}`);
    expect(locationOf(await site.post('/auth/reset', { code, password: 'password1' }))).toContain(
      'fault=common',
    );
    const named = await site.post('/auth/reset', { code, password: 'sea.example1' });
    expect(locationOf(named)).toContain('fault=contextual');
    const fresh = new URL(named.response.headers.get('location')!, site.origin).searchParams.get(
      'code',
    )!;
    expect(fresh).not.toBe(code);
    expect(locationOf(await site.post('/auth/reset', { code, password: next }))).toContain(
      'bad-code',
    );
    expect(locationOf(await site.post('/auth/reset', { code: fresh, password: next }))).toBe(
      '303 /login?reset=1',
    );
  });

  test('is answered alike for unknown addresses, after the same work', async () => {
    const { store, calls } = watchStore();
    site = await serveAuth({ auth: { store } });
    const seen = async (path: string, name: string) => {
      const from = { store: calls.length, users: site.users.calls.length };
      const { response, html } = await site.post(path, { name });
      const headers = [...response.headers].filter(([each]) => each !== 'date');
      return {
        status: response.status,
        headers,
        html,
        store: calls.slice(from.store),
        users: site.users.calls.slice(from.users),
      };
    };
    for (const path of ['/auth/forgot', '/auth/register', '/auth/link']) {
      const known = await seen(path, 'ann@sea.example');
      expect(known).toMatchObject({ status: 303, store: ['putCode'], users: ['findAccount'] });
      expect(await seen(path, 'nobody@sea.example')).toEqual(known);
    }
    await expect
      .poll(() => site.mails.map(({ kind, name }) => `${kind} ${name}`))
      .toEqual([
        'reset ann@sea.example',
        'registered ann@sea.example',
        'register nobody@sea.example',
        'login ann@sea.example',
      ]);
  });

  test('sends a bounded number of mails', async () => {
    site = await serveAuth();
    const all = [];
    for (let i = 0; i < 8; i += 1)
      all.push(locationOf(await site.post('/auth/forgot', { name: 'ann@sea.example' })));
    expect(all.slice(0, 5)).toEqual(Array(5).fill('303 /forgot?sent=1'));
    expect(all.slice(5)).toEqual(Array(3).fill('303 /forgot?fault=wait&seconds=1'));
  });

  test('is answered before its mail is sent, and whether that fails or not', async () => {
    const send = () => Promise.reject(new Error('The mail server is gone.'));
    site = await serveAuth({ auth: { send } });
    expect(locationOf(await site.post('/auth/forgot', { name: 'ann@sea.example' }))).toBe(
      '303 /forgot?sent=1',
    );
    await expect.poll(() => site.logged.join()).toContain('The mail server is gone.');
  });
});

describe('a registration', () => {
  test('proves the address first, and takes the password then', async () => {
    site = await serveAuth();
    const name = 'dora@sea.example';
    await site.post('/auth/register', { name });
    const code = codeOf(await mailTo(name, 'register'));
    const done = await site.post('/auth/confirm', { code, password: next });
    expect(locationOf(done)).toBe('303 /');
    expect(await site.whoIs(done.cookie)).toBe('dora');
    expect(locationOf(await site.post('/auth/confirm', { code, password: next }))).toBe(
      '303 /register?fault=bad-code',
    );
    expect(await site.whoIs(await site.login('dora', next))).toBe('dora');
  });

  test('changes nothing for an address that has an account', async () => {
    site = await serveAuth();
    const before = site.users.accounts.get('ann');
    await site.post('/auth/register', { name: 'ann@sea.example' });
    expect((await mailTo('ann@sea.example', 'registered')).path).toBeUndefined();
    expect(site.users.accounts.get('ann')).toBe(before);
  });

  test('is refused if the address was taken meanwhile', async () => {
    site = await serveAuth();
    const name = 'dora@sea.example';
    await site.post('/auth/register', { name });
    const code = codeOf(await mailTo(name, 'register'));
    await site.users.add('dora', next);
    expect(locationOf(await site.post('/auth/confirm', { code, password: next }))).toBe(
      '303 /register?fault=bad-code',
    );
  });
});

describe('a link of a mail', () => {
  test('logs in once, by a form, under a new session', async () => {
    site = await serveAuth();
    await site.post('/auth/link', { name: 'ann@sea.example' });
    const mail = await mailTo('ann@sea.example', 'login');
    expect((await site.visit(mail.path)).response.status).toBe(200);
    const done = await site.post('/auth/enter', { code: codeOf(mail), back: '/crew' });
    expect(locationOf(done)).toBe('303 /crew');
    expect(await site.whoIs(done.cookie)).toBe('ann');
    const again = await site.post('/auth/enter', { code: codeOf(mail) });
    expect(locationOf(again)).toBe('303 /login?fault=bad-code');
  });

  test('is good for its purpose alone', async () => {
    site = await serveAuth();
    await site.post('/auth/forgot', { name: 'ann@sea.example' });
    const code = codeOf(await mailTo('ann@sea.example', 'reset'));
    expect(locationOf(await site.post('/auth/enter', { code }))).toBe('303 /login?fault=bad-code');
    expect(locationOf(await site.post('/auth/confirm', { code, password: next }))).toBe(
      '303 /register?fault=bad-code',
    );
  });
});

describe('a change of the password', () => {
  test('needs the current one, ends all other sessions, and gives this one a new id', async () => {
    site = await serveAuth({ app: { limits: { sessionCloseTimeout: 1 } } });
    const [mine, other] = [await site.login('ann'), await site.login('ann')];
    const { line } = await site.openWith(other);
    const wrong = await site.post('/auth/password', { current: 'no', password: next }, mine);
    expect(locationOf(wrong)).toBe('303 /account?fault=wrong');
    const common = await site.post(
      '/auth/password',
      { current: form('ann').password, password: 'password1' },
      mine,
    );
    expect(locationOf(common)).toBe('303 /account?fault=common');
    const done = await site.post(
      '/auth/password',
      { current: form('ann').password, password: next },
      mine,
    );
    expect(locationOf(done)).toBe('303 /account?changed=1');
    expect(await line.closed).toBe(4001);
    expect(done.cookie).not.toBe(mine);
    expect(await Promise.all([done.cookie, mine, other].map((each) => site.whoIs(each)))).toEqual([
      'ann',
      null,
      null,
    ]);
    await mailTo('ann@sea.example', 'password-changed');
    expect(await site.whoIs(await site.login('ann', next))).toBe('ann');
  });

  test('is refused to visitors who are not logged in', async () => {
    site = await serveAuth();
    const visit = await site.post('/auth/password', {
      current: form('ann').password,
      password: next,
    });
    expect(locationOf(visit)).toBe('303 /account?fault=wrong');
  });
});
