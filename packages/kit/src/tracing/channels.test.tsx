import { AsyncLocalStorage } from 'node:async_hooks';

import { livePath } from '@skerry/wire';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { deferred } from '../../test/deferred.js';
import { Recorder } from '../../test/recorder.js';
import { serveViews, type Site, type SiteOptions } from '../../test/visitor.js';
import { deny, redirect } from '../core/deny.js';
import { defaultLimits } from '../core/limits.js';
import { traceOf } from '../core/trace.js';
import { defineLive, guarded } from '../live/author/define.js';
import { Suspense } from '../template/suspense.js';
import { channels } from './channels.js';

const traceId = 'a'.repeat(31) + '1';
const parentId = 'b'.repeat(15) + '2';
const traceparent = `00-${traceId}-${parentId}-01`;
const trace = { traceId, parentId, isSampled: true, requestId: expect.any(String) };

let site: Site;
let recorder: Recorder;
let opened = deferred<void>();
/** The place where a tool that traces keeps what is at work, and what handlers have found there. */
const stored = new AsyncLocalStorage<unknown>();
let seen: unknown[] = [];
beforeEach(() => {
  opened = deferred();
  seen = [];
});
afterEach(async () => {
  recorder.stop();
  await site.stop();
});

const View = defineLive(
  {
    mount: () => ({ count: 0 }),
    events: {
      add: (live) => live.assign({ count: live.state.count + 1 }),
      async wait(live) {
        const before = stored.getStore();
        await opened.promise;
        seen.push([before, stored.getStore()]);
        live.assign({ count: live.state.count + 1 });
      },
      nothing() {},
      leave: (live) => live.redirect('/elsewhere'),
      fail() {
        throw new Error('on purpose');
      },
      deny: guarded(
        () => deny('Not you.'),
        () => {},
      ),
      breakView: (live) => live.assign({ count: -1 }),
    },
  },
  ({ state }) => {
    if (state.count < 0) throw new Error('no such count');
    return <p>{state.count}</p>;
  },
  'view',
);

async function serve(names: ConstructorParameters<typeof Recorder>[0], options?: SiteOptions) {
  site = await serveViews({ view: View }, options);
  recorder = new Recorder(names);
}

/** Fetches the page without a trace, and joins its region over a connection with one. */
async function open(headers: Record<string, string> = { traceparent }) {
  const { cookie, hosts } = await site.visit();
  const line = await site.connect(cookie, { headers });
  await line.join(1, hosts[0]!, { have: 0, page: 'page' });
  return line;
}

