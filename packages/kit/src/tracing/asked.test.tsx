import { livePath } from '@skerry/wire';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { stored, trace, TracedSite, traceId, traceparent } from '../../test/traced-site.js';
import { deny, redirect } from '../core/deny.js';
import { defineLive } from '../live/author/define.js';
import { channels } from './channels.js';

let at: TracedSite;
beforeEach(() => (at = new TracedSite()));
afterEach(() => at.stop());

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
    await at.serve(['request'], { routes });
    await at.site.visit(path, { headers: { traceparent } });
    const [work] = at.recorder.workOf('request');
    expect(work).toMatchObject({ ...page, trace, path: path.split('?')[0], status, outcome });
    expect(work!.route).toBe(route);
    expect(at.recorder.momentsOf(work!)).toBe(
      work!.isAsync ? 'start end asyncStart asyncEnd' : 'start end',
    );
    expect(at.recorder.workOf('request')).toHaveLength(1);
  });

  test('publishes the error of a page that failed, once', async () => {
    await at.serve(['request'], { routes });
    await at.site.visit('/broken');
    const [work] = at.recorder.workOf('request');
    expect(work).toMatchObject({ outcome: 'failed', status: 500, error: new Error('on purpose') });
    expect(at.recorder.momentsOf(work!)).toBe('start error end asyncStart asyncEnd');
  });

  test('tells of a request for a connection, granted or refused', async () => {
    await at.serve(['request'], {
      taps: ({ beforeConnect }) =>
        beforeConnect.tap(({ headers }) => (headers.has('x-bad') ? deny() : undefined)),
    });
    await at.site.connect('', { headers: { traceparent } });
    await at.site.refusal('?vsn=skerry-1', { 'x-bad': '1' });
    const upgrade = { method: 'GET', path: livePath, isUpgrade: true };
    expect(at.recorder.workOf('request')).toMatchObject([
      { ...upgrade, trace, status: 101, outcome: 'ok' },
      { ...upgrade, status: 403, outcome: 'refused' },
    ]);
  });

  test('ignores a malformed traceparent, and gives each request a trace of its own', async () => {
    await at.serve(['request'], { routes });
    for (const header of [`${traceparent}-more`, 'none', traceparent.toUpperCase()])
      await at.site.visit('/', { headers: { traceparent: header } });
    const traces = at.recorder.workOf('request').map((work) => work.trace!);
    expect(traces.filter((each) => each.traceId === traceId || 'parentId' in each)).toEqual([]);
    expect(new Set(traces.map((each) => each.traceId)).size).toBe(3);
    expect(new Set(traces.map((each) => each.requestId)).size).toBe(3);
  });
});

describe('skerry:join', () => {
  test('tells of a join, and of one that comes back, in the trace of the connection', async () => {
    await at.serve(['join']);
    const { hosts, cookie } = await at.site.visit();
    const first = await at.site.connect(cookie, { headers: { traceparent } });
    await first.join(1, hosts[0]!, { page: 'page' });
    const next = await at.site.connect(cookie);
    await next.join(1, hosts[0]!, { page: 'page' });
    const { topic } = hosts[0]!;
    const region = { id: hosts[0]!.id, view: 'view', path: '/', props: {} };
    expect(at.recorder.workOf('join')).toMatchObject([
      { trace, topic, region, outcome: 'ok', isResumed: false },
      { topic, region, outcome: 'ok', isResumed: true },
    ]);
    expect(at.recorder.momentsOf('join')).toBe('start end start end');
  });

  test('lasts until its guards have decided, and says that they refused', async () => {
    await at.serve(['join'], {
      taps: ({ beforeJoin }) =>
        beforeJoin.tap(() => at.opened.promise.then(() => deny('Not you.'))),
    });
    const { hosts, cookie } = await at.site.visit();
    const line = await at.site.connect(cookie);
    const joining = line.join(1, hosts[0]!);
    await line.settled();
    expect(at.recorder.momentsOf('join')).toBe('start end');
    at.opened.resolve();
    await joining;
    expect(at.recorder.momentsOf('join')).toBe('start end asyncStart asyncEnd');
    expect(at.recorder.workOf('join')).toMatchObject([{ outcome: 'refused', code: 'denied' }]);
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
    await at.serve(['join'], undefined, Broken);
    // The regions of a page for a crawler do not wait to be joined.
    const { hosts, cookie } = await at.site.visit('/', { headers: { 'user-agent': 'bot' } });
    isBroken = true;
    const line = await at.site.connect(cookie);
    await line.join(1, hosts[0]!);
    expect(at.recorder.momentsOf('join')).toBe('start error end');
    expect(at.recorder.workOf('join')).toMatchObject([
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
    await at.serve(['event']);
    const line = await at.open();
    await line.ask([1, 1, event]);
    const [work] = at.recorder.workOf('event');
    expect(work).toMatchObject({ trace, event, outcome, region: { view: 'view', path: '/' } });
    expect(work!.code).toBe(code);
    expect(at.recorder.momentsOf('event')).toBe('start end');
  });

  test('publishes the error of a handler, and of a view that cannot be rendered', async () => {
    await at.serve(['event']);
    const line = await at.open();
    await line.ask([1, 1, 'fail']);
    await line.ask([1, 2, 'breakView']);
    expect(at.recorder.momentsOf('event')).toBe('start error end start error end');
    expect(at.recorder.workOf('event')).toMatchObject([
      { outcome: 'failed', code: 'failed', error: new Error('on purpose') },
      { outcome: 'failed', code: 'failed', error: new Error('no such count') },
    ]);
  });

  test('keeps apart events that overlap, each in the trace of its connection', async () => {
    await at.serve(['event']);
    channels.event.start.bindStore(stored);
    try {
      const lines = [await at.open(), await at.open({})];
      const answers = lines.map((line) => line.ask([1, 1, 'wait']));
      await at.site.until(() => at.recorder.workOf('event').length === 2);
      expect(at.recorder.momentsOf('event')).toBe('start end start end');
      at.opened.resolve();
      await Promise.all(answers);
    } finally {
      channels.event.start.unbindStore(stored);
    }
    const [first, second] = at.recorder.workOf('event');
    expect(first).toMatchObject({ trace, isAsync: true, outcome: 'ok' });
    expect(second!.trace!.traceId).not.toBe(traceId);
    expect(second!.trace!.requestId).not.toBe(first!.trace!.requestId);
    for (const work of [first!, second!])
      expect(at.recorder.momentsOf(work)).toBe('start end asyncStart asyncEnd');
    expect(at.seen).toEqual([
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
    await at.serve(['event', 'render'], undefined, Pressed);
    const { html, cookie } = await at.site.visit();
    const [, token] = /name="_skerry" value="([^"]+)"/.exec(html)!;
    const body = new URLSearchParams({ _skerry: token!, '_skerry:press': '' });
    await at.site.visit('/', { method: 'POST', body, cookie, headers: { traceparent } });
    expect(at.recorder.workOf('event')).toMatchObject([{ trace, event: 'press', outcome: 'ok' }]);
    expect(at.recorder.workOf('render').at(-1)).toMatchObject({ trace });
  });
});
