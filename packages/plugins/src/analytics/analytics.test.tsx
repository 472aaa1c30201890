import { defineLive, definePlugin, deny, useLocals } from '@skerry/kit';
import { createApp } from '@skerry/kit/server';
import { createTestApp, fetchPage } from '@skerry/kit/testing';
import { describe, expect, test, vi } from 'vitest';

import { prerenderApp } from '../../../kit/src/prerender/prerender.js';
import { type AnalyticsSite, firefox, serveAnalytics } from '../../test/analytics-site.js';
import { guard } from './dashboard/guard.js';
import {
  accessOf,
  analytics,
  type AnalyticsOptions,
  type AnalyticsReader,
  type Measurement,
  memorySink,
  type Sink,
  useAnalytics,
} from './index.js';

const routes = { 'index.tsx': { default: () => <h1>Home</h1> } };
const silent = { info() {}, warn() {}, error() {} };
const appWith = (...plugins: ReturnType<typeof analytics>[]) =>
  createTestApp({ routes, views: {}, config: { plugins, log: silent } });

describe('the plugin analytics', () => {
  test('provides its report to other plugins', async () => {
    let reader: AnalyticsReader | undefined;
    const other = definePlugin({
      name: 'acme:other',
      dependencies: { 'skerry:analytics': {} },
      setup: ({ inject }) => void (reader = inject('skerry:analytics')),
    });
    const app = appWith(analytics(), other());
    await fetchPage(app, '/', { headers: firefox });
    expect(reader!.readReport('minute').counts['view']).toEqual([{ name: '/', count: 1 }]);
    expect(reader!.visitorsToday().count).toBe(1);
    await app.close();
  });

  test('gives its report to pages', async () => {
    const Page = () => <p>{useAnalytics().readReport('hour').points.at(-1)!.views}</p>;
    const app = createTestApp({
      routes: { ...routes, 'report.tsx': { default: Page } },
      views: {},
      config: { plugins: [analytics()], log: silent },
    });
    await fetchPage(app, '/', { headers: firefox });
    expect((await fetchPage(app, '/report')).html).toContain('<p>1</p>');
    await app.close();
  });

  test('keeps the report in the memory sink of the app, if there is one', async () => {
    const memory = memorySink({ names: 1 });
    const app = appWith(analytics({ sinks: [memory] }));
    await fetchPage(app, '/', { headers: firefox });
    expect(memory.readReport('day').counts['view']).toEqual([{ name: '/', count: 1 }]);
    await app.close();
  });

  test('goes on where a sink fails, and writes that to the log', async () => {
    const broken: Sink = {
      take() {
        throw new Error('on purpose');
      },
      stop: () => Promise.reject(new Error('on purpose')),
    };
    const site: AnalyticsSite = await serveAnalytics({ routes }, { sinks: [broken] });
    expect((await site.get('/')).status).toBe(200);
    expect(site.namesOf('view')).toEqual(['/']);
    expect(site.logged[0]![0]).toMatch(/^\[skerry:analytics\] A sink failed: Error: on purpose/);
    await site.stop();
  });

  test('stops its sinks with the app', async () => {
    const stop = vi.fn();
    const app = appWith(analytics({ sinks: [{ take() {}, stop }] }));
    await app.started;
    await app.close();
    expect(stop).toHaveBeenCalledOnce();
  });

  test('counts no page that a build writes', async () => {
    const taken: Measurement[] = [];
    const page = { ...routes['index.tsx'], prerender: true };
    const config = { plugins: [analytics({ sinks: [(each) => taken.push(each)] })], log: silent };
    await prerenderApp({ modules: { routes: { 'index.tsx': page }, views: {}, config } }, () => {});
    expect(taken.filter(({ metric }) => metric === 'view' || metric === 'request')).toEqual([]);
  });
});

test.each<[unknown, string]>([
  [{ path: 'seen' }, 'path must be a path'],
  [{ sinks: [5] }, 'sinks must be an array of sinks'],
  [{ browser: 'no' }, 'browser must be true or false'],
  [{ dashbord: true }, 'dashbord is none of path, sinks, browser, dashboard'],
  [{ dashboard: { guard: 'admin' } }, 'dashboard.guard must be a guard'],
  [{ dashboard: { rolle: 'admin' } }, 'dashboard.rolle is none of path, role, guard'],
])('the options %j of analytics stop the start', (options, problem) => {
  expect(() => appWith(analytics(options as AnalyticsOptions))).toThrow(
    expect.objectContaining({
      code: 'bad-plugin-options',
      message: expect.stringMatching(new RegExp(problem.replaceAll(' ', '.*'))),
    }),
  );
});

