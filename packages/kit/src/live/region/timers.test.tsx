import { afterEach, expect, test } from 'vitest';

import { stopClock } from '../../../test/clock.js';
import { deferred } from '../../../test/deferred.js';
import { serveViews, type Site } from '../../../test/visitor.js';
import { createTestApp } from '../../testing/create-test-app.js';
import { fetchPage } from '../../testing/fetch-page.js';
import { mountLive } from '../../testing/mount-live.js';
import type { LiveContext, MountContext } from '../author/contexts.js';
import { defineLive } from '../author/define.js';
import { prerenderApp } from '../../prerender/prerender.js';

type State = { ticks: number; notes: string[] };
type Live = LiveContext<State>;

let site: Site | undefined;
afterEach(async () => {
  await site?.stop();
  site = undefined;
});

/** A view that counts ticks, with what a test does at its mount and in its event. */
const ticking = (
  mounting: (context: MountContext) => void = ({ every }) => void every(1_000, 'tick'),
  act: (live: Live, payload: unknown) => unknown = () => {},
) =>
  defineLive(
    {
      mount(context: MountContext): State {
        mounting(context);
        return { ticks: 0, notes: [] };
      },
      events: { act: (live, payload) => act(live, payload) },
      messages: {
        tick: (live) => live.assign({ ticks: live.state.ticks + 1 }),
        note: (live, text: string, name) =>
          live.assign({ notes: [...live.state.notes, `${name} ${text}`] }),
        'many:*': (live, _, name) => live.assign({ notes: [...live.state.notes, name] }),
        fail() {
          throw new Error('on purpose');
        },
      },
    },
    ({ state }) => <p>{state.ticks}</p>,
    'ticking',
  );

test('every delivers a message of the view again and again, and after delivers one once', async () => {
  const pass = stopClock();
  const view = ticking(({ every, after }) => {
    every(1_000, 'tick');
    after(1_500, 'note', 'once');
    after(1_600, 'many:one');
  });
  const mounted = await mountLive(view);
  for (const ticks of [1, 2, 3]) {
    pass(1_000);
    await mounted.rest();
    expect(mounted.state.ticks).toBe(ticks);
  }
  expect(mounted.state.notes).toEqual(['note once', 'many:one']);
  await mounted.leave();
  pass(10_000);
  await mounted.rest();
  expect(mounted.state.ticks).toBe(3);
});

test('a handler starts timers and stops them, by their function or by their message', async () => {
  const pass = stopClock();
  let stop = () => {};
  const view = ticking(
    () => {},
    (live, what) => {
      if (what === 'start') stop = live.every(1_000, 'tick');
      else if (what === 'stop') live.stopTimers('tick');
      else if (what === 'restart') {
        live.stopTimers('tick');
        live.every(500, 'tick');
      } else live.every(1_000, 'note', 'x');
    },
  );
  const mounted = await mountLive(view);
  const after = async (milliseconds: number) => {
    pass(milliseconds);
    await mounted.rest();
    return mounted.state.ticks;
  };
  await mounted.send('act', 'start');
  expect(await after(1_000)).toBe(1);
  await mounted.send('act', 'restart');
  expect(await after(500)).toBe(2);
  expect(await after(500)).toBe(3);
  await mounted.send('act', 'other');
  await mounted.send('act', 'stop');
  expect(await after(1_000)).toBe(3);
  expect(mounted.state.notes).toEqual(['note x']);
  await mounted.send('act', 'start');
  stop();
  expect(await after(5_000)).toBe(3);
  await mounted.leave();
});

test('a turn that throws has started no timer, and stopped none', async () => {
  const pass = stopClock();
  const view = ticking(undefined, (live, isFirst) => {
    if (isFirst) live.every(100, 'note', 'x');
    else live.stopTimers('tick');
    throw new Error('on purpose');
  });
  const log = { info() {}, warn() {}, error() {} };
  const mounted = await mountLive(view, { log, limits: { failureMaxAge: 1 } });
  await expect(mounted.send('act', true)).rejects.toThrow('failed');
  pass(100);
  await mounted.rest();
  await expect(mounted.send('act', false)).rejects.toThrow('failed');
  pass(900);
  await mounted.rest();
  expect(mounted.state).toEqual({ ticks: 1, notes: [] });
  await mounted.leave();
});

test('ticks that a region misses do not pile up: one waits at most', async () => {
  const pass = stopClock();
  const slow = deferred<void>();
  const mounted = await mountLive(ticking(undefined, () => slow.promise));
  const sent = mounted.send('act');
  for (let i = 0; i < 4; i++) {
    pass(1_000);
    // The tick is due, and waits behind the event.
    await new Promise(setImmediate);
  }
  slow.resolve();
  await sent;
  expect(mounted.state.ticks).toBe(1);
  pass(10_000);
  await mounted.rest();
  expect(mounted.state.ticks).toBe(2);
  await mounted.leave();
});

test('a tick that throws ends neither the timer nor another one', async () => {
  const pass = stopClock();
  const view = ticking(({ every }) => {
    every(20_000, 'fail');
    every(20_000, 'tick');
  });
  const lines: string[] = [];
  const log = { info() {}, warn() {}, error: (line: string) => void lines.push(line) };
  const mounted = await mountLive(view, { log });
  for (const ticks of [1, 2, 3]) {
    pass(20_000);
    await mounted.rest();
    expect(mounted.state.ticks).toBe(ticks);
    expect(lines.filter((line) => line.includes('on purpose'))).toHaveLength(ticks);
  }
  await mounted.leave();
});

