import { afterEach, describe, expect, test, vi } from 'vitest';

import { type AuthSite, serveAuth } from '../../test/auth-site.js';
import { type AuthRequest, BadCredentials } from './authenticators/authenticator.js';
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

describe('the first message after a pause to a page without a guard', () => {
  const shown = async (line: { settled(): Promise<unknown> }) =>
    JSON.stringify(await line.settled());

  test('is not shown to a user whose account is gone, and the session ends', async () => {
    site = await serveAuth({ app: { limits: { sessionCloseTimeout: 1 } } });
    const { line } = await site.openWith(await site.login('bob'));
    site.users.accounts.delete('bob');
    passTime(3_600_000);
    site.app.publish('news', 'for the crew');
    expect(await line.closed).toBe(4001);
    expect(JSON.stringify(line.frames)).not.toContain('for the crew');
  });

  test('is not shown if nobody can tell who the user is, and the session ends', async () => {
    site = await serveAuth({ app: { limits: { sessionCloseTimeout: 1 } } });
    const { line } = await site.openWith(await site.login('bob'));
    site.users.getAccount = () => {
      throw new Error('The database is gone.');
    };
    passTime(31_000);
    site.app.publish('news', 'for the crew');
    expect(await line.closed).toBe(4001);
    expect(JSON.stringify(line.frames)).not.toContain('for the crew');
  });

  test('is not shown to a program whose token is over', async () => {
    let isOver = false;
    const way = {
      name: 'token',
      identify({ headers }: AuthRequest) {
        if (!headers.has('x-token')) return null;
        if (isOver) throw new BadCredentials('expired');
        return { id: 'cron' };
      },
    };
    site = await serveAuth({ auth: { authenticators: [way] } });
    const { hosts, cookie } = await site.visit('/', { headers: { 'x-token': 'x' } });
    const line = await site.connect(cookie, { headers: { 'x-token': 'x' } });
    await line.join(1, hosts[0]!, { have: 0, page: 'page' });
    isOver = true;
    passTime(3_600_000);
    site.app.publish('news', 'for programs');
    expect(await shown(line)).not.toContain('for programs');
  });

  test('is shown to everybody else, after identity is read', async () => {
    site = await serveAuth();
    const { line } = await site.openWith(await site.login('bob'));
    passTime(31_000);
    for (const news of ['one', 'two']) site.app.publish('news', news);
    await expect.poll(() => shown(line)).toContain('two');
    expect(site.users.calls.at(-1)).toBe('getAccount');
  });
});
