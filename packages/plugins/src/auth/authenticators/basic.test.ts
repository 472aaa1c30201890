import { describe, expect, test } from 'vitest';

import { anonymous } from './visitors.js';
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
    userOfPassword: async () => null,
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
