import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { islandReportPath } from '@skerry/wire';

import { secret, startApp } from '../../test/app.js';
import { stopClock } from '../../test/clock.js';
import { serveViews, type Site, type SiteOptions } from '../../test/visitor.js';
import { deny } from '../core/deny.js';
import { defaultLimits } from '../core/limits.js';
import { Sessions } from '../core/session.js';
import { createKeyRing } from '../core/token.js';
import { definePlugin } from '../plugin/define.js';
import { defineLive } from '../live/author/define.js';
import { noAssets } from '../page/assets.js';

let site: Site;
afterEach(() => site.stop());

const report = {
  name: 'islands/chart.island',
  strategy: 'visible',
  phase: 'hydrate',
  message: 'x is not a function',
};
const island = { name: report.name, strategy: report.strategy };

const open = (options: SiteOptions = {}) =>
  serveViews({}, options).then((served) => (site = served));
const post = (body: unknown, init: RequestInit = {}) =>
  fetch(site.origin + islandReportPath, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
  });
const statusOf = async (body: unknown, init?: RequestInit): Promise<number> =>
  (await post(body, init)).status;

test('a report of a browser reaches onError with the name and the strategy of the island', async () => {
  await open();
  const response = await post(report, { headers: { origin: site.origin } });
  expect([response.status, await response.text()]).toEqual([204, '']);
  expect(site.calls('onError')).toEqual([
    {
      error: expect.objectContaining({ code: 'island-in-browser' }),
      where: 'island',
      island,
    },
  ]);
  const { message } = site.calls('onError')[0]!.error as Error;
  expect(message).toBe(
    'The island "islands/chart.island" (client:visible) failed in a browser, in the phase hydrate: "x is not a function".',
  );
});

test('a report of a region reaches onError with its view, from its own visitor alone', async () => {
  const View = defineLive({ mount: () => ({}) }, () => <p>a</p>, 'view');
  site = await serveViews({ view: View });
  const { hosts, cookie } = await site.visit();
  const region = `lv-${hosts[0]!.id}`;
  const other = await site.visit();
  for (const headers of [{}, { cookie: other.cookie }])
    expect(await statusOf({ region }, { headers })).toBe(204);
  expect(await statusOf({ region: 'lv-none' }, { headers: { cookie } })).toBe(204);
  expect(site.errors).toEqual([]);
  expect(await statusOf({ region }, { headers: { cookie } })).toBe(204);
  expect(site.calls('onError')).toMatchObject([
    { where: 'parse', region: { id: hosts[0]!.id, view: 'view' } },
  ]);
  expect(site.errors).toEqual(['region-in-browser']);
});

test('the path of reports takes only POST, and only from pages of this site', async () => {
  await open({ allowedOrigins: ['https://other.test'] });
  const refused = await fetch(site.origin + islandReportPath);
  expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST']);
  for (const origin of ['https://evil.test', 'null', 'http://127.0.0.1:1'])
    expect([origin, await statusOf(report, { headers: { origin } })]).toEqual([origin, 403]);
  expect(site.errors).toEqual([]);
  expect(await statusOf(report, { headers: { origin: 'https://other.test' } })).toBe(204);
  expect(await statusOf(report)).toBe(204);
});

describe('a report of an island is refused', () => {
  const { message: _, ...unsaid } = report;
  test.each([
    ['not JSON', '{'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', [report]],
    ['without a message', unsaid],
    ['a phase that there is not', { ...report, phase: 'constructor' }],
    ['a name that is no text', { ...report, name: { length: 1 } }],
    ['an empty name', { ...report, name: '' }],
    ['a name without end', { ...report, name: 'x'.repeat(257) }],
    ['a strategy without end', { ...report, strategy: 'x'.repeat(65) }],
    ['members of a prototype', `{"__proto__":${JSON.stringify(report)}}`],
  ])('%s', async (_what, body) => {
    await open();
    expect(await statusOf(body)).toBe(400);
    expect(site.errors).toEqual([]);
  });

  test('if it is too large, with or without a length', async () => {
    await open({ limits: { maxIslandReportBytes: 200 } });
    const large = JSON.stringify({ ...report, message: 'é'.repeat(60) });
    expect(large.length).toBeLessThan(200);
    expect(await statusOf(large)).toBe(413);
    const chunks = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('x'.repeat(64)));
      },
    });
    // seam: streams as bodies are typed for browsers alone
    const endless = { body: chunks, duplex: 'half' } as unknown as RequestInit;
    expect(await statusOf('', endless)).toBe(413);
    expect(await statusOf({ ...report, message: '' })).toBe(204);
    expect(site.errors).toEqual(['island-in-browser']);
  });
});

test('the words of a report stay on one line of the log, and are bounded', async () => {
  await open();
  await post({ ...report, name: 'a\n\u001b[31m', message: `b\n${'x'.repeat(3000)}` });
  const { message } = site.calls('onError')[0]!.error as Error;
  expect(message).toContain(String.raw`"a\n\u001b[31m"`);
  expect(message).not.toMatch(/\n/);
  expect(message.length).toBeLessThan(700);
});

