import { afterEach, describe, expect, onTestFinished, test } from 'vitest';

import type { App } from '../app/app.js';
import { deny, notFound, redirect } from '../core/deny.js';
import { definePlugin } from '../plugin/define.js';
import { defineLive } from '../live/author/define.js';
import { createTestApp } from './create-test-app.js';
import { fetchPage } from './fetch-page.js';
import { mountLive } from './mount-live.js';
import { stopTestClock } from './plugins/test-clock.js';
import { liveVisitor, readingVisitor } from './visit/visit.js';

declare module '../core/locals.js' {
  interface Locals {
    somebody?: string;
  }
}

const Board = defineLive(
  {
    mount({ subscribe, locals }) {
      subscribe('board');
      return { lines: [] as string[], me: locals.somebody ?? 'nobody' };
    },
    events: { say: (live, text) => live.publish('board', `${live.locals.somebody}: ${text}`) },
    messages: {
      board: async (live, line: string) => {
        await new Promise(setImmediate);
        live.assign({ lines: [...live.state.lines, line] });
      },
    },
  },
  ({ state, on }) => (
    <div>
      {state.me} <button lv-click={on.say('hi')}>Say</button> {state.lines.join()}
    </div>
  ),
  'board',
);

let app: App;
afterEach(() => app?.close());

describe('views in one app', () => {
  test('share its topics; a step waits for all of them', async () => {
    app = createTestApp({ views: { board: Board } });
    const ann = await mountLive(Board, { app, locals: { somebody: 'ann' } });
    const bo = await mountLive(Board, { app, session: ann.session, locals: { somebody: 'bo' } });
    expect(bo.session.id).toBe(ann.session.id);
    await ann.click('Say');
    expect([ann.state.lines, bo.state.lines]).toEqual([['ann: hi'], ['ann: hi']]);
    await ann.leave();
    await bo.click('Say');
    expect(bo.state.lines).toEqual(['ann: hi', 'bo: hi']);
  });

  test('have its options, and take none of their own', async () => {
    app = createTestApp({ views: { board: Board } });
    const mounted = mountLive(Board, { app, limits: {} });
    await expect(mounted).rejects.toThrow('`limits` is an option of the app: give it to');
  });

  test('are of no app but one of createTestApp', async () => {
    const other = { fetch() {} } as unknown as App;
    await expect(mountLive(Board, { app: other })).rejects.toThrow('not one of createTestApp()');
    const promised = Promise.resolve() as unknown as App;
    await expect(mountLive(Board, { app: promised })).rejects.toThrow('has to be awaited');
    for (const visitor of [liveVisitor, readingVisitor])
      expect(() => visitor(promised)('/')).toThrow('has to be awaited');
  });
});

test('the locals of an app are those of its requests, connections and mounts', async () => {
  const routes = { 'index.tsx': { default: () => <Board /> } };
  app = createTestApp({ routes, views: { board: Board }, locals: { somebody: 'ann' } });
  expect((await fetchPage(app, '/')).html).toContain('ann');
  await liveVisitor(app)('/').click('Say').see('ann: hi');
  expect((await mountLive(Board, { app })).state.me).toBe('ann');
});

test('a region that is gone is mounted anew, though nothing has named its view by its file', async () => {
  const Count = defineLive(
    { mount: () => ({ count: 0 }), events: { add: (live) => live.assign({ count: 1 }) } },
    ({ state, on }) => (
      <form lv-submit={on.add()}>
        <button>Add</button> Count {state.count}
      </form>
    ),
  );
  const clock = stopTestClock();
  onTestFinished(() => clock.restart());
  const routes = { 'index.tsx': { default: () => <Count /> } };
  app = createTestApp({ routes, views: { 'live/count': Count } });
  const page = readingVisitor(app)('/');
  await page.see('Count 0');
  clock.advance(31_000);
  await page.click('Add').see('Count 1');
});

describe('a mount that is refused rejects with an error:', () => {
  const refusing = (answer: () => unknown) =>
    defineLive({ guard: answer as never, mount: () => ({}) }, () => null, 'safe');

  test('a denial', async () => {
    const failure = await mountLive(refusing(() => deny('Closed.'))).catch((error) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).toMatchObject({ code: 'denied' });
    expect(failure.message).toBe(
      'The mount of the live view "safe" was answered with deny("Closed."). Where that depends on the visitor, mount it as somebody else: mountLive(View, { locals: { … } }).',
    );
  });

  test('a redirect', async () => {
    const failure = mountLive(refusing(() => redirect('/login')));
    await expect(failure).rejects.toThrow(
      'The mount of the live view "safe" was answered with redirect("/login").',
    );
    await expect(failure).rejects.toMatchObject({ code: 'redirected' });
  });

  test('notFound, of a guard or of the mount, by the code that browsers get', async () => {
    const Post = defineLive({ mount: () => notFound() as unknown as object }, () => null, 'post');
    for (const view of [refusing(() => notFound()), Post])
      await expect(mountLive(view)).rejects.toMatchObject({
        code: 'not-found',
        message: expect.stringContaining('was answered with notFound().') as unknown,
      });
  });

  test('a thrown value', async () => {
    const throws = (): object => {
      throw 'no'; // oxlint-disable-line no-throw-literal -- authors do
    };
    const view = defineLive({ mount: throws }, () => null, 'safe');
    await expect(mountLive(view)).rejects.toBeInstanceOf(Error);
  });
});

test('an app that a view was mounted in alone ends with it', async () => {
  const ended: string[] = [];
  const ending = definePlugin<object>({
    name: 'test:ending',
    setup: ({ onStop }) => onStop(() => void ended.push('stopped')),
  })();
  const board = await mountLive(Board, { plugins: [ending] });
  await board.leave();
  expect(ended).toEqual(['stopped']);
});

test('a stopped clock moves everything that the server goes by', async () => {
  const clock = stopTestClock(1_000_000);
  const [date, steady] = [Date.now(), performance.now()];
  await new Promise(setImmediate);
  expect([date, performance.now()]).toEqual([1_000_000, steady]);
  app = createTestApp({ views: { board: Board }, config: { limits: { heartbeatTimeout: 5_000 } } });
  const board = await mountLive(Board, { app });
  clock.advance(4_000);
  await board.click('Say');
  clock.advance(11_000);
  await expect(board.click('Say')).rejects.toThrow('The connection was silent.');
  expect([Date.now(), performance.now()]).toEqual([1_015_000, steady + 15_000]);
  clock.restart();
  expect(Date.now()).toBeGreaterThan(1_700_000_000_000);
});

test('a stopped clock counts whole milliseconds', () => {
  const { now } = performance;
  performance.now = () => 46_303.434885032104;
  const clock = stopTestClock(1_000_000);
  const start = performance.now();
  clock.advance(15_000);
  expect(performance.now()).toBe(start + 15_000);
  clock.restart();
  performance.now = now;
});

test('without modules there has to be an app', async () => {
  await expect(createTestApp()).rejects.toThrow('run Vitest with `plugins: [skerry()]`');
});
