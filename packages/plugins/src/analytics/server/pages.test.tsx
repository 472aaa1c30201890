import { notFound, redirect } from '@skerry/kit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type AnalyticsSite, firefox, serveAnalytics } from '../../../test/analytics-site.js';

let site: AnalyticsSite;
beforeEach(async () => {
  site = await serveAnalytics({
    routes: {
      'index.tsx': { default: () => <h1>Home</h1> },
      'ships/[name].tsx': { default: () => <h1>Ship</h1> },
      'missing.tsx': { default: () => notFound() },
      'old.tsx': { default: () => redirect('/') },
      'broken.tsx': {
        default: () => {
          throw new Error('on purpose');
        },
      },
      'api/data.ts': { GET: () => ({}) },
    },
  });
});
afterEach(() => site.stop());

test('a page view is counted on the server, without a script, with the host that it came from', async () => {
  const response = await site.get('/ships/Merlin', {
    referer: 'https://www.search.example/?q=my+name',
  });
  expect(await response.text()).toContain('Ship');
  expect(site.namesOf('view')).toEqual(['/ships/:name']);
  expect(site.namesOf('referrer')).toEqual(['search.example']);
  expect(response.headers.get('server-timing')).toMatch(/\bcounted\b/);
});

test('a page view sets no cookie, and no measurement has an address or a text of the visitor', async () => {
  const response = await site.get('/?name=Ann', { referer: 'https://a.example/Ann' });
  expect(response.headers.get('set-cookie')).toBeNull();
  await site.stop();
  expect(site.namesOf('visitors')).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d$/)]);
  expect(JSON.stringify(site.taken)).not.toMatch(/127\.0\.0\.1|Ann|Firefox/);
});

test.each(['http://127.0.0.1:PORT/ships/Merlin', 'android-app://org.example', 'no url', ''])(
  'a page view has no referrer for %j',
  async (referer) => {
    await site.get('/', { referer: referer.replace('PORT', `${site.server.port}`) });
    expect(site.namesOf('view')).toEqual(['/']);
    expect(site.namesOf('referrer')).toEqual([]);
  },
);

describe('no page view is counted', () => {
  test.each<[string, Record<string, string>]>([
    ['a prefetch', { 'sec-purpose': 'prefetch' }],
    ['a prerender', { 'sec-purpose': 'prefetch;prerender' }],
    ['a prefetch of older browsers', { purpose: 'prefetch' }],
    ['a crawler', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }],
    ['Do-Not-Track', { dnt: '1' }],
    ['Global Privacy Control', { 'sec-gpc': '1' }],
    ['a script that fetches', { 'sec-fetch-dest': 'empty' }],
    ['a frame', { 'sec-fetch-dest': 'iframe' }],
  ])('for %s', async (_, headers) => {
    const response = await site.get('/', headers);
    expect(response.status).toBe(200);
    expect([site.namesOf('view'), site.namesOf('error-page')]).toEqual([[], []]);
    expect(response.headers.get('server-timing')).not.toMatch(/counted/);
  });

  test('for HEAD', async () => {
    await site.get('/', {}, 'HEAD');
    expect(site.namesOf('view')).toEqual([]);
  });

  test.each(['/api/data', '/old'])('for %s, which is no page', async (path) => {
    await site.get(path);
    expect([site.namesOf('view'), site.namesOf('error-page')]).toEqual([[], []]);
  });
});

test.each([
  ['/missing', '404'],
  ['/nowhere', '404'],
  ['/broken', '500'],
])('the error page of %s is counted apart, by its status %s', async (path, status) => {
  await site.get(path);
  expect(site.namesOf('error-page')).toEqual([status]);
  expect(site.namesOf('view')).toEqual([]);
});

test('answers are timed, by page; others by their kind', async () => {
  for (const path of ['/', '/api/data', '/nowhere']) await site.get(path);
  expect(site.namesOf('request')).toEqual(['/', 'no page', 'status 404']);
  expect(site.taken.find(({ metric }) => metric === 'request')!.value).toBeGreaterThan(0);
});

test('pages are counted by their patterns, so that no visitor can make names', async () => {
  for (const path of ['/ships/1', '/ships/2', '/ships/2?a=b']) await site.get(path);
  expect(site.namesOf('view')).toEqual(Array(3).fill('/ships/:name'));
});

test('the name of a host has at most 128 characters', async () => {
  await site.get('/', { referer: `https://${'long-name.'.repeat(20)}example/` });
  expect(site.namesOf('referrer').map(({ length }) => length)).toEqual([128]);
});

test('visitors of the day are told apart by address and browser', async () => {
  for (const agent of ['Mozilla/5.0 Firefox', 'Mozilla/5.0 Firefox', 'Mozilla/5.0 Chrome'])
    await site.get('/', { ...firefox, 'user-agent': agent });
  await site.stop();
  expect(site.taken.filter(({ metric }) => metric === 'visitors')).toMatchObject([{ value: 2 }]);
});