/** An app that takes reports, and the names in the reports that it took. */
function start(limits: object) {
  const heard: unknown[] = [];
  const watch = definePlugin({
    name: 'test:watch',
    setup: ({ hooks }) => hooks.onError.tap((failure) => void heard.push(failure.island?.name)),
  });
  const { app } = startApp({}, { config: { limits, plugins: [watch()] } });
  const send = (name: string, ip?: string, cookie = '') => {
    const request = new Request(`http://a.test${islandReportPath}`, {
      method: 'POST',
      headers: { cookie },
      body: JSON.stringify({ ...report, name }),
    });
    return app.fetch(Object.assign(request, { ip }));
  };
  return { heard, send };
}

describe('reports of islands are limited', () => {
  test('per visitor and in all, to a number in a minute; the others are silently dropped', async () => {
    site = await open();
    vi.useFakeTimers({ toFake: ['Date'], now: 60_000 });
    try {
      const { heard, send } = start({ maxIslandReports: 4, maxIslandReportsPerVisitor: 2 });
      const statuses = [];
      for (const [name, ip] of [
        ['a1', 'a'],
        ['a2', 'a'],
        ['a3', 'a'],
        ['b1', 'b'],
        ['c1', 'c'],
        ['d1', 'd'],
      ] as const)
        statuses.push((await send(name, ip)).status);
      expect(new Set(statuses)).toEqual(new Set([204]));
      expect(heard).toEqual(['a1', 'a2', 'b1', 'c1']);
      vi.setSystemTime(119_999);
      await send('late', 'e');
      vi.setSystemTime(120_000);
      await send('next', 'a');
      expect(heard.slice(4)).toEqual(['next']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a visitor who reports is known', () => {
  // All reports of one test are of one minute.
  beforeEach(() => void stopClock());

  const ring = createKeyRing([secret]);
  const sessions = new Sessions({ ring, limits: defaultLimits, over() {} });
  const cookie = () => sessions.setCookieHeader(sessions.begin(), false).split(';')[0]!;

  test('by the address, since sessions are free', async () => {
    site = await open();
    const { heard, send } = start({ maxIslandReportsPerVisitor: 2 });
    for (const name of ['1', '2', '3', '4']) await send(name, '192.0.2.1', cookie());
    await send('other', '192.0.2.2', cookie());
    expect(heard).toEqual(['1', '2', 'other']);
  });

  test('by the session, since addresses change', async () => {
    site = await open();
    const { heard, send } = start({ maxIslandReportsPerVisitor: 2 });
    const own = cookie();
    for (const name of ['1', '2', '3']) await send(name, `192.0.2.${name}`, own);
    await send('no address', undefined, own);
    await send('other', '192.0.2.3', cookie());
    expect(heard).toEqual(['1', '2', 'other']);
  });

  test('by the network, since one customer has many addresses of IPv6', async () => {
    site = await open();
    const { heard, send } = start({ maxIslandReportsPerVisitor: 2 });
    for (const name of ['1', '2', '3']) await send(name, `2001:db8::${name}`, cookie());
    await send('other', '2001:db8:0:1::1', cookie());
    expect(heard).toEqual(['1', '2', 'other']);
  });
});

test('a report of an island that the app does not have is counted as unknown', async () => {
  const island = vi.fn((name: string, strategy: string) => name === 'known' && strategy === 'load');
  const heard: unknown[] = [];
  const watch = definePlugin({
    name: 'test:watch',
    setup: ({ hooks }) => hooks.onError.tap((failure) => void heard.push(failure.island)),
  });
  site = await open();
  const logged: string[] = [];
  const log = { info() {}, warn: (text: string) => void logged.push(text), error() {} };
  const { app } = startApp(
    {},
    { config: { log, plugins: [watch()] }, assets: { ...noAssets, isIsland: island } },
  );
  for (const [name, strategy] of [
    ['known', 'load'],
    ['known', 'x'],
    ['random\n7', 'load'],
  ]) {
    const body = JSON.stringify({ ...report, name, strategy });
    await app.fetch(new Request(`http://a.test${islandReportPath}`, { method: 'POST', body }));
  }
  const unknown = { name: 'unknown', strategy: 'unknown' };
  expect(heard).toEqual([{ name: 'known', strategy: 'load' }, unknown, unknown]);
  expect(logged[2]).toContain(String.raw`The island "random\n7" (client:load) failed`);
});

test('a guard of requests may refuse reports, and other paths belong to the pages', async () => {
  await open({
    taps: ({ beforeRequest }) =>
      beforeRequest.tap(({ url }) =>
        url.pathname.startsWith('/_skerry/islands') ? deny('not today') : undefined,
      ),
    routes: { '[...rest].tsx': { default: () => 'all' } },
  });
  expect(await statusOf(report)).toBe(403);
  expect(site.errors).toEqual([]);
  expect((await site.visit('/_skerry/other')).response.status).toBe(200);
});
