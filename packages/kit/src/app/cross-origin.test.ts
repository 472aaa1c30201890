import { describe, expect, test } from 'vitest';
import { islandReportPath } from '@skerry/wire';

import { page, startApp } from '../../test/app.js';
import { definePlugin } from '../plugin/define.js';
import type { ErrorProps } from '../page/module.js';
import { jsx } from '../jsx/jsx-runtime.js';

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];
const run: string[] = [];
const handlers = Object.fromEntries(
  methods.map((method) => [method, () => (run.push(method), 'done')]),
);
const routes = {
  'index.tsx': page('Home'),
  'api/x.ts': handlers,
  'api/hook.ts': { ...handlers, crossOrigin: true },
  '_error.tsx': {
    default: ({ status, reason }: ErrorProps) => jsx('p', { children: `${status}: ${reason}` }),
  },
};
const asked: string[] = [];
const guard = definePlugin({
  name: 'test:guard',
  setup: ({ hooks }) => hooks.beforeRequest.tap(({ url }) => void asked.push(url.pathname)),
});
const { ask } = startApp(routes, {
  config: { allowedOrigins: ['https://friend.test'], plugins: [guard()] },
});
const own = 'http://a.test';

const statuses = async (path: string, headers: Record<string, string>): Promise<object> => {
  const all = methods.map(async (method) => [
    method,
    (await ask(path, { method, headers })).status,
  ]);
  return Object.fromEntries(await Promise.all(all));
};
const of = (safe: number, unsafe: number) =>
  Object.fromEntries(methods.map((method, i) => [method, i < 3 ? safe : unsafe]));

describe('an endpoint', () => {
  test.each([
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: '' },
    { origin: 'http://a.test.evil.test' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://b.a.test' },
    { 'sec-fetch-site': 'cross-site', origin: own },
    { 'sec-fetch-site': 'cross-site', origin: 'null' },
  ])('is not changed by the page of another origin: %j', async (headers) => {
    run.length = 0;
    expect(await statuses('/api/x', headers as Record<string, string>)).toEqual(of(200, 403));
    expect(run.toSorted()).toEqual(['GET', 'HEAD', 'OPTIONS']);
  });

  test.each([
    {},
    { origin: own },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'same-origin', origin: 'null' },
    { origin: 'https://friend.test' },
    { 'sec-fetch-site': 'cross-site', origin: 'https://friend.test' },
  ])(
    'accepts changes from its own pages, from allowed origins and from clients other than browsers: %j',
    async (headers) => {
      expect(await statuses('/api/x', headers as Record<string, string>)).toEqual(of(200, 200));
    },
  );

  test('may accept changes from every page', async () => {
    const headers = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
    expect(await statuses('/api/hook', headers)).toEqual(of(200, 200));
  });

  test.each(['yes', 1, null, ['https://evil.test']])(
    'accepts true for `crossOrigin`, and not %j',
    (crossOrigin) => {
      expect(() => startApp({ 'api/x.ts': { ...handlers, crossOrigin } })).toThrow(
        'src/pages/api/x.ts exports a `crossOrigin` that is neither true nor false.',
      );
    },
  );
});

test('the refusal of a cross-origin request shows its reason on the error page, and no guard is asked', async () => {
  asked.length = 0;
  const response = await ask('/api/x', {
    method: 'POST',
    headers: { origin: 'https://evil.test', accept: 'text/html' },
  });
  expect(await response.text()).toContain('<p>403: A page of another origin may not ask');
  expect(asked).toEqual([]);
});

test('requests of other origins to pages, reports and unknown paths are checked in the same way', async () => {
  for (const path of ['/', '/nowhere', islandReportPath]) {
    const post = (origin: string) =>
      ask(path, { method: 'POST', body: '{}', headers: { origin } }).then(({ status }) => status);
    expect([path, await post('https://evil.test')]).toEqual([path, 403]);
    expect([path, await post(own)]).not.toEqual([path, 403]);
  }
});

test('a page cannot export `crossOrigin`', () => {
  expect(() => startApp({ 'index.tsx': { ...page('Home'), crossOrigin: true } })).toThrow(
    'src/pages/index.tsx exports `crossOrigin`, which only endpoints do.',
  );
});