describe('the dashboard', () => {
  // Vite makes the modules of the parts; the guard is asked before them.
  const id = '@skerry/plugins/src/analytics/dashboard/overview';
  const Overview = defineLive({ mount: () => ({}) }, () => <p>numbers</p>, id);
  const pagePart = '@skerry/plugins/analytics/dashboard';
  const page = { guard, default: () => <Overview /> };
  const parts = { [pagePart]: page };
  const serve = (dashboard: AnalyticsOptions['dashboard'] & {}) =>
    serveAnalytics({ routes, parts, views: { [id]: Overview } }, { dashboard });

  test('counts the pages of an app below a path of its host, and not its own', async () => {
    const memory = memorySink();
    const app = createApp({
      modules: {
        routes,
        parts: { [pagePart]: page },
        views: {},
        config: { plugins: [analytics({ sinks: [memory], dashboard: true })], log: silent },
      },
      mode: 'development',
      build: 'test',
      base: '/app/',
      secret: 'a secret for tests, of 32 bytes or more',
    });
    for (const path of ['/app/', '/app/analytics'])
      await fetchPage(app, path, { headers: firefox });
    expect(memory.readReport('day').counts['view']).toEqual([{ name: '/app', count: 1 }]);
    await app.close();
  });

  test('in production is refused at the start, unless something guards it', () => {
    const start = (options: AnalyticsOptions) => () =>
      createApp({
        modules: { routes, parts, views: {}, config: { plugins: [analytics(options)] } },
        mode: 'production',
        build: 'test',
        secret: 'a secret for tests, of 32 bytes or more',
      });
    expect(start({ dashboard: true })).toThrow(/skerry:analytics.*open to everybody/);
    expect(start({ dashboard: { guard: () => deny('no') } })).not.toThrow();
    expect(start({})).not.toThrow();
  });

  test('asks the plugin auth for a role, if the app has it', async () => {
    const asked: string[] = [];
    const roles = {
      require: (role: string) => () => {
        asked.push(role);
        return deny('Not you.');
      },
    };
    const auth = definePlugin({
      name: 'skerry:auth',
      // seam: a plugin that is not there declares no type of its value
      setup: ({ provide }) =>
        (provide as (name: string, value: unknown) => void)('skerry:auth', roles),
    });
    const app = createApp({
      modules: {
        routes,
        parts: { [pagePart]: page },
        views: {},
        config: { plugins: [analytics({ dashboard: { role: 'captain' } }), auth()], log: silent },
      },
      mode: 'production',
      build: 'test',
      secret: 'a secret for tests, of 32 bytes or more',
    });
    expect((await fetchPage(app, '/analytics', { headers: firefox })).status).toBe(403);
    expect(asked).toEqual(['captain']);
    await app.close();
  });

  test('computes its report once for all viewers between two updates', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const memory = memorySink();
    const read = vi.spyOn(memory, 'readReport');
    const Shown = defineLive(
      { mount: () => ({ views: accessOf(useLocals())!.shared.readReport('hour').points.length }) },
      ({ state }) => <p>{state.views}</p>,
      id,
    );
    const shownPage = { guard, default: () => <Shown /> };
    const site = await serveAnalytics(
      { routes, parts: { [pagePart]: shownPage }, views: { [id]: Shown } },
      { dashboard: true, sinks: [memory] },
    );
    const look = async () => expect(await (await site.get('/analytics')).text()).toContain('48');
    try {
      // The updates begin with the first viewer.
      await look();
      read.mockClear();
      for (let viewer = 1; viewer <= 3; viewer += 1) await look();
      expect(read).toHaveBeenCalledOnce();
      vi.advanceTimersByTime(1000);
      await look();
      expect(read).toHaveBeenCalledTimes(2);
    } finally {
      vi.useRealTimers();
      await site.stop();
    }
  });

  test('does not count itself', async () => {
    const site = await serve({ path: '/numbers' });
    expect((await site.get('/numbers')).status).toBe(200);
    expect([site.namesOf('view'), site.namesOf('request')]).toEqual([[], []]);
    await site.tell({ p: '/numbers', v: 1, l: [500] });
    expect(site.taken.filter(({ metric }) => metric !== 'request')).toEqual([]);
    await site.stop();
  });
});
