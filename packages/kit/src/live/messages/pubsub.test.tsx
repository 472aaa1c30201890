import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { deny } from '../../core/deny.js';
import { serveViews, type Site, type SiteOptions } from '../../../test/visitor.js';
import { defineLive } from '../author/define.js';
import type { LiveContext } from '../author/contexts.js';

let site: Site;
afterEach(() => site?.stop());

const Room = defineLive(
  {
    mount: ({ subscribe }) => (subscribe('room:1'), { said: '' }),
    events: {
      say: (live, text) => live.publish('room:1', text),
      sayAll: (live, text) => live.publish('all', text),
      leave: (live) => live.unsubscribe('room:1'),
      enter: (live) => live.subscribe('room:2'),
      say2: (live, text) => live.publish('room:2', text),
    },
    messages: {
      'room:*': (live, text: string, topic) => live.assign({ said: `${topic} ${text}` }),
      'room:2': (live, text: string) => live.assign({ said: `exactly ${text}` }),
      fail() {
        throw new Error('on purpose');
      },
    },
  },
  ({ state }) => <p>{state.said}</p>,
  'room',
);

const serve = async (options?: SiteOptions): Promise<Site> =>
  (site = await serveViews({ room: Room }, options));

describe('messages between regions', () => {
  test('reach all subscribers, in other sessions too, by the name of the topic or its beginning', async () => {
    await serve();
    const [a, b] = [await site.open(), await site.open()];
    expect(a.cookie).not.toBe(b.cookie);
    expect(await a.line.ask([1, 1, 'say', 'hello'])).toEqual([1, 1, {}]);
    expect(await a.line.next()).toEqual([1, { 0: 'room:1 hello' }]);
    expect(await b.line.next()).toEqual([1, { 0: 'room:1 hello' }]);
    expect(site.calls('onBroadcast')).toMatchObject([
      { topic: 'room:1', message: 'hello', receivers: 2 },
    ]);
    await b.line.ask([1, 1, 'enter']);
    await a.line.ask([1, 2, 'say2', 'x']);
    expect(await b.line.next()).toEqual([1, { 0: 'exactly x' }]);
    expect(await a.line.settled()).toEqual([]);
  });

  test('do not reach regions that have unsubscribed or ended', async () => {
    await serve();
    const [a, b] = [await site.open(), await site.open()];
    await b.line.ask([1, 1, 'leave']);
    await a.line.ask([1, 1, 'say', 'hello']);
    await a.line.next();
    expect(await b.line.settled()).toEqual([]);
    await a.line.ask([1, 9]);
    await b.line.ask([1, 2, 'say', 'hello']);
    expect(site.calls('onBroadcast').map(({ receivers }) => receivers)).toEqual([1, 0]);
  });

  test('may be replaced or refused by a guard', async () => {
    await serve({
      taps: ({ beforeMessage }) =>
        beforeMessage.tap(({ message }) => (message === 'bad' ? deny() : `${String(message)}!`)),
    });
    const { line } = await site.open();
    await line.ask([1, 1, 'say', 'bad']);
    await line.ask([1, 2, 'say', 'good']);
    expect(await line.next()).toEqual([1, { 0: 'room:1 good!' }]);
    expect(site.calls('afterMessage')).toMatchObject([{ message: 'good!' }]);
  });

  test('that are too many for the queue are dropped and reported', async () => {
    let open = () => {};
    const Slow = defineLive(
      {
        mount: ({ subscribe }) => (subscribe('topic'), { seen: 0 }),
        events: { flood: (live) => [1, 2, 3, 4, 5].forEach((n) => live.publish('topic', n)) },
        messages: {
          topic: async (live, n: number) => {
            if (n === 1) await new Promise<void>((resolve) => (open = resolve));
            live.assign({ seen: n });
          },
        },
      },
      ({ state }) => <p>{state.seen}</p>,
      'slow',
    );
    site = await serveViews({ slow: Slow }, { limits: { maxQueuedTurns: 2 } });
    const { line } = await site.open();
    await line.ask([1, 1, 'flood']);
    await site.until(() => site.errors.length > 0);
    expect(site.errors).toEqual(['region-busy']);
    open();
    expect(await line.next()).toEqual([1, { 0: '1' }]);
    expect(await line.next()).toEqual([1, { 0: '2' }]);
    expect(await line.next()).toEqual([1, { 0: '3' }]);
  });
});

