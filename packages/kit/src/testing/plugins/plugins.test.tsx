import { afterEach, expect, test } from 'vitest';

import type { App } from '../../app/app.js';
import { useLocals } from '../../core/blame.js';
import { deny } from '../../core/deny.js';
import { defineLive } from '../../live/author/define.js';
import { definePlugin } from '../../plugin/define.js';
import { createTestApp } from '../create-test-app.js';
import { fetchPage } from '../fetch-page.js';
import { mountLive } from '../mount-live.js';
import { recordHooks } from './hook-record.js';
import { testPlugins } from './plugin-test.js';
import { stopTestClock } from './test-clock.js';
import { openTestSocket } from './test-socket.js';

declare module '../../plugin/values.js' {
  interface PluginValues {
    'test:limit': number;
    'test:count': { readonly count: number };
  }
}

let app: App | undefined;
afterEach(() => app?.close());

/** Counts events, and refuses those above a limit that another plugin provides. */
const counting = definePlugin<object>({
  name: 'test:counting',
  setup({ hooks, inject, provide, publish, subscribe, log, sessions, onStop }) {
    const limit = inject('test:limit');
    let count = 0;
    provide('test:count', {
      get count() {
        return count;
      },
    });
    hooks.beforeEvent.tap(({ session }) => {
      if (++count <= limit) return undefined;
      sessions.endSession(session.id);
      return deny('Too many.');
    });
    subscribe('counting:ask', () => publish('counting:told', count));
    onStop(() => log.info(`counted ${count}`));
  },
});

const event = {
  region: { id: 'r1', view: 'view', path: '/', props: {} },
  session: { id: 's1', end() {} },
  locals: {},
  event: 'add',
  payload: null,
};

test('plugins are set up without an app, with values, messages, sessions, a log and a stop', async () => {
  const tested = testPlugins([counting()], { provide: { 'test:limit': 1 } });
  expect(tested.names).toEqual(['test:counting']);
  expect(await tested.callHook('beforeEvent', event)).toBeUndefined();
  expect(await tested.callHook('beforeEvent', event)).toMatchObject({ reason: 'Too many.' });
  expect(tested.endedSessions).toEqual(['s1']);
  expect(tested.inject('test:count').count).toBe(2);
  tested.bus.publish('counting:ask');
  expect(tested.bus.published.at(-1)).toEqual({ topic: 'counting:told', message: 2 });
  await tested.stopPlugins();
  expect(tested.logged).toEqual(['info [test:counting] counted 2']);
});

test('a setup that fails throws in the test, and a tap that fails is a failure to look at', async () => {
  expect(() => testPlugins([counting()])).toThrow('asks for the value "test:limit"');
  const failing = definePlugin<object>({
    name: 'test:failing',
    setup: ({ hooks }) =>
      hooks.afterEvent.tap(() => {
        throw new Error('on purpose');
      }),
  });
  const tested = testPlugins([failing()]);
  await tested.callHook('afterEvent', { ...event, micros: 1 });
  expect(tested.failures).toMatchObject([{ plugin: 'test:failing', hook: 'afterEvent' }]);
});

test('a plugin that depends on others is tested with stand-ins for them', () => {
  const needing = definePlugin<object>({
    name: 'test:needing',
    dependencies: { 'acme:clock': { version: '^2.1' }, 'acme:diary': {} },
    setup: ({ inject }) => void inject('test:limit'),
  });
  const options = { provide: { 'test:limit': 1 } };
  expect(() => testPlugins([needing()], options)).toThrow('acme:clock');
  const tested = testPlugins([needing()], { ...options, standIns: ['acme:clock', 'acme:diary'] });
  expect(tested.names).toEqual(['test:needing']);
});

test('a live view that reads locals by useLocals is mounted by itself', async () => {
  const Who = () => <em>{JSON.stringify(useLocals())}</em>;
  const Reading = defineLive(
    { mount: () => ({ n: 0 }), events: { add: (live) => live.assign({ n: 1 }) } },
    ({ state }) => (
      <p>
        {state.n} <Who />
      </p>
    ),
  );
  const mounted = await mountLive(Reading);
  await mounted.send('add');
  expect(mounted.html()).toContain('{}');
});

const View = defineLive(
  {
    mount: () => ({ count: 0 }),
    events: { add: (live) => live.assign({ count: live.state.count + 1 }) },
  },
  ({ state }) => <p>{state.count}</p>,
  'view',
);

test('a test records the hooks of an app, and plays the browser over a socket without a network', async () => {
  const record = recordHooks();
  app = createTestApp({
    plugins: [record.plugin],
    routes: { 'index.tsx': { default: () => <View /> } },
    views: { view: View },
  });
  const { headers, document } = await fetchPage(app, '/');
  const cookie = headers.get('set-cookie')!.split(';')[0]!;
  expect(record.payloadsOf('afterMount')).toHaveLength(1);
  record.clearCalls();
  const socket = openTestSocket(app, { cookie });
  socket.joinRegion(1, document.querySelector('skerry-live')!);
  await record.nextPayload('onJoin');
  socket.sendFrame([1, 1, 'add']);
  await record.nextPayload('afterEvent', ({ event: name }) => name === 'add');
  expect(socket.frames.at(-1)).toEqual([1, 1, { 0: '1' }]);
  expect(record.names).toEqual(
    expect.arrayContaining(['onConnect', 'beforeJoin', 'onJoin', 'beforeEvent', 'afterEvent']),
  );
  socket.transport.drop();
  expect((await record.nextPayload('onDisconnect')).code).toBe(1006);
});

test('a connection sees that its browser does not read', async () => {
  const record = recordHooks();
  app = createTestApp({
    routes: {},
    plugins: [record.plugin],
    config: { limits: { maxOutboundBytes: 10 } },
  });
  const socket = openTestSocket(app);
  socket.transport.buffered = 100;
  socket.sendFrame([0, 1]);
  expect((await record.nextPayload('onDisconnect')).code).toBe(1013);
  expect(socket.transport.closedWith).toBe(1013);
  expect(socket.frames).toEqual([]);
});

test('a test stops the clock, and moves it', () => {
  const clock = stopTestClock(0);
  const heard: number[] = [];
  setTimeout(() => heard.push(Date.now()), 60_000);
  clock.advance(59_999);
  expect(heard).toEqual([]);
  clock.advance(1);
  clock.restart();
  expect(heard).toEqual([60_000]);
  expect(Date.now()).toBeGreaterThan(60_000);
});

test('a clock that stands already says so', () => {
  const clock = stopTestClock();
  expect(() => stopTestClock()).toThrow('onTestFinished(() => clock.restart())');
  clock.restart();
  stopTestClock().restart();
});

test.each([
  [Number.NaN, 'NaN'],
  [-1, '-1'],
  [Infinity, 'Infinity'],
  ['5', 'a string'],
])('a clock that would go on by %o says so', (time, words) => {
  const message = expect.stringContaining(`was given ${words}.`) as unknown;
  const problem = expect.objectContaining({ name: 'LiveTestError', message });
  const clock = stopTestClock(0);
  try {
    expect(() => clock.advance(time as number)).toThrow(problem);
    expect(Date.now()).toBe(0);
  } finally {
    clock.restart();
  }
  expect(() => stopTestClock(time as number)).toThrow(problem);
  expect(Date.now()).toBeGreaterThan(0);
});
