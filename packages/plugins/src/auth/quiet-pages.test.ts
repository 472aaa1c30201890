import { afterEach, describe, expect, test, vi } from 'vitest';

import { type AuthSite, serveAuth } from '../../test/auth-site.js';
import type { User } from './user.js';

let site: AuthSite;
afterEach(async () => {
  vi.useRealTimers();
  await site.stop();
});

const passTime = (milliseconds: number): void => {
  const now = Date.now() + milliseconds;
  vi.useFakeTimers({ toFake: ['Date'], now });
};
const give = (user: User): void => {
  const { accounts } = site.users;
  accounts.set(user.id, { ...accounts.get(user.id)!, user });
};

describe('the first message after a pause to a page with a guard', () => {
  test.each<[string, () => void]>([
    ['role', () => give({ id: 'bob', roles: [] })],
    ['account', () => void site.users.accounts.delete('bob')],
  ])('is not shown to a user whose %s is gone', async (_, remove) => {
    site = await serveAuth();
    const { line } = await site.openWith(await site.login('bob'), '/deck');
    remove();
    passTime(3_600_000);
    site.app.publish('orders', 'to the boats');
    expect(JSON.stringify(await line.settled())).not.toContain('to the boats');
  });

  test('is not shown if nobody can tell who the user is', async () => {
    site = await serveAuth();
    const { line } = await site.openWith(await site.login('bob'), '/deck');
    site.users.getAccount = () => {
      throw new Error('The database is gone.');
    };
    passTime(31_000);
    site.app.publish('orders', 'to the boats');
    expect(JSON.stringify(await line.settled())).not.toContain('to the boats');
  });

  test('is shown to everybody else, and all messages are in their order', async () => {
    site = await serveAuth();
    const { line } = await site.openWith(await site.login('bob'), '/deck');
    const { calls } = site.users;
    passTime(31_000);
    const before = calls.length;
    for (const orders of ['make sail', 'reef', 'heave to']) site.app.publish('orders', orders);
    await expect.poll(async () => JSON.stringify(await line.settled())).toContain('heave to');
    // Identity is read once for all of them.
    expect(calls.slice(before)).toEqual(['getAccount']);
  });
});