describe('skerry:request', () => {
  const routes = {
    'index.tsx': { default: () => 'home' },
    'posts/[slug].tsx': { default: async () => 'post' },
    'broken.tsx': {
      default: () => {
        throw new Error('on purpose');
      },
    },
    'denied.tsx': { default: () => deny('Not you.') },
    'moved.tsx': { default: () => redirect('/') },
    'api/health.ts': { GET: () => ({ ok: true }) },
    'api/down.ts': { GET: () => new Response('', { status: 500 }) },
  };
  const page = { method: 'GET', isUpgrade: false };

  test.each([
    ['/', '/', 200, 'ok'],
    ['/posts/one?secret=1', '/posts/:slug', 200, 'ok'],
    ['/api/health', '/api/health', 200, 'ok'],
    ['/api/down', '/api/down', 500, 'failed'],
    ['/denied', '/denied', 403, 'refused'],
    ['/moved', '/moved', 303, 'redirected'],
    ['/nowhere', undefined, 404, 'refused'],
    ['/posts/one/', undefined, 308, 'redirected'],
  ])('tells of %s, its route, its status and its outcome', async (path, route, status, outcome) => {
    await serve(['request'], { routes });
    await site.visit(path, { headers: { traceparent } });
    const [work] = recorder.workOf('request');
    expect(work).toMatchObject({ ...page, trace, path: path.split('?')[0], status, outcome });
    expect(work!.route).toBe(route);
    expect(recorder.momentsOf(work!)).toBe(
      work!.isAsync ? 'start end asyncStart asyncEnd' : 'start end',
    );
    expect(recorder.workOf('request')).toHaveLength(1);
  });

  test('publishes the error of a page that failed, once', async () => {
    await serve(['request'], { routes });
    await site.visit('/broken');
    const [work] = recorder.workOf('request');
    expect(work).toMatchObject({ outcome: 'failed', status: 500, error: new Error('on purpose') });
    expect(recorder.momentsOf(work!)).toBe('start error end asyncStart asyncEnd');
  });

  test('tells of a request for a connection, granted or refused', async () => {
    await serve(['request'], {
      taps: ({ beforeConnect }) =>
        beforeConnect.tap(({ headers }) => (headers.has('x-bad') ? deny() : undefined)),
    });
    await site.connect('', { headers: { traceparent } });
    await site.refusal('?vsn=skerry-1', { 'x-bad': '1' });
    const upgrade = { method: 'GET', path: livePath, isUpgrade: true };
    expect(recorder.workOf('request')).toMatchObject([
      { ...upgrade, trace, status: 101, outcome: 'ok' },
      { ...upgrade, status: 403, outcome: 'refused' },
    ]);
  });

  test('ignores a malformed traceparent, and gives each request a trace of its own', async () => {
    await serve(['request'], { routes });
    for (const header of [`${traceparent}-more`, 'none', traceparent.toUpperCase()])
      await site.visit('/', { headers: { traceparent: header } });
    const traces = recorder.workOf('request').map((work) => work.trace!);
    expect(traces.filter((each) => each.traceId === traceId || 'parentId' in each)).toEqual([]);
    expect(new Set(traces.map((each) => each.traceId)).size).toBe(3);
    expect(new Set(traces.map((each) => each.requestId)).size).toBe(3);
  });
});

describe('skerry:join', () => {
  test('tells of a join, and of one that comes back, in the trace of the connection', async () => {
    await serve(['join']);
    const { hosts, cookie } = await site.visit();
    const first = await site.connect(cookie, { headers: { traceparent } });
    await first.join(1, hosts[0]!, { page: 'page' });
    const next = await site.connect(cookie);
    await next.join(1, hosts[0]!, { page: 'page' });
    const { topic } = hosts[0]!;
    const region = { id: hosts[0]!.id, view: 'view', path: '/', props: {} };
    expect(recorder.workOf('join')).toMatchObject([
      { trace, topic, region, outcome: 'ok', isResumed: false },
      { topic, region, outcome: 'ok', isResumed: true },
    ]);
    expect(recorder.momentsOf('join')).toBe('start end start end');
  });

  test('lasts until its guards have decided, and says that they refused', async () => {
    await serve(['join'], {
      taps: ({ beforeJoin }) => beforeJoin.tap(() => opened.promise.then(() => deny('Not you.'))),
    });
    const { hosts, cookie } = await site.visit();
    const line = await site.connect(cookie);
    const joining = line.join(1, hosts[0]!);
    await line.settled();
    expect(recorder.momentsOf('join')).toBe('start end');
    opened.resolve();
    await joining;
    expect(recorder.momentsOf('join')).toBe('start end asyncStart asyncEnd');
    expect(recorder.workOf('join')).toMatchObject([{ outcome: 'refused', code: 'denied' }]);
  });

  test('publishes the error of a mount that failed', async () => {
    let isBroken = false;
    const Broken = defineLive(
      {
        mount() {
          if (isBroken) throw new Error('no database');
          return {};
        },
      },
      () => 'view',
      'view',
    );
    site = await serveViews({ view: Broken });
    recorder = new Recorder(['join']);
    // The regions of a page for a crawler do not wait to be joined.
    const { hosts, cookie } = await site.visit('/', { headers: { 'user-agent': 'bot' } });
    isBroken = true;
    const line = await site.connect(cookie);
    await line.join(1, hosts[0]!);
    expect(recorder.momentsOf('join')).toBe('start error end');
    expect(recorder.workOf('join')).toMatchObject([
      { outcome: 'failed', code: 'failed', error: new Error('no database') },
    ]);
  });
});

