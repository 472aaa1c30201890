import { createTestApp, fetchPage, mountLive } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

import config from './app.ts';
import { login, nameOf } from './crew.ts';
import Desk from './live/desk.live.tsx';
import * as loginEndpoint from './pages/api/login.ts';
import * as home from './pages/index.tsx';

test('a login renews the session, and the page greets', async () => {
  const routes = { 'index.tsx': home, 'api/login.ts': loginEndpoint };
  const app = createTestApp({ config, routes, views: { 'live/desk': Desk } });
  const first = await fetchPage(app, '/');
  expect(first.html).toContain('Log in');
  const cookieOf = (headers: Headers) => headers.get('set-cookie')?.split(';')[0] ?? '';
  const stranger = cookieOf(first.headers);
  const body = new URLSearchParams({ name: 'Ann', password: 'ahoy' });
  const answer = await fetchPage(app, '/api/login', {
    method: 'POST',
    headers: { cookie: stranger, origin: 'http://localhost' },
    body,
  });
  expect(answer.headers.get('location')).toBe('/');
  const member = cookieOf(answer.headers);
  expect((await fetchPage(app, '/', { headers: { cookie: member } })).html).toContain('Ann');
  expect((await fetchPage(app, '/', { headers: { cookie: stranger } })).html).toContain('Log in');
  await app.close();
});

test('a logout by a region', async () => {
  const desk = await mountLive(Desk);
  const { id } = desk.session;
  login(id, 'Ann');
  await desk.click('Log out');
  expect(desk.redirectedTo).toBe('/');
  expect(nameOf(id)).toBeUndefined();
});
