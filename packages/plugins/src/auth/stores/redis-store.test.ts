import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { type RunningRedis, startRedis } from '../../../test/redis-server.js';
import { record, testStore } from '../../../test/store-contract.js';
import { redisStore } from './redis-store.js';
import type { AuthStore } from './store.js';

let redis: RunningRedis;
const opened: (() => Promise<unknown>)[] = [];
let stores = 0;

beforeAll(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()));
});
afterAll(() => redis.stop());

/** Opens a store, as a process of an app does. */
async function openStore(prefix = `{test${++stores}}:`): Promise<AuthStore> {
  const client = createClient({ url: redis.url });
  client.on('error', () => {});
  const store = redisStore({ client, prefix });
  await store.open!(() => {});
  opened.push(async () => {
    await store.close!();
    client.destroy();
  });
  return store;
}

testStore('in Redis', () => openStore());

test('a session that one process deletes ends in the others at once', async () => {
  const here = await openStore('{shared}:');
  const there = await openStore('{shared}:');
  const deleted: string[] = [];
  there.onDeleted((ids) => deleted.push(...ids));
  await here.putSession(record('a'));
  await here.putSession(record('b'));
  expect(await there.getSession('a')).toMatchObject({ subject: 'ann' });
  await here.deleteSessionsOf('ann');
  await expect.poll(() => deleted.toSorted()).toEqual(['a', 'b']);
  expect(await there.getSession('a')).toBeUndefined();
});

test('a code is handed to one of several processes', async () => {
  const all = await Promise.all([1, 2, 3].map(() => openStore('{codes}:')));
  const until = Date.now() + 60_000;
  await all[0]!.putCode({ id: 'x', slot: 'reset:ann', data: '', until });
  const taken = await Promise.all(all.map((store) => store.takeCode('x')));
  expect(taken.filter((each) => each !== undefined)).toHaveLength(1);
});

test('a store whose Redis is gone rejects, keeps the process alive, and comes back', async () => {
  const own = await startRedis();
  const client = createClient({ url: own.url, disableOfflineQueue: true });
  const errors: unknown[] = [];
  client.on('error', (error) => errors.push(error));
  const store = redisStore({ client });
  await store.open!((error) => errors.push(error));
  const deleted: string[] = [];
  store.onDeleted((ids) => deleted.push(...ids));
  await own.stop();
  await expect.poll(() => errors.length).toBeGreaterThan(1);
  await expect(store.getSession('a')).rejects.toThrow();
  const again = await startRedis(Number(new URL(own.url).port));
  await expect
    .poll(
      () =>
        store.putSession(record('a')).then(
          () => 'written',
          () => 'failed',
        ),
      { timeout: 15_000 },
    )
    .toBe('written');
  await expect
    .poll(
      async () => {
        await store.putSession(record('a'));
        await store.deleteSession('a');
        return deleted.length;
      },
      { timeout: 15_000 },
    )
    .toBeGreaterThan(0);
  await store.close!();
  client.destroy();
  await again.stop();
});