describe('skerry:event', () => {
  test.each([
    ['add', 'ok', undefined],
    ['leave', 'redirected', undefined],
    ['deny', 'refused', 'denied'],
  ])('tells of the event "%s" and its outcome %s', async (event, outcome, code) => {
    await serve(['event']);
    const line = await open();
    await line.ask([1, 1, event]);
    const [work] = recorder.workOf('event');
    expect(work).toMatchObject({ trace, event, outcome, region: { view: 'view', path: '/' } });
    expect(work!.code).toBe(code);
    expect(recorder.momentsOf('event')).toBe('start end');
  });

  test('publishes the error of a handler, and of a view that cannot be rendered', async () => {
    await serve(['event']);
    const line = await open();
    await line.ask([1, 1, 'fail']);
    await line.ask([1, 2, 'breakView']);
    expect(recorder.momentsOf('event')).toBe('start error end start error end');
    expect(recorder.workOf('event')).toMatchObject([
      { outcome: 'failed', code: 'failed', error: new Error('on purpose') },
      { outcome: 'failed', code: 'failed', error: new Error('no such count') },
    ]);
  });

  test('keeps apart events that overlap, each in the trace of its connection', async () => {
    await serve(['event']);
    channels.event.start.bindStore(stored);
    try {
      const lines = [await open(), await open({})];
      const answers = lines.map((line) => line.ask([1, 1, 'wait']));
      await site.until(() => recorder.workOf('event').length === 2);
      expect(recorder.momentsOf('event')).toBe('start end start end');
      opened.resolve();
      await Promise.all(answers);
    } finally {
      channels.event.start.unbindStore(stored);
    }
    const [first, second] = recorder.workOf('event');
    expect(first).toMatchObject({ trace, isAsync: true, outcome: 'ok' });
    expect(second!.trace!.traceId).not.toBe(traceId);
    expect(second!.trace!.requestId).not.toBe(first!.trace!.requestId);
    for (const work of [first!, second!])
      expect(recorder.momentsOf(work)).toBe('start end asyncStart asyncEnd');
    expect(seen).toEqual([
      [first, first],
      [second, second],
    ]);
  });

  test('tells of an event that a form has posted, in the trace of the request', async () => {
    const Pressed = defineLive(
      { mount: () => ({}), events: { press: () => {} } },
      () => <button lv-click="press">press</button>,
      'view',
    );
    site = await serveViews({ view: Pressed });
    recorder = new Recorder(['event', 'render']);
    const { html, cookie } = await site.visit();
    const [, token] = /name="_skerry" value="([^"]+)"/.exec(html)!;
    const body = new URLSearchParams({ _skerry: token!, '_skerry:press': '' });
    await site.visit('/', { method: 'POST', body, cookie, headers: { traceparent } });
    expect(recorder.workOf('event')).toMatchObject([{ trace, event: 'press', outcome: 'ok' }]);
    expect(recorder.workOf('render').at(-1)).toMatchObject({ trace });
  });
});

test('skerry:render tells of a page with its regions, and of the update of a region', async () => {
  await serve(['render', 'event']);
  await site.visit('/', { headers: { traceparent } });
  expect(recorder.workOf('render')).toMatchObject([
    { trace, path: '/', file: 'index.tsx', isAsync: true, outcome: 'ok' },
    { trace, path: '/', region: { view: 'view' }, outcome: 'ok' },
  ]);
  const line = await open();
  recorder.published.length = 0;
  await line.ask([1, 1, 'add']);
  await line.ask([1, 2, 'breakView']);
  expect(recorder.published.map(({ channel, moment }) => `${channel} ${moment}`)).toEqual(
    [
      ['event start', 'render start', 'render end', 'event end'],
      ['event start', 'render start', 'render error', 'render end', 'event error', 'event end'],
    ].flat(),
  );
  expect(recorder.workOf('render')).toMatchObject([
    { trace, region: { view: 'view' }, outcome: 'ok' },
    { trace, outcome: 'failed', error: new Error('no such count') },
  ]);
});