describe('views that publish to the topics of their own messages', () => {
  let handled: number;
  let endless: boolean;
  beforeEach(() => {
    handled = 0;
    endless = true;
  });

  const answer = (live: LiveContext<object>, topic: string) => {
    handled++;
    if (endless) live.publish(topic);
  };

  const Echo = defineLive(
    {
      mount: ({ subscribe }) => (subscribe('echo'), { calls: 0 }),
      events: {
        begin: (live) => live.publish('echo'),
        call: (live) => live.assign({ calls: live.state.calls + 1 }),
      },
      messages: { echo: (live) => answer(live, 'echo') },
    },
    ({ state }) => <p>{state.calls}</p>,
    'echo',
  );

  /** Two that answer each other, one message at a time. */
  const pair = (name: string, other: string, work?: () => Promise<void>) =>
    defineLive(
      {
        mount: ({ subscribe }) => (subscribe(name), {}),
        events: { begin: (live) => live.publish(other) },
        messages: {
          [name]: async (live) => {
            await work?.();
            answer(live, other);
          },
        },
      },
      () => <p>x</p>,
      name,
    );

  const handles = (count: number) =>
    vi.waitFor(() => expect(handled).toBe(count), { timeout: 30_000 });

  test('stop when one message has caused too many others, and are reported once', async () => {
    site = await serveViews(
      { echo: Echo, echo2: Echo },
      { limits: { maxCausedMessages: 500, maxMessageHops: 1_000 } },
    );
    const { line } = await site.open();
    await line.ask([1, 1, 'begin']);
    await handles(2 + 500);
    expect(site.errors).toEqual(['message-loop']);
    expect(site.calls('onError')).toMatchObject([
      {
        where: 'publish',
        region: { view: 'echo' },
        error: { message: expect.stringContaining('"echo"') },
      },
    ]);
    expect(await line.ask([1, 2, 'call'])).toEqual([1, 2, { 0: '1' }]);
    expect(handled).toBe(2 + 500);
  });

  test('stop at the default limits too', async () => {
    site = await serveViews({ echo: Echo, echo2: Echo });
    const { line } = await site.open();
    await line.ask([1, 1, 'begin']);
    await handles(2 + site.app.config.limits.maxCausedMessages);
    expect(site.errors).toEqual(['message-loop']);
  });

  test('stop where the chain of them is too long, also behind an await; each event begins a new one', async () => {
    site = await serveViews(
      { a: pair('a', 'b'), b: pair('b', 'a', () => new Promise(setImmediate)) },
      { limits: { maxMessageHops: 10 } },
    );
    const { line } = await site.open();
    await line.ask([1, 1, 'begin']);
    await site.until(() => site.errors.length === 1);
    expect(handled).toBe(11);
    await line.ask([1, 2, 'begin']);
    await site.until(() => site.errors.length === 2);
    expect(handled).toBe(22);
  });

  test.each([
    ['one by one', () => ({ a: pair('a', 'b'), b: pair('b', 'a') })],
    ['each with a message to all', () => ({ echo: Echo, echo2: Echo })],
  ])('let others through, even where no limit stops them: %s', async (_, views) => {
    site = await serveViews(
      { ...views(), room: Room },
      { limits: { maxMessageHops: 1e9, maxCausedMessages: 1e9 } },
    );
    const { line } = await site.open();
    await line.ask([1, 1, 'begin']);
    const before = handled;
    expect((await site.visit()).response.status).toBe(200);
    await line.ask([3, 1, 'say', 'hello']);
    expect(await line.next(([channel]) => channel === 3)).toEqual([3, { 0: 'room:1 hello' }]);
    const after = handled;
    expect(after).toBeGreaterThan(before);
    // They are at it still.
    await vi.waitFor(() => expect(handled).toBeGreaterThan(after), { timeout: 30_000 });
    endless = false;
  });
});

test('messages that wait beyond the limit of a topic are dropped, and reported once until the topic is empty', async () => {
  site = await serveViews({ room: Room }, { limits: { maxTopicQueue: 3 } });
  await site.open();
  const said = () => site.calls('afterMessage').map(({ message }) => message);
  for (let n = 1; n <= 5; n++) site.app.publish('room:1', n);
  await site.until(() => said().length === 3);
  expect(said()).toEqual([1, 2, 3]);
  for (let n = 6; n <= 9; n++) site.app.publish('room:1', n);
  await site.until(() => said().length === 6);
  expect(said()).toEqual([1, 2, 3, 6, 7, 8]);
  expect(site.errors).toEqual(['topic-busy', 'topic-busy']);
});
