import { defineApp, type Locals } from '@skerry/kit';
import { createClient } from 'redis';
import { expectTypeOf, test } from 'vitest';

import { auth, redisStore, require, type User, useUser, type Users } from '@skerry/plugins/auth';

declare module '@skerry/plugins/auth' {
  interface User {
    readonly nickname?: string;
  }
}

declare const users: Users;

test('a user has the members that the app declares, wherever it is read', () => {
  expectTypeOf<Locals['user']>().toEqualTypeOf<User | undefined>();
  expectTypeOf<User['nickname']>().toEqualTypeOf<string | undefined>();
  expectTypeOf(useUser).returns.toEqualTypeOf<User | undefined>();
  require((user) => user.nickname === 'Captain');
});

test('auth needs users, and takes a client of the package redis', () => {
  // @ts-expect-error: users are missing
  auth({});
  // @ts-expect-error: there is no such option
  auth({ users, sessions: 1 });
  defineApp({ plugins: [auth({ users, store: redisStore({ client: createClient() }) })] });
});
