import { afterAll, beforeAll, expect, test } from 'vitest';

import type { HookName } from '../hooks/payloads.js';
import { hookNames } from '../hooks/table.js';
import { type Walk, walks } from '../hooks/walks.js';
import { defineLive } from '../live/author/define.js';
import { deny } from '../core/deny.js';
import { deferred } from '../../test/deferred.js';
import { testIsland } from '../../test/islands.js';
import { Reader } from '../../test/reader.js';
import { type Host, type Line, serveViews, type Site } from '../../test/visitor.js';
import { Suspense } from '../template/suspense.js';

const Inner = defineLive({ mount: () => ({}) }, () => <i>inner</i>, 'inner');

const Chart = testIsland('islands/chart.island', () => '<svg></svg>');

const View = defineLive(
  {
    mount: ({ subscribe }) => (subscribe('topic'), { count: 0, text: '' }),
    events: {
      add(live) {
        live.assign({ count: 1 });
        live.assign({ text: live.sanitize('<b onclick="x()">a</b>') });
        live.publish('another topic');
      },
      closed() {},
      fail() {
        throw new Error('on purpose');
      },
    },
    messages: { topic: (live) => live.assign({ count: live.state.count + 10 }) },
  },
  ({ state }) => (
    <p>
      {state.count}
      {state.count === 1 ? <Inner /> : null}
      <Chart client:load />
      {state.count === 1 ? <Chart client:load /> : null}
    </p>
  ),
  'view',
);

/** A view that a visitor without script can use. */
const Pressed = defineLive(
  {
    mount: () => ({ count: 0 }),
    events: { add: (live) => live.assign({ count: live.state.count + 1 }) },
  },
  ({ state }) => (
    <p>
      <b>{state.count}</b>
      <button lv-click="add">add</button>
    </p>
  ),
  'pressed',
);

/** Settled once the first part of a page is sent. */
const shellSent = deferred();

const Late = async () => {
  await shellSent.promise;
  return <p>late</p>;
};

const routes = {
  'index.tsx': { default: () => <View /> },
  'late.tsx': {
    default: () => (
      <Suspense fallback={<p>…</p>}>
        <Late />
      </Suspense>
    ),
  },
  'press.tsx': { default: () => <Pressed /> },
  'api/status.ts': { GET: () => 'well' },
  'api/login.ts': {
    GET: ({ context }: { context: { session: { renew(): void } } }) => (
      context.session.renew(),
      'in'
    ),
  },
  'api/logout.ts': {
    GET: ({ context }: { context: { session: { end(): void } } }) => (context.session.end(), 'out'),
  },
};

const serve = (): Promise<Site> =>
  serveViews(
    { view: View, pressed: Pressed, inner: Inner },
    {
      routes,
      taps({ beforeEvent, onFlush }) {
        beforeEvent.tap(({ event }) => (event === 'closed' ? deny('Closed.') : undefined));
        onFlush.tap(({ name }) => void (name === 'shell' && shellSent.resolve()));
      },
    },
  );

let site: Site;
let line: Line;
let host: Host;
let cookie: string;
const fired = new Map<string, HookName[]>();

/** Goes a way, and notes each hook that fires meanwhile. */
async function go(way: keyof typeof walks, steps: () => Promise<unknown>): Promise<void> {
  site.fired.length = 0;
  await steps();
  fired.set(way, [...new Set(site.fired.map(({ name }) => name))]);
}

const heard = (hook: HookName) => site.until(() => site.calls(hook).length > 0);

beforeAll(async () => {
  site = await serve();
  fired.set(
    'start',
    site.fired.map(({ name }) => name),
  );
  await go('page', async () => {
    const visit = await site.visit();
    [host] = visit.hosts as [Host];
    ({ cookie } = visit);
  });
  await go('stream', () => site.visit('/late'));
  await go('endpoint', () => site.visit('/api/status'));
  await go('connect', async () => (line = await site.connect(cookie)));
  await go('join', () => line.join(1, host, { have: 0, page: 'page' }));
  await go('event', async () => {
    await line.ask([1, 1, 'add']);
    await heard('afterEvent');
  });
  await go('message', async () => {
    site.app.publish('topic');
    await heard('afterMessage');
  });
  line.cut();
  await heard('onDisconnect');
  line = await site.connect(cookie);
  await go('resume', async () => {
    await line.join(1, host, { have: 2, page: 'page' });
    await heard('onReconnect');
  });
  await go('refusal', () => line.ask([1, 2, 'closed']));
  await go('failure', async () => {
    await line.ask([1, 3, 'fail']);
    await line.ask([1, 4, 'fail']);
    await heard('onPanic');
  });
  await line.join(1, host, { page: 'page' });
  await go('leave', async () => {
    await line.ask([1, 1]);
    line.cut();
    await heard('onDisconnect');
  });
  const opened = await site.open();
  await go('login', () => site.visit('/api/login'));
  await go('logout', () => site.visit('/api/logout', { cookie: opened.cookie }));
  const reader = await new Reader(site).open('/press');
  await site.stop();
  site = await serve();
  await go('post', () => reader.on(site).press('add'));
  await site.open();
  await go('stop', () => site.stop());
});
afterAll(() => site.stop());

test.each(Object.entries<Walk>(walks))(
  'on the way %s the hooks fire in their order',
  (way, { hooks }) => {
    expect(fired.get(way)).toEqual(hooks);
  },
);

test('every hook fires on some way', () => {
  const met = new Set(Object.values<Walk>(walks).flatMap(({ hooks }) => hooks));
  expect(hookNames.filter((name) => !met.has(name))).toEqual([]);
});
