import { afterEach, describe, expect, test } from 'vitest';

import { startApp } from '../../test/app.js';
import { stopClock } from '../../test/clock.js';
import { deferred } from '../../test/deferred.js';
import { serveViews, type Site } from '../../test/visitor.js';
import { deny, notFound, redirect } from '../core/deny.js';
import type { Locals } from '../core/locals.js';
import { definePlugin } from '../plugin/define.js';
import { defineLive } from '../live/author/define.js';
import { publish } from '../live/messages/app-publish.js';
import type { ServerContext, ServerModule } from '../page/server-module.js';
import { prerenderApp } from '../prerender/prerender.js';
import { createTestApp } from '../testing/create-test-app.js';
import { fetchPage } from '../testing/fetch-page.js';

let site: Site | undefined;
afterEach(async () => {
  await site?.stop();
  site = undefined;
});

type Own = { pool?: string; user?: string };
const own = (locals: Locals): Own => locals as Own;
const pools = (): ServerModule => ({
  start({ locals }) {
    own(locals).pool = 'open';
    return () => void (own(locals).pool = 'closed');
  },
});

describe('start', () => {
  test('is awaited before the first request is answered', async () => {
    const database = deferred<string>();
    const server: ServerModule = {
      async start({ locals }) {
        own(locals).pool = await database.promise;
      },
    };
    const routes = { 'index.tsx': { default: ({ locals }: { locals: Own }) => locals.pool } };
    const app = createTestApp({ routes, server });
    const asked = fetchPage(app, '/');
    database.resolve('the pool');
    expect((await asked).html).toContain('the pool');
    await app.close();
  });

  test('gives its locals to every request and every connection, whose own members go before', async () => {
    const seen: unknown[] = [];
    const View = defineLive(
      {
        mount: ({ locals }) => {
          seen.push(['mount', own(locals).pool]);
          return {};
        },
        events: { look: (live) => live.reply([own(live.locals).pool, own(live.locals).user]) },
      },
      () => <p>view</p>,
      'view',
    );
    const routes = {
      'index.tsx': { default: () => <View /> },
      'api/at.ts': {
        GET: ({ context }: { context: { locals: Own } }) => ({ pool: context.locals.pool }),
      },
    };
    site = await serveViews(
      { view: View },
      {
        routes,
        server: pools(),
        taps: ({ beforeRequest }) =>
          void beforeRequest.tap(({ locals, url }) => {
            own(locals).user = 'ann';
            if (url.pathname === '/api/at') own(locals).pool = 'another';
          }),
      },
    );
    expect((await site.visit('/api/at')).html).toBe('{"pool":"another"}');
    const { hosts, cookie } = await site.visit();
    expect(seen).toEqual([['mount', 'open']]);
    const line = await site.connect(cookie);
    await line.join(1, hosts[0]!);
    expect(await line.ask([1, 1, 'look'])).toEqual([1, 1, {}, ['open', 'ann']]);
  });

  const interrupts = { deny: deny('No.'), redirect: redirect('/x'), notFound: notFound() };
  const fails = {
    ...Object.fromEntries(
      Object.entries(interrupts).flatMap(([name, value]) => [
        [`returns ${name}`, [() => value, `it answered with ${name}(`]],
        [
          `throws ${name}`,
          [
            () => {
              throw value;
            },
            `it answered with ${name}(`,
          ],
        ],
      ]),
    ),
    throws: [
      () => {
        throw new Error('no database');
      },
      'no database.',
    ],
    rejects: [async () => Promise.reject(new Error('no database')), 'no database.'],
    'throws a text': [
      () => {
        throw 'no database'; // oxlint-disable-line no-throw-literal -- what an author might do
      },
      'the text "no database"',
    ],
    'returns a value': [() => ({ close() {} }), 'it returned an object with close;'],
  } as unknown as Record<string, [ServerModule['start'], string]>;

  test.each(Object.entries(fails))(
    'that %s ends the start with the file',
    async (_, [start, why]) => {
      let signal: AbortSignal | undefined;
      const server: ServerModule = {
        start(context) {
          signal = context.signal;
          return start(context);
        },
      };
      const { app, ask, logged } = startApp({}, { server });
      const failure = app.started.catch((error: unknown) => error);
      expect(await failure).toMatchObject({ code: 'start-failed' });
      const { message } = (await failure) as Error;
      expect(message).toContain('The app did not start, since start() of src/server.ts failed: ');
      expect(message).toContain(why);
      expect(signal?.aborted).toBe(true);
      expect(logged.join()).toMatch(/^start failed/);
      expect((await ask('/')).status).toBe(503);
      await app.close();
    },
  );

  test('that takes too long ends the start, and what it returns later is ended', async () => {
    const pass = stopClock();
    const late = deferred<() => void>();
    const { app } = startApp(
      {},
      { server: { start: () => late.promise }, config: { limits: { startTimeout: 1_000 } } },
    );
    const failure = app.started.catch((error: unknown) => error);
    await new Promise(setImmediate);
    pass(1_000);
    expect(await failure).toMatchObject({
      code: 'start-failed',
      message: expect.stringContaining('it was not done after 1000 ms') as string,
    });
    const ended = deferred<void>();
    late.resolve(() => ended.resolve());
    await ended.promise;
    await app.close();
  });

  test('has to be there', () => {
    expect(() => startApp({}, { server: {} as ServerModule })).toThrow(
      'src/server.ts exports no function `start`.',
    );
  });

  test('does not run at build', async () => {
    let starts = 0;
    const server = { start: () => void starts++ };
    const routes = { 'index.tsx': { default: () => <p>page</p>, prerender: true } };
    await prerenderApp({ modules: { routes, views: {}, server } }, () => {});
    expect(starts).toBe(0);
  });
});

