import { readFile, rm } from 'node:fs/promises';

import { createTestApp, fetchPage } from '@skerry/kit/testing';
import { analytics } from '@skerry/plugins/analytics';
import { afterAll, expect, test, vi } from 'vitest';

import config from './app.ts';
import { toTotals, totals } from './counters.ts';
import guarded from './guarded.ts';
import * as popular from './pages/popular.tsx';
import { slowPages } from './slow-pages.ts';

const headers = { 'user-agent': 'Mozilla/5.0 Firefox/152.0' };
const home = { default: () => 'Home' };

afterAll(() => rm('seen.jsonl', { force: true }));

test('a view is counted, shown by a page, and written to a file', async () => {
  const app = createTestApp({
    config,
    routes: { 'index.tsx': home, 'popular.tsx': popular },
    views: {},
  });
  await fetchPage(app, '/', { headers });
  await fetchPage(app, '/', { headers: { ...headers, 'sec-gpc': '1' } });
  expect((await fetchPage(app, '/popular', { headers })).document.textContent).toContain(
    '/: 1 views',
  );
  await app.close();
  const [first = ''] = (await readFile('seen.jsonl', 'utf8')).split('\n');
  expect(JSON.parse(first)).toEqual({ at: expect.any(Number), metric: 'view', name: '/' });
});

test('a plugin reads what was counted, and a function is a sink', async () => {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const slow = { at: Date.now(), metric: 'request', name: '/slow', value: 3_000_000 } as const;
  const memory = (await import('@skerry/plugins/analytics')).memorySink();
  memory.take(slow);
  const plugins = [analytics({ sinks: [memory, toTotals] }), slowPages()];
  const app = createTestApp({ config: { plugins, log }, routes: { 'index.tsx': home }, views: {} });
  await app.started;
  await app.close();
  expect(log.warn.mock.calls[0]?.[0]).toMatch(/\/slow takes (?:2|3)\d{3} ms/);
  toTotals({ at: 0, metric: 'event', name: 'todo', detail: 'add' });
  expect([...totals]).toEqual([['todo.add', 1]]);
});

test('the guard of the dashboard lets the office in', async () => {
  const [plugin] = guarded.plugins!;
  const { dashboard } = plugin!.options as { dashboard: { guard: (visit: object) => unknown } };
  const visit = (office: string) => ({
    step: 'request',
    request: new Request('http://localhost/numbers', { headers: { 'x-office': office } }),
  });
  expect(dashboard.guard(visit('yes'))).toBeUndefined();
  expect(dashboard.guard(visit('no'))).toMatchObject({ reason: 'Only the office sees this.' });
});
