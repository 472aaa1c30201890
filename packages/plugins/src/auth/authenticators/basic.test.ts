import { describe, expect, test } from 'vitest';

import { anonymous } from './visitors.js';
import type { Account } from '../users.js';
import type { AuthRequest } from './authenticator.js';
import { basic } from './basic.js';
import { sessionCookie } from './visitors.js';

const request = (
  headers: Record<string, string> = {},
  url = 'https://harbour.example/',
): AuthRequest => ({
  headers: new Headers(headers),
  url: new URL(url),
  address: '127.0.0.1',
  session: {
    get id(): string {
      throw new Error('The session was read.');
    },
  },
});
const encode = (text: string) => ({
  authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});
const check = (name: string, password: string) =>
  name === 'ann' && password === 'a:höy' ? { id: 'ann' } : null;

describe('HTTP Basic', () => {
  test('knows a user by name and password, in UTF-8 and with colons', async () => {
    expect(await basic({ check }).identify(request(encode('ann:a:höy')))).toEqual({ id: 'ann' });
  });

  test.each([
    ['wrong', 'ann:ahoy'],
    ['wrong', 'bob:a:höy'],
    ['malformed', 'ann'],
    ['malformed', ':a:höy'],
    ['malformed', 'ann:a\u0000'],
    ['malformed', `ann:${'a'.repeat(12_000)}`],
  ])('refuses what is %s: %.20j', async (fault, text) => {
    await expect(basic({ check }).identify(request(encode(text)))).rejects.toMatchObject({ fault });
  });

  test.each(['Basic', 'Basic ', 'Basic !!!', 'Basic /////w==', 'Basic YTpi YTpi'])(
    'refuses what is not encoded: %j',
    async (authorization) => {
      const asked = async () => basic({ check }).identify(request({ authorization }));
      await expect(asked()).rejects.toMatchObject({ fault: 'malformed' });
    },
  );

  test('refuses passwords over plain HTTP, unless it is told to', async () => {
    const plain = request(encode('ann:a:höy'), 'http://harbour.example/');
    await expect(basic({ check }).identify(plain)).rejects.toMatchObject({ fault: 'insecure' });
    const lax = basic({ check, allowInsecure: true });
    expect(await lax.identify(plain)).toEqual({ id: 'ann' });
  });

  test('checks a password that was right not with each request, and a wrong one each time', async () => {
    let checks = 0;
    const counting = (name: string, password: string) => {
      checks += 1;
      return check(name, password);
    };
    const cached = basic({ check: counting });
    for (let i = 0; i < 3; i += 1) await cached.identify(request(encode('ann:a:höy')));
    expect(checks).toBe(1);
    for (let i = 0; i < 3; i += 1)
      await expect((async () => cached.identify(request(encode('ann:no'))))()).rejects.toThrow();
    expect(checks).toBe(4);
    const uncached = basic({ check: counting, cacheMaxAge: 0 });
    for (let i = 0; i < 3; i += 1) await uncached.identify(request(encode('ann:a:höy')));
    expect(checks).toBe(7);
  });

  describe('with the accounts of the app', () => {
    const ann = { user: { id: 'ann', roles: ['admin'] }, name: 'ann', password: 'hash 1' };
    const setUp = () => {
      const table = { account: ann as Account | null, checks: 0 };
      const way = basic();
      way.setUp!({
        userOfSession: async () => null,
        async accountOfPassword(_, password) {
          table.checks += 1;
          return password === 'ahoy' && table.account?.password === 'hash 1' ? table.account : null;
        },
        accountOfName: async (name) => (name === table.account?.name ? table.account : null),
      });
      return { table, identify: async () => way.identify(request(encode('ann:ahoy'))) };
    };

    test('sees a change of roles with the next request, and checks no password for it', async () => {
      const { table, identify } = setUp();
      expect(await identify()).toEqual(ann.user);
      table.account = { ...ann, user: { id: 'ann', roles: [] } };
      expect(await identify()).toEqual({ id: 'ann', roles: [] });
      expect(table.checks).toBe(1);
    });

    test.each<[string, Account | null]>([
      ['is gone', null],
      ['has another password', { ...ann, password: 'hash 2' }],
      ['has no password any more', { ...ann, password: undefined }],
    ])('refuses the next request of an account that %s', async (_, account) => {
      const { table, identify } = setUp();
      await identify();
      table.account = account;
      await expect(identify()).rejects.toMatchObject({ fault: 'wrong' });
    });

    test('checks the password again if the name is that of another user by now', async () => {
      const { table, identify } = setUp();
      await identify();
      table.account = { ...ann, user: { id: 'ann-2' } };
      expect(await identify()).toEqual({ id: 'ann-2' });
      expect(table.checks).toBe(2);
    });
  });

  test('passes over requests without a password, and asks for one by its realm', async () => {
    const crew = basic({ check, realm: 'The crew' });
    expect(await crew.identify(request())).toBeNull();
    expect(await crew.identify(request({ authorization: 'Bearer x' }))).toBeNull();
    expect(crew.challenge).toBe('Basic realm="The crew", charset="UTF-8"');
    expect(() => basic({ realm: 'a"b' })).toThrow(/realm/);
  });
});

test('a request without a session begins none, and reads no store', async () => {
  const cookies = sessionCookie();
  let reads = 0;
  cookies.setUp!({
    userOfSession: async () => {
      reads += 1;
      return { id: 'ann' };
    },
    accountOfPassword: async () => null,
    accountOfName: async () => null,
  });
  expect(await cookies.identify(request())).toBeNull();
  expect(reads).toBe(0);
  const session = { id: 'x', held: { id: 'x', end() {} } };
  expect(await cookies.identify({ ...request(), session })).toEqual({ id: 'ann' });
});

test('an anonymous user is marked as one, whatever members the app gives it', async () => {
  const guest = await anonymous({ id: 'guest', isAnonymous: undefined as never }).identify(
    request(),
  );
  expect(guest).toEqual({ id: 'guest', roles: [], isAnonymous: true });
});