describe('the stop', () => {
  test('aborts the signal first, and ends the code when regions and requests are over, before plugins', async () => {
    const order: string[] = [];
    const open = deferred<string>();
    const asked = deferred<void>();
    const server: ServerModule = {
      start({ signal }) {
        signal.addEventListener('abort', () => order.push('signal'));
        return async () => {
          await new Promise(setImmediate);
          order.push('end');
        };
      },
    };
    const plugin = definePlugin({
      name: 'test:stop',
      setup: ({ onStop }) => onStop(() => void order.push('plugin')),
    });
    const View = defineLive(
      { mount: () => ({}), unmount: () => void order.push('unmount') },
      () => <p>view</p>,
      'view',
    );
    const routes = {
      'index.tsx': { default: () => <View /> },
      'api/slow.ts': {
        async GET() {
          asked.resolve();
          const text = await open.promise;
          order.push('request');
          return text;
        },
      },
    };
    const served = await serveViews({ view: View }, { routes, server, plugins: [plugin()] });
    await served.visit();
    const slow = served.visit('/api/slow');
    await asked.promise;
    const stopped = served.stop();
    await served.until(() => order.includes('unmount'));
    open.resolve('done');
    expect((await slow).html).toBe('done');
    await stopped;
    expect(order).toEqual(['signal', 'unmount', 'request', 'end', 'plugin']);
  });

  test('goes on if the end fails, or takes too long', async () => {
    const failing = startApp(
      {},
      {
        server: {
          start: () => () => {
            throw new Error('no end');
          },
        },
      },
    );
    await failing.app.started;
    await failing.app.close();
    expect(failing.logged.join()).toContain('no end');
    const pass = stopClock();
    const endless = startApp({}, { server: { start: () => () => new Promise(() => {}) } });
    await endless.app.started;
    const closed = endless.app.close();
    for (let i = 0; i < 10; i++) await new Promise(setImmediate);
    pass(10_000);
    await closed;
    expect(endless.logged.join()).toContain('was not done after 10000 ms');
  });
});

