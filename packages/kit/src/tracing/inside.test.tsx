import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { trace, TracedSite, traceparent } from '../../test/traced-site.js';
import { deny } from '../core/deny.js';
import { defaultLimits } from '../core/limits.js';
import { traceOf } from '../core/trace.js';
import { Suspense } from '../template/suspense.js';
import { channels } from './channels.js';

let at: TracedSite;
beforeEach(() => (at = new TracedSite()));
afterEach(() => at.stop());

test('skerry:render tells of a page with its regions, and of the update of a region', async () => {
  await at.serve(['render', 'event']);
  await at.site.visit('/', { headers: { traceparent } });
  expect(at.recorder.workOf('render')).toMatchObject([
    { trace, path: '/', file: 'index.tsx', isAsync: true, outcome: 'ok' },
    { trace, path: '/', region: { view: 'view' }, outcome: 'ok' },
  ]);
  const line = await at.open();
  at.recorder.published.length = 0;
  await line.ask([1, 1, 'add']);
  await line.ask([1, 2, 'breakView']);
  expect(at.recorder.published.map(({ channel, moment }) => `${channel} ${moment}`)).toEqual(
    [
      ['event start', 'render start', 'render end', 'event end'],
      ['event start', 'render start', 'render error', 'render end', 'event error', 'event end'],
    ].flat(),
  );
  expect(at.recorder.workOf('render')).toMatchObject([
    { trace, region: { view: 'view' }, outcome: 'ok' },
    { trace, outcome: 'failed', error: new Error('no such count') },
  ]);
});

describe('skerry:flush', () => {
  test('tells of an update, once it is rendered, and of nothing where nothing is sent', async () => {
    await at.serve(['render', 'flush']);
    const line = await at.open();
    at.recorder.published.length = 0;
    await line.ask([1, 1, 'nothing']);
    expect(at.recorder.published).toEqual([]);
    const answer = await line.ask([1, 2, 'add']);
    const bytes = JSON.stringify(answer).length;
    expect(at.recorder.published.map(({ channel, moment }) => `${channel} ${moment}`)).toEqual([
      'render start',
      'render end',
      'flush start',
      'flush end',
    ]);
    expect(at.recorder.workOf('flush')).toMatchObject([
      { trace, region: { view: 'view' }, path: '/', name: 'view', bytes, outcome: 'ok' },
    ]);
  });

  test('tells of each part of a page with late content', async () => {
    const Late = async () => {
      await at.opened.promise;
      return 'late';
    };
    const page = () => (
      <Suspense fallback="wait">
        <Late />
      </Suspense>
    );
    await at.serve(['flush'], { routes: { 'index.tsx': { default: page } } });
    const visit = at.site.visit('/', { headers: { traceparent } });
    await at.site.until(() => at.site.calls('onFlush').length === 1);
    at.opened.resolve();
    await visit;
    const parts = at.recorder.workOf('flush');
    expect(parts.map(({ name }) => name)).toEqual(at.site.calls('onFlush').map(({ name }) => name));
    expect(parts[0]).toMatchObject({ trace, path: '/', name: 'shell', outcome: 'ok' });
  });
});

