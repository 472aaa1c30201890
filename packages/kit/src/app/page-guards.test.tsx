import { expect, test } from 'vitest';

import { startApp } from '../../test/app.js';
import { redirect } from '../core/deny.js';
import type { Guard, GuardVisit } from '../core/guard.js';
import type { LayoutProps } from '../page/module.js';

const seen: string[] = [];
const note =
  (name: string): Guard =>
  ({ step, path, url, params, request, cookies }: GuardVisit) =>
    void seen.push(
      [
        name,
        step,
        request?.method,
        path,
        url?.search,
        JSON.stringify(params),
        cookies?.get('a'),
      ].join(' '),
    );

const routes = {
  'fleet/_layout.tsx': { default: ({ children }: LayoutProps) => children, guard: note('folder') },
  'fleet/[ship].tsx': { default: () => 'x', guard: note('page') },
  'fleet/api/[ship].ts': { POST: () => ({}), guard: note('endpoint') },
  'desk.tsx': {
    default: () => 'x',
    guard: ({ path, url }: GuardVisit) =>
      redirect(`/login?${new URLSearchParams({ back: path + url?.search })}` as '/login'),
  },
};

test('guards of pages, layouts and endpoints know the request: its URL with the query, and its params', async () => {
  const { ask } = startApp(routes);
  const headers = { cookie: 'a=1' };
  expect((await ask('/fleet/Black%20Gull?tab=crew', { headers })).status).toBe(200);
  const request = '/fleet/Black%20Gull ?tab=crew {"ship":"Black Gull"} 1';
  expect(seen.splice(0)).toEqual([`folder request GET ${request}`, `page request GET ${request}`]);
  const post = { method: 'POST', headers: { ...headers, origin: 'http://a.test' } };
  expect((await ask('/fleet/api/gull?x=1', post)).status).toBe(200);
  const call = '/fleet/api/gull ?x=1 {"ship":"gull"} 1';
  expect(seen.splice(0)).toEqual([`folder request POST ${call}`, `endpoint request POST ${call}`]);
});

test('a guard can send visitors back to where they were, with the query', async () => {
  const { ask } = startApp(routes);
  const { status, headers } = await ask('/desk?page=2&by=name');
  expect([status, headers.get('location')]).toEqual([
    303,
    '/login?back=%2Fdesk%3Fpage%3D2%26by%3Dname',
  ]);
});
