import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { type AuthSite, serveAuth } from '../../test/auth-site.js';
import { type RunningRedis, startRedis } from '../../test/redis-server.js';
import { redisStore } from './stores/redis-store.js';

let redis: RunningRedis;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => redis.stop());

/** Serves the app as one of several processes. */
async function serveProcess(url: string, users?: AuthSite['users']): Promise<AuthSite> {
  const client = createClient({ url, disableOfflineQueue: true });
  client.on('error', () => {});
  const store = redisStore({ client });
  const limits = { sessionCloseTimeout: 1 };
  const site = await serveAuth({ auth: { store }, app: { limits }, ...(users && { users }) });
  closing.push(async () => {
    await site.stop();
    client.destroy();
  });
  return site;
}

test('over Redis a login counts in every process, and a logout ends the regions of all', async () => {
  const here = await serveProcess(redis.url);
  const there = await serveProcess(redis.url, here.users);
  const cookie = await here.login('ann');
  expect(await there.whoIs(cookie)).toBe('ann');
  const open = await there.openWith(cookie, '/', 'open');
  const parked = await there.openWith(cookie, '/', 'parked');
  parked.line.cut();
  await here.post('/auth/logout', {}, cookie);
  expect(await open.line.closed).toBe(4001);
  await expect.poll(() => there.app.usage().regions.parked.count).toBe(0);
  expect(await there.whoIs(cookie)).toBeNull();
});

test('over Redis a change of the password ends the other sessions in every process', async () => {
  const here = await serveProcess(redis.url);
  const there = await serveProcess(redis.url, here.users);
  const [mine, other] = [await here.login('ann'), await there.login('ann')];
  const { line } = await there.openWith(other);
  const fields = { current: 'a harbour at night', password: 'a quieter harbour' };
  const done = await here.post('/auth/password', fields, mine);
  expect(await line.closed).toBe(4001);
  expect(await there.whoIs(done.cookie)).toBe('ann');
  expect(await there.whoIs(other)).toBeNull();
});

test('an app whose Redis is gone refuses those who have a session, and serves everybody else', async () => {
  const own = await startRedis();
  const site = await serveProcess(own.url);
  const cookie = await site.login('ann');
  await own.stop();
  await expect.poll(async () => (await site.visit('/plain', { cookie })).response.status).toBe(500);
  expect((await site.visit('/plain')).response.status).toBe(200);
  const refused = await site.post('/auth/login', {
    name: 'ann@sea.example',
    password: 'a harbour at night',
  });
  expect(refused.response.status).toBe(500);
});