test.each([
  [0, 'tick', 'a time of 0 ms'],
  [Number.NaN, 'tick', 'a time of NaN ms'],
  [2 ** 31, 'tick', 'a time of 2147483648 ms'],
  ['1000', 'tick', 'a time of 1000 ms'],
  [1_000, 'tack', 'the message "tack", which its `messages` do not handle'],
])('a timer of %j ms for %j is refused at once', async (milliseconds, message, problem) => {
  const start = (context: Pick<MountContext, 'every'>) =>
    void context.every(milliseconds as number, message);
  await expect(mountLive(ticking(start))).rejects.toThrow(problem);
  const log = { info() {}, warn() {}, error() {} };
  let failure: unknown;
  const view = ticking(undefined, (live) => {
    try {
      start(live);
    } catch (error) {
      failure = error;
    }
  });
  const mounted = await mountLive(view, { log });
  await mounted.send('act');
  expect(failure).toMatchObject({ code: 'bad-timer', message: expect.stringContaining(problem) });
  await mounted.leave();
});

test('a region has so many timers, and no more', async () => {
  const three = ({ every }: Pick<MountContext, 'every'>) => {
    for (let i = 0; i < 3; i++) every(1_000, 'tick');
  };
  await expect(mountLive(ticking(three), { limits: { maxTimers: 2 } })).rejects.toMatchObject({
    code: 'too-many-timers',
  });
  // Those that are over count no longer.
  const pass = stopClock();
  const view = ticking(
    () => {},
    (live) => void live.after(1_000, 'tick'),
  );
  const mounted = await mountLive(view, { limits: { maxTimers: 1 } });
  for (const ticks of [1, 2, 3]) {
    await mounted.send('act');
    pass(1_000);
    await mounted.rest();
    expect(mounted.state.ticks).toBe(ticks);
  }
  await mounted.leave();
});

test('a timer that is started after its turn is reported, and never runs', async () => {
  const pass = stopClock();
  let late: Live | undefined;
  const lines: string[] = [];
  const log = { info() {}, warn() {}, error: (line: string) => void lines.push(line) };
  const view = ticking(
    () => {},
    (live) => void (late = live),
  );
  const mounted = await mountLive(view, { log });
  await mounted.send('act');
  late!.every(1_000, 'tick')();
  late!.after(1_000, 'tick');
  pass(5_000);
  await mounted.rest();
  expect(mounted.state.ticks).toBe(0);
  expect(lines.join('\n')).toContain('live.every() was called in the live view "ticking" after');
  await mounted.leave();
});

async function visit(view = ticking()) {
  site = await serveViews({ ticking: view });
  const { hosts, cookie } = await site.visit();
  const host = hosts[0]!;
  const join = async () => {
    const line = await site!.connect(cookie);
    await line.join(1, host, { page: 'a' });
    return line;
  };
  const ticks = () => site!.calls('afterMessage').map(({ topic }) => topic);
  return { join, ticks };
}

test('no timer runs while no browser shows the region, unless it is asked for; what was due comes once', async () => {
  const pass = stopClock();
  const view = ticking(({ every, after }) => {
    every(1_000, 'tick');
    after(1_000, 'note', 'late');
    every(1_000, 'many:parked', undefined, { parked: true });
  });
  const { join, ticks } = await visit(view);
  // The page is on its way to its browser.
  pass(1_000);
  await site!.until(() => ticks().length === 1);
  pass(1_000);
  await site!.until(() => ticks().length === 2);
  expect(ticks()).toEqual(['many:parked', 'many:parked']);
  const line = await join();
  await site!.until(() => ticks().length === 4);
  expect(ticks().slice(2).sort()).toEqual(['note', 'tick']);
  pass(1_000);
  await site!.until(() => ticks().length === 6);
  line.cut();
  await site!.until(() => site!.calls('onDisconnect').length === 1);
  pass(1_000);
  await site!.until(() => ticks().length === 7);
  pass(1_000);
  await site!.until(() => ticks().length === 8);
  expect(ticks().slice(6)).toEqual(['many:parked', 'many:parked']);
  await join();
  await site!.until(() => ticks().length === 9);
  expect(ticks()[8]).toBe('tick');
});

test('a region that ends takes its timers with it, and one that is mounted again has new ones', async () => {
  const pass = stopClock();
  const { join, ticks } = await visit();
  const line = await join();
  await line.ask([1, 1]);
  pass(5_000);
  await line.settled();
  expect(ticks()).toEqual([]);
  await join();
  pass(1_000);
  await site!.until(() => ticks().length > 0);
  pass(1_000);
  await site!.until(() => ticks().length > 1);
  expect(ticks()).toEqual(['tick', 'tick']);
});

test('pages that nobody joins start no timer: for crawlers, for HEAD, and at build', async () => {
  const pass = stopClock();
  let ticks = 0;
  const View = defineLive(
    {
      mount({ every }: MountContext) {
        every(1_000, 'tick', undefined, { parked: true });
        return {};
      },
      messages: { tick: () => void ticks++ },
    },
    () => <p>there</p>,
    'view',
  );
  const routes = { 'index.tsx': { default: () => <View />, prerender: true } };
  const modules = { routes, views: { view: View } };
  const app = createTestApp(modules);
  const secondPasses = async () => {
    pass(1_000);
    await new Promise(setImmediate);
  };
  await fetchPage(app, '/', { headers: { 'user-agent': 'Somebot/1.0' } });
  await fetchPage(app, '/', { method: 'HEAD' });
  await prerenderApp({ modules }, () => secondPasses());
  await secondPasses();
  expect(ticks).toBe(0);
  // A browser may join this one.
  await fetchPage(app, '/');
  await secondPasses();
  expect(ticks).toBe(1);
  await app.close();
});