describe('skerry:flush', () => {
  test('tells of an update, once it is rendered, and of nothing where nothing is sent', async () => {
    await serve(['render', 'flush']);
    const line = await open();
    recorder.published.length = 0;
    await line.ask([1, 1, 'nothing']);
    expect(recorder.published).toEqual([]);
    const answer = await line.ask([1, 2, 'add']);
    const bytes = JSON.stringify(answer).length;
    expect(recorder.published.map(({ channel, moment }) => `${channel} ${moment}`)).toEqual([
      'render start',
      'render end',
      'flush start',
      'flush end',
    ]);
    expect(recorder.workOf('flush')).toMatchObject([
      { trace, region: { view: 'view' }, path: '/', name: 'view', bytes, outcome: 'ok' },
    ]);
  });

  test('tells of each part of a page with late content', async () => {
    const Late = async () => {
      await opened.promise;
      return 'late';
    };
    const page = () => (
      <Suspense fallback="wait">
        <Late />
      </Suspense>
    );
    await serve(['flush'], { routes: { 'index.tsx': { default: page } } });
    const visit = site.visit('/', { headers: { traceparent } });
    await site.until(() => site.calls('onFlush').length === 1);
    opened.resolve();
    await visit;
    const parts = recorder.workOf('flush');
    expect(parts.map(({ name }) => name)).toEqual(site.calls('onFlush').map(({ name }) => name));
    expect(parts[0]).toMatchObject({ trace, path: '/', name: 'shell', outcome: 'ok' });
  });
});

describe('skerry:hook', () => {
  test('tells of each tap with its hook, its plugin, and what came of it', async () => {
    await serve(['hook'], {
      taps: ({ beforeEvent, afterEvent, beforeAssign }) => {
        beforeEvent.tap(() => {});
        beforeEvent.tap(async () => {});
        beforeAssign.tap(() => deny('Not you.'));
        afterEvent.tap(() => Promise.reject(new Error('on purpose')));
      },
    });
    const line = await open();
    recorder.published.length = 0;
    await line.ask([1, 1, 'add']);
    await line.ask([1, 2, 'nothing']);
    const told = recorder.workOf('hook').filter(({ hook }) => /(?:Event|beforeAssign)$/.test(hook));
    expect(told.map(({ hook, isAsync, outcome }) => [hook, isAsync ?? false, outcome])).toEqual([
      ['beforeEvent', false, 'ok'],
      ['beforeEvent', false, 'ok'],
      ['beforeEvent', true, 'ok'],
      ['beforeAssign', false, 'ok'],
      ['beforeAssign', false, 'refused'],
      ['beforeEvent', false, 'ok'],
      ['beforeEvent', false, 'ok'],
      ['beforeEvent', true, 'ok'],
      ['afterEvent', false, 'ok'],
      ['afterEvent', true, 'failed'],
    ]);
    expect(told[0]).toMatchObject({ trace, plugin: 'test:watch', region: { view: 'view' } });
    expect(recorder.momentsOf(told.at(-1)!)).toBe('start end error asyncStart asyncEnd');
  });

  test('ends a tap before the next one begins', async () => {
    await serve(['hook'], {
      taps: ({ beforeEvent }) => {
        beforeEvent.tap(() => {});
        beforeEvent.tap(async () => {});
        beforeEvent.tap(() => {});
      },
    });
    const line = await open();
    recorder.published.length = 0;
    await line.ask([1, 1, 'nothing']);
    const guards = recorder.published.filter(
      ({ work }) => 'hook' in work && work.hook === 'beforeEvent',
    );
    expect(guards.map(({ moment }) => moment).join(' ')).toBe(
      'start end start end start end asyncStart asyncEnd start end',
    );
  });

  test('publishes a tap that throws, answers nonsense, or takes too long', async () => {
    await serve(['hook'], {
      taps: ({ beforeEvent, beforeAssign, transformResponse }) => {
        transformResponse.tap(() => 1 as never);
        beforeAssign.tap(() => {
          throw new Error('on purpose');
        });
        beforeEvent.tap(({ event }) => (event === 'nothing' ? new Promise(() => {}) : undefined));
      },
    });
    const line = await open();
    // The tap of the guard never answers: the clock is moved instead of waited for.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await line.ask([1, 1, 'add']);
    const answer = line.ask([1, 2, 'nothing']);
    await site.until(() => site.calls('beforeEvent').length === 2);
    vi.advanceTimersByTime(defaultLimits.hookTimeout);
    vi.useRealTimers();
    await answer;
    const failed = recorder.workOf('hook').filter(({ outcome }) => outcome === 'failed');
    expect(failed).toMatchObject([
      { hook: 'transformResponse', error: { code: 'bad-hook-answer' }, path: '/' },
      { hook: 'beforeAssign', error: new Error('on purpose') },
      { hook: 'beforeEvent', error: { code: 'hook-timeout' } },
    ]);
    expect(recorder.momentsOf(failed[1]!)).toBe('start error end');
    expect(recorder.momentsOf(failed[2]!)).toBe('start end error asyncStart asyncEnd');
  });
});

