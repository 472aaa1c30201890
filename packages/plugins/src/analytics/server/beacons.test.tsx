import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';

import { testIsland } from '../../../../kit/test/islands.js';
import { type AnalyticsSite, serveAnalytics } from '../../../test/analytics-site.js';
import { jsonLines } from '../sinks/json-lines.js';

const Chart = testIsland('islands/chart.island', () => '<svg></svg>');

let site: AnalyticsSite;
beforeEach(async () => {
  site = await serveAnalytics({
    routes: { 'index.tsx': { default: () => <Chart client:visible /> } },
  });
  await site.get('/');
  site.taken.length = 0;
});
afterEach(async () => {
  vi.useRealTimers();
  await site.stop();
});

const vitals = () =>
  site.taken
    .filter(({ metric }) => ['LCP', 'INP', 'CLS'].includes(metric))
    .map(({ metric, name, value, former }) => ({ metric, name, value, former }));

const hydrations = () =>
  site.taken
    .filter(({ metric }) => metric === 'hydration')
    .map(({ name, detail, count }) => ({ name, detail, count }));

test('a beacon brings web vitals, hydration of islands, and a view that no request has shown', async () => {
  const response = await site.tell({
    p: '/',
    v: 1,
    r: 'https://search.example/?q=Ann',
    l: [812.5],
    i: [64, null],
    c: [0.3, 0.1],
    h: [['islands/chart.island', 'visible', 2]],
  });
  expect(response.status).toBe(204);
  expect(vitals()).toEqual([
    { metric: 'LCP', name: '/', value: 812.5 },
    { metric: 'INP', name: '/', value: 64 },
    { metric: 'CLS', name: '/', value: 0.3, former: 0.1 },
  ]);
  expect(hydrations()).toEqual([{ name: 'islands/chart.island', detail: 'visible', count: 2 }]);
  expect([site.namesOf('view'), site.namesOf('referrer')]).toEqual([['/'], ['search.example']]);
});

describe('a beacon is refused', () => {
  test.each<[number, string, unknown, Record<string, string>]>([
    [403, 'of another origin', { p: '/', l: [5] }, { origin: 'https://evil.example' }],
    [403, 'of another site', { p: '/', l: [5] }, { 'sec-fetch-site': 'cross-site' }],
    [403, 'of no page', { p: '/', l: [5] }, { 'sec-fetch-site': 'none' }],
    [415, 'of another type', { p: '/', l: [5] }, { 'content-type': 'application/json' }],
    [413, 'that is too long', { p: '/', l: [5], x: 'x'.repeat(4100) }, {}],
    [400, 'that is no JSON', '{', {}],
    [400, 'that is null', 'null', {}],
    [400, 'without a page', { l: [5] }, {}],
    [400, 'whose page is no path', { p: 'https://evil.example/', l: [5] }, {}],
  ])('with %i: one %s', async (status, _, beacon, headers) => {
    expect((await site.tell(beacon, headers)).status).toBe(status);
    expect(vitals()).toEqual([]);
  });
});

test.each<[string, object]>([
  ['a page that the app does not have', { p: '/nowhere', v: 1, l: [800] }],
  ['an island that the app does not have', { p: '/', h: [['islands/evil', 'load', 1]] }],
  ['a strategy that the island does not have', { p: '/', h: [['islands/chart.island', 'x', 1]] }],
  ['members of the wrong kind', { p: '/', v: true, r: 5, l: 'a', i: [null], c: [{}], h: [5, []] }],
  ['numbers that are none', '{"p":"/","l":[1e999],"c":["1"]}' as unknown as object],
])('of a beacon is left out: %s', async (_, beacon) => {
  expect((await site.tell(beacon)).status).toBe(204);
  expect(site.taken.filter(({ metric }) => metric !== 'request')).toEqual([]);
});

test('the numbers of a beacon are brought into their bounds', async () => {
  await site.tell({
    p: '/',
    l: [1e12],
    i: [-5],
    c: [1e6],
    h: [['islands/chart.island', 'visible', 1e9]],
  });
  expect(vitals().map(({ value }) => value)).toEqual([60_000, 0, 10]);
  expect(hydrations()).toMatchObject([{ count: 100 }]);
});

test('a beacon that names one kind of islands thirty times is one measurement', async () => {
  const h = Array.from({ length: 30 }, () => ['islands/chart.island', 'visible', 100]);
  expect((await site.tell({ p: '/', h })).status).toBe(204);
  expect(hydrations()).toMatchObject([{ count: 100 }]);
});

test.each<[string, object]>([
  ['all kinds once', { p: '/', v: 1, r: 'http://a.b', l: [1], i: [1], c: [1] }],
  ['a kind of islands', { p: '/', h: [['islands/chart.island', 'visible', 100]] }],
  [
    'a kind of islands thirty times',
    { p: '/', h: Array.from({ length: 30 }, () => ['islands/chart.island', 'visible', 100]) },
  ],
  ['a long name', { p: '/', v: 1, r: `https://${'x'.repeat(3_000)}.example/` }],
])(
  'a beacon with %s adds less than eight times its own size to a JSON-lines file',
  async (_, told) => {
    const folder = await mkdtemp(join(tmpdir(), 'skerry-beacons-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'seen.jsonl');
    const sink = jsonLines({ file });
    await site.tell(told);
    const measured = site.taken.filter(({ metric }) => metric !== 'request');
    expect(measured).not.toEqual([]);
    for (const each of measured) sink.take(each);
    await sink.stop!();
    expect((await stat(file)).size).toBeLessThan(8 * JSON.stringify(told).length);
  },
);

test.each<Record<string, string>>([
  { dnt: '1' },
  { 'sec-gpc': '1' },
  { 'user-agent': 'Googlebot' },
])('a beacon with %o is answered, and not counted', async (headers) => {
  expect((await site.tell({ p: '/', v: 1, l: [5] }, headers)).status).toBe(204);
  expect(site.taken.filter(({ metric }) => metric !== 'request')).toEqual([]);
});

test('a visitor who sends more beacons than pages can is counted no further', async () => {
  // The bound is one of a minute.
  vi.useFakeTimers({ toFake: ['Date'] });
  for (let i = 0; i < 70; i++) await site.tell({ p: '/', l: [i + 1] });
  expect(vitals()).toHaveLength(60);
});

test('only POST is answered at the path of beacons', async () => {
  const response = await site.get('/seen');
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
});