describe('another version', () => {
  test('starts when the one before has ended, and regions that are open read its locals', async () => {
    const order: string[] = [];
    const version = (name: string): ServerModule => ({
      async start({ locals, signal }) {
        order.push(`start ${name}`);
        own(locals).pool = name;
        signal.addEventListener('abort', () => order.push(`abort ${name}`));
        return async () => {
          await new Promise(setImmediate);
          order.push(`end ${name}`);
        };
      },
    });
    const View = defineLive(
      { mount: () => ({}), events: { look: (live) => live.reply(own(live.locals).pool) } },
      () => <p>view</p>,
      'view',
    );
    const routes = { 'index.tsx': { default: () => <View /> } };
    const views = { view: View };
    site = await serveViews(views, { routes, server: version('a') });
    const { hosts, cookie } = await site.visit();
    const line = await site.connect(cookie);
    await line.join(1, hosts[0]!);
    expect((await line.ask([1, 1, 'look']))[3]).toBe('a');
    await site.app.replace({ routes, views, server: version('b') });
    expect(order).toEqual(['start a', 'abort a', 'end a', 'start b']);
    expect((await line.ask([1, 2, 'look']))[3]).toBe('b');
    // It is taken away.
    await site.app.replace({ routes, views });
    expect((await line.ask([1, 3, 'look']))[3]).toBeUndefined();
  });

  test('that fails is an error of the replacement, and a mended one serves again', async () => {
    const routes = { 'index.tsx': { default: () => <p>page</p> } };
    const { app, ask } = startApp(routes, { server: pools() });
    expect((await ask('/')).status).toBe(200);
    const broken = { start: () => Promise.reject(new Error('broken')) };
    await expect(app.replace({ routes, views: {}, server: broken })).rejects.toMatchObject({
      code: 'start-failed',
    });
    expect((await ask('/')).status).toBe(503);
    await app.replace({ routes, views: {}, server: pools() });
    expect((await ask('/')).status).toBe(200);
    await app.close();
  });
});

describe('publish', () => {
  const Bell = defineLive(
    {
      mount({ subscribe }) {
        subscribe('bell');
        return { rings: [] as string[] };
      },
      events: { ring: () => publish('bell', 'handler') },
      messages: {
        bell: (live, by: string) => live.assign({ rings: [...live.state.rings, by] }),
      },
    },
    ({ state }) => <p>{state.rings.join()}</p>,
    'bell',
  );
  const routes = {
    'index.tsx': { default: () => <Bell /> },
    'api/ring.ts': { GET: () => void publish('bell', 'endpoint') },
  };

  test('reaches regions from the context of start, from its timers, from a handler, an endpoint and a plugin', async () => {
    let context: ServerContext | undefined;
    const timer = deferred<void>();
    const server: ServerModule = {
      start(given) {
        context = given;
        void timer.promise.then(() => publish('bell', 'timer'));
      },
    };
    let fromPlugin: (() => void) | undefined;
    const plugin = definePlugin({
      name: 'test:ring',
      setup: (api) => void (fromPlugin = () => api.publish('bell', 'plugin')),
    });
    site = await serveViews({ bell: Bell }, { routes, server, plugins: [plugin()] });
    // The one that was started last is not the one whose code is at work.
    const other = createTestApp({ routes, views: { bell: Bell } });
    const { hosts, cookie } = await site.visit();
    const line = await site.connect(cookie);
    await line.join(1, hosts[0]!);
    const rung = () => site!.calls('onBroadcast').map(({ message }) => message);
    context!.publish('bell', 'context');
    timer.resolve();
    fromPlugin!();
    await site.visit('/api/ring');
    await line.ask([1, 1, 'ring']);
    await site.until(() => site!.calls('afterMessage').length === 5);
    expect(rung().sort()).toEqual(['context', 'endpoint', 'handler', 'plugin', 'timer']);
    await other.close();
    // Code that belongs to nothing reaches the app that runs.
    publish('bell', 'outside');
    await site.until(() => site!.calls('afterMessage').length === 6);
    expect(() => publish('bell:*')).toThrow('contains a star');
  });

  test('is an error where no app runs, at build too', async () => {
    // Tests before this one may have left apps that run.
    const { [Symbol.for('skerry.apps')]: apps } = globalThis as Record<symbol, Set<unknown>>;
    apps?.clear();
    expect(() => publish('bell', 1)).toThrow(
      'A message was published to the topic "bell" where no app runs',
    );
    const page = () => void publish('bell', 1);
    const modules = { routes: { 'index.tsx': { default: page, prerender: true } }, views: {} };
    await expect(prerenderApp({ modules }, () => {})).rejects.toThrow('where no app runs');
    const app = createTestApp(modules);
    publish('bell', 1);
    await app.close();
    expect(() => publish('bell', 1)).toThrow('where no app runs');
  });
});