describe('skerry:hook', () => {
  test('tells of each tap with its hook, its plugin, and what came of it', async () => {
    await at.serve(['hook'], {
      taps: ({ beforeEvent, afterEvent, beforeAssign }) => {
        beforeEvent.tap(() => {});
        beforeEvent.tap(async () => {});
        beforeAssign.tap(() => deny('Not you.'));
        afterEvent.tap(() => Promise.reject(new Error('on purpose')));
      },
    });
    const line = await at.open();
    at.recorder.published.length = 0;
    await line.ask([1, 1, 'add']);
    await line.ask([1, 2, 'nothing']);
    const told = at.recorder
      .workOf('hook')
      .filter(({ hook }) => /(?:Event|beforeAssign)$/.test(hook));
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
    expect(at.recorder.momentsOf(told.at(-1)!)).toBe('start end error asyncStart asyncEnd');
  });

  test('ends a tap before the next one begins', async () => {
    await at.serve(['hook'], {
      taps: ({ beforeEvent }) => {
        beforeEvent.tap(() => {});
        beforeEvent.tap(async () => {});
        beforeEvent.tap(() => {});
      },
    });
    const line = await at.open();
    at.recorder.published.length = 0;
    await line.ask([1, 1, 'nothing']);
    const guards = at.recorder.published.filter(
      ({ work }) => 'hook' in work && work.hook === 'beforeEvent',
    );
    expect(guards.map(({ moment }) => moment).join(' ')).toBe(
      'start end start end start end asyncStart asyncEnd start end',
    );
  });

  test('publishes a tap that throws, answers nonsense, or takes too long', async () => {
    await at.serve(['hook'], {
      taps: ({ beforeEvent, beforeAssign, transformResponse }) => {
        transformResponse.tap(() => 1 as never);
        beforeAssign.tap(() => {
          throw new Error('on purpose');
        });
        beforeEvent.tap(({ event }) => (event === 'nothing' ? new Promise(() => {}) : undefined));
      },
    });
    const line = await at.open();
    // The tap of the guard never answers: the clock is moved instead of waited for.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await line.ask([1, 1, 'add']);
    const answer = line.ask([1, 2, 'nothing']);
    await at.site.until(() => at.site.calls('beforeEvent').length === 2);
    vi.advanceTimersByTime(defaultLimits.hookTimeout);
    vi.useRealTimers();
    await answer;
    const failed = at.recorder.workOf('hook').filter(({ outcome }) => outcome === 'failed');
    expect(failed).toMatchObject([
      { hook: 'transformResponse', error: { code: 'bad-hook-answer' }, path: '/' },
      { hook: 'beforeAssign', error: new Error('on purpose') },
      { hook: 'beforeEvent', error: { code: 'hook-timeout' } },
    ]);
    expect(at.recorder.momentsOf(failed[1]!)).toBe('start error end');
    expect(at.recorder.momentsOf(failed[2]!)).toBe('start end error asyncStart asyncEnd');
  });
});

test('a page and its connection are each one request: what happens there has its trace', async () => {
  await at.serve(['request', 'join', 'event', 'hook', 'render']);
  const line = await at.open();
  await line.ask([1, 1, 'add']);
  const [ofPage, ofConnection] = at.recorder.workOf('request').map((work) => work.trace!);
  const tapped = (name: string) => at.recorder.workOf('hook').filter(({ hook }) => hook === name);
  expect(tapped('beforeRequest').map((work) => work.trace)).toEqual([ofPage, ofConnection]);
  expect(tapped('afterMount')[0]!.trace).toBe(ofPage);
  const onConnection = [
    ...at.recorder.workOf('join'),
    ...at.recorder.workOf('event'),
    ...tapped('onJoin'),
    ...tapped('afterEvent'),
    at.recorder.workOf('render').at(-1)!,
  ];
  expect(onConnection).toHaveLength(5);
  for (const work of onConnection) expect(work.trace).toBe(ofConnection);
});

test('a plugin finds the trace of a request, of a connection and of the work that runs', async () => {
  const found: Record<string, unknown> = {};
  await at.serve([], {
    taps({ onResponse, onConnect, beforeRender, onRefuse }) {
      onResponse.tap((payload) => void (found.request = traceOf(payload)));
      onConnect.tap((payload) => void (found.connection = traceOf(payload)));
      beforeRender.tap(() => void (found.render = traceOf()));
      onRefuse.tap((payload) => void (found.refusal = traceOf(payload)));
    },
  });
  await at.site.visit('/', { headers: { traceparent } });
  expect(found.request).toEqual(trace);
  expect(found.render).toBe(found.request);
  const line = await at.open();
  await line.ask([1, 1, 'add']);
  await line.ask([1, 2, 'deny']);
  expect(found.connection).toEqual(trace);
  expect(found.render).toBe(found.connection);
  expect(found.refusal).toBe(found.connection);
});

test('nothing is published without a subscriber, and all of it with one that hears ends alone', async () => {
  await at.serve([]);
  const all = Object.values(channels);
  const runs = all.map(({ start }) => vi.spyOn(start, 'runStores'));
  const walk = async () => {
    const line = await at.open();
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