test('a page and its connection are each one request: what happens there has its trace', async () => {
  await serve(['request', 'join', 'event', 'hook', 'render']);
  const line = await open();
  await line.ask([1, 1, 'add']);
  const [ofPage, ofConnection] = recorder.workOf('request').map((work) => work.trace!);
  const tapped = (name: string) => recorder.workOf('hook').filter(({ hook }) => hook === name);
  expect(tapped('beforeRequest').map((work) => work.trace)).toEqual([ofPage, ofConnection]);
  expect(tapped('afterMount')[0]!.trace).toBe(ofPage);
  const onConnection = [
    ...recorder.workOf('join'),
    ...recorder.workOf('event'),
    ...tapped('onJoin'),
    ...tapped('afterEvent'),
    recorder.workOf('render').at(-1)!,
  ];
  expect(onConnection).toHaveLength(5);
  for (const work of onConnection) expect(work.trace).toBe(ofConnection);
});

test('a plugin finds the trace of a request, of a connection and of the work that runs', async () => {
  const found: Record<string, unknown> = {};
  await serve([], {
    taps({ onResponse, onConnect, beforeRender, onRefuse }) {
      onResponse.tap((payload) => void (found.request = traceOf(payload)));
      onConnect.tap((payload) => void (found.connection = traceOf(payload)));
      beforeRender.tap(() => void (found.render = traceOf()));
      onRefuse.tap((payload) => void (found.refusal = traceOf(payload)));
    },
  });
  await site.visit('/', { headers: { traceparent } });
  expect(found.request).toEqual(trace);
  expect(found.render).toBe(found.request);
  const line = await open();
  await line.ask([1, 1, 'add']);
  await line.ask([1, 2, 'deny']);
  expect(found.connection).toEqual(trace);
  expect(found.render).toBe(found.connection);
  expect(found.refusal).toBe(found.connection);
});

test('nothing is published without a subscriber, and all of it with one that hears ends alone', async () => {
  await serve([]);
  const all = Object.values(channels);
  const runs = all.map(({ start }) => vi.spyOn(start, 'runStores'));
  const walk = async () => {
    const line = await open();
    await line.ask([1, 1, 'add']);
  };
  await walk();
  for (const run of runs) expect(run).not.toHaveBeenCalled();
  const hear = vi.fn();
  for (const { end } of all) end.subscribe(hear);
  await walk();
  for (const { end } of all) end.unsubscribe(hear);
  for (const run of runs) expect(run).toHaveBeenCalled();
  expect(hear).toHaveBeenCalled();
  vi.restoreAllMocks();
});
