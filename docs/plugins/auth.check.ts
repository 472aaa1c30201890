import { createTestApp, fetchPage } from '@skerry/kit/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { addUser } from './add-user.ts';
import config from './app.ts';
import Log from './live/log.live.tsx';
import { machines } from './machines.ts';
import { outbox } from './mail.ts';
import * as account from './pages/account.tsx';
import * as session from './pages/api/session.ts';
import * as layout from './pages/crew/_layout.tsx';
import * as crew from './pages/crew/index.tsx';
import * as login from './pages/login.tsx';
import * as register from './pages/register.tsx';
import { users } from './users.ts';

const routes = {
  'login.tsx': login,
  'register.tsx': register,
  'account.tsx': account,
  'crew/_layout.tsx': layout,
  'crew/index.tsx': crew,
  'api/session.ts': session,
};
const app = createTestApp({ config, routes, views: { 'live/log': Log } });
afterAll(() => app.close());

const name = 'ann@sea.example';
const password = 'a lantern in the fog';
let cookie = '';

const post = async (path: string, fields: Record<string, string>) => {
  const headers = { origin: 'http://localhost', ...(cookie && { cookie }) };
  const answer = await fetchPage(app, path, {
    method: 'POST',
    headers,
    body: new URLSearchParams(fields),
  });
  const given = answer.headers.get('set-cookie')?.split(';')[0];
  if (given !== undefined) cookie = given;
  return answer.headers.get('location');
};
const get = (path: string) => fetchPage(app, path, { headers: { accept: 'text/html', cookie } });

beforeAll(async () => {
  expect(await post('/auth/register', { name })).toBe('/register?sent=1');
  await vi.waitFor(() => expect(outbox).toHaveLength(1));
  const code = outbox[0]?.text.split('code=')[1] ?? '';
  expect((await get(`/register?code=${code}`)).html).toContain('New password');
  expect(await post('/auth/confirm', { code, password: 'harbour2' })).toMatch(/fault=contextual/);
  expect(await post('/auth/confirm', { code, password })).toBe('/');
});

test('the crew is let in, and its sessions are listed', async () => {
  const { html } = await get('/crew');
  expect(html).toContain('Calm sea');
  expect(html).toMatch(/<em[^>]*>ann<\/em>/);
  expect((await get('/account')).html).toContain('this one');
});

test('a logout and a login', async () => {
  expect(await post('/auth/logout', {})).toBe('/');
  expect((await get('/crew')).headers.get('location')).toBe('/login?back=%2Fcrew');
  expect(await post('/auth/login', { name, password: 'wrong', back: '/crew' })).toBe(
    '/login?fault=wrong&back=%2Fcrew',
  );
  expect((await get('/login?fault=wrong&back=%2Fcrew')).html).toContain('do not fit');
  expect(await post('/auth/login', { name, password, back: '/crew' })).toBe('/crew');
  expect((await get('/crew')).status).toBe(200);
});

test('a user whom a script has added logs in', async () => {
  const cook = { name: 'cook@sea.example', password: 'soup of seven fishes' };
  await expect(addUser(users, cook.name, 'harbour2')).rejects.toThrow('too close to a name');
  await addUser(users, cook.name, cook.password);
  await expect(addUser(users, cook.name, cook.password)).rejects.toThrow('there already');
  const own = cookie;
  expect(await post('/auth/login', { ...cook, back: '/crew' })).toBe('/crew');
  cookie = own;
});

test('a program logs in by JSON', async () => {
  const ask = (body: object) =>
    fetchPage(app, '/api/session', { method: 'POST', body: JSON.stringify(body) });
  expect((await ask({ name, password })).html).toBe('{"user":"user-1"}');
  expect((await ask({ name, password: 'wrong' })).status).toBe(401);
});

test('machines come in by tokens, and guests are guests', async () => {
  const plugins = [machines('a secret for machines, of 32 bytes and more')];
  const page = {
    default: ({ locals }: { locals: { user?: { name: string } } }) => locals.user?.name,
  };
  const other = createTestApp({ config: { plugins }, routes: { 'index.tsx': page }, views: {} });
  expect((await fetchPage(other, '/')).html).toContain('Guest');
  const headers = { 'x-key': 'a secret for machines, of 32 bytes and more' };
  expect((await fetchPage(other, '/', { headers })).html).toContain('Key');
  const bad = { authorization: 'Bearer nonsense' };
  expect((await fetchPage(other, '/', { headers: bad })).status).toBe(401);
  await other.close();
});
