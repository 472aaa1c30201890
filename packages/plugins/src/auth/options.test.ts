import { definePlugin } from '@skerry/kit';
import { createTestApp } from '@skerry/kit/testing';
import { describe, expect, test } from 'vitest';

import { cheap, TestUsers } from '../../test/users.js';
import { bearer } from './authenticators/bearer.js';
import { sessionCookie } from './authenticators/visitors.js';
import type { AuthOptions } from './options.js';
import { auth } from './plugin.js';

const users = new TestUsers();
const secret = 'a secret for tokens, of 32 bytes or more';
const common = { issuer: 'id', audience: 'harbour', typ: 'at+jwt' };
const byKeys = bearer({ ...common, algorithms: ['RS256'], jwksUrl: 'https://id.example/keys' });
const bySecret = bearer({ ...common, algorithms: ['HS256'], secret });
const start = (options: Partial<AuthOptions>) =>
  createTestApp({ config: { plugins: [auth({ users, ...options })] }, routes: {}, views: {} });

describe('the start of an app refuses', () => {
  test.each<[string, Partial<AuthOptions>, RegExp]>([
    [
      'HMAC and public keys for one issuer',
      { authenticators: [byKeys, bySecret] },
      /trusts "id" by a secret and by public keys/,
    ],
    ['no authenticators', { authenticators: [] }, /authenticators/],
    [
      'an authenticator that identifies nobody',
      { authenticators: [{ name: 'x' } as never] },
      /authenticators\[0\]/,
    ],
    ['an option that auth does not have', { sessions: 1 } as never, /sessions/],
    ['no users', { users: undefined as never }, /users/],
    ['codes that last longer than ten minutes', { codeMaxAge: 700_000 }, /codeMaxAge/],
    ['an identity that is older than 30 seconds', { identityMaxAge: 31_000 }, /identityMaxAge/],
    ['a lifetime that is none', { idleTimeout: -1 }, /idleTimeout/],
    ['a page of another site', { pages: { login: 'https://evil.example/' } }, /pages\.login/],
    ['a page below the endpoints', { pages: { home: '/auth/home' } }, /pages\.home/],
    [
      'hashes that cost too little',
      { passwords: { cost: { ln: 10, r: 8, p: 1 } } },
      /passwords\.cost/,
    ],
    ['a time that is no number', { idleTimeout: Number(undefined) }, /idleTimeout/],
    ['a time that is a text', { sessionMaxAge: '3600000' as never }, /sessionMaxAge/],
    ['a time without an end', { sessionMaxAge: Infinity }, /sessionMaxAge/],
    ['a limit that is no number', { limits: { freePerPair: NaN } }, /limits\.freePerPair` is NaN/],
    ['a limit that is a text', { limits: { maxDelay: 'x' as never } }, /limits\.maxDelay` is "x"/],
    ['a memory of attempts that is none', { limits: { maxEntries: 0 } }, /limits\.maxEntries/],
    ['a limit below zero', { limits: { freePerAddress: -1 } }, /limits\.freePerAddress/],
    ['a limit that is misspelt', { limits: { freePerPairs: 3 } as never }, /limits\.freePerPairs/],
    ['limits that are none', { limits: 5 as never }, /limits/],
    ['passwords of any length', { passwords: { minLength: NaN } }, /passwords\.minLength/],
    ['passwords that are too short', { passwords: { minLength: 7 } }, /passwords\.minLength/],
    ['words that are no list', { passwords: { words: 'x' as never } }, /passwords\.words/],
    ['no place for a hash', { passwords: { concurrency: 0 } }, /passwords\.concurrency/],
    ['hashes without a bound', { passwords: { concurrency: NaN } }, /passwords\.concurrency/],
    ['a queue without a bound', { passwords: { maxWaiting: NaN } }, /passwords\.maxWaiting/],
    ['a rule that is misspelt', { passwords: { minLenght: 15 } as never }, /passwords\.minLenght/],
    [
      'a cost that is no number',
      { passwords: { cost: { ln: 17, r: NaN, p: NaN } } },
      /passwords\.cost/,
    ],
    ['a page that is misspelt', { pages: { logn: '/in' } as never }, /pages\.logn/],
    ['endpoints that no request reaches', { path: '/auth/' }, /path/],
    ['endpoints above others', { path: '/a/../b' }, /path/],
    ['a page above others', { pages: { login: '/a/../b' } }, /pages\.login/],
    ['a sender of mails that is none', { send: 5 as never }, /send/],
    ['groups that are no function', { groups: [] as never }, /groups/],
    ['a store that is none', { store: {} as never }, /store/],
    [
      'an authenticator without a name',
      { authenticators: [{ identify: () => null } as never] },
      /authenticators\[0\]/,
    ],
  ])('%s, and names the plugin and the option', (_, options, message) => {
    expect(() => start(options)).toThrow(message);
    expect(() => start(options)).toThrow(/skerry:auth/);
  });
});

test('one issuer may be trusted by several keys of one kind, and other issuers by others', async () => {
  const other = bearer({ ...common, issuer: 'cron', algorithms: ['HS256'], secret });
  const app = start({ authenticators: [sessionCookie(), byKeys, byKeys, other] });
  await app.started;
  await app.close();
});

test('auth is a value for other plugins, which guard by it and end sessions', async () => {
  const ended: unknown[] = [];
  const office = definePlugin({
    name: 'test:office',
    after: 'skerry:auth',
    setup({ inject, hooks }) {
      const service = inject('skerry:auth');
      const guard = service.require('admin');
      hooks.onStart.tap(async () => {
        const session = { id: 'x', end() {} };
        const visit = { step: 'request', session, path: '/', params: {} } as const;
        const locals = { user: { id: 'ann', roles: ['admin'] } };
        ended.push(await guard({ ...visit, locals }), service.userOf(locals)?.id);
        ended.push(await service.endSessionsOf('ann'));
      });
    },
  });
  const plugins = [auth({ users, passwords: cheap }), office()];
  const app = createTestApp({ config: { plugins }, routes: {}, views: {} });
  await app.started;
  expect(ended).toEqual([undefined, 'ann', 0]);
  await app.close();
});
