import { afterEach, describe, expect, test } from 'vitest';

import { deny } from '../core/deny.js';
import { serveViews, type Site, type SiteOptions } from '../../test/visitor.js';
import { defineLive } from './define.js';
import { PubSub } from './pubsub.js';

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
    info: {
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
  test('reach all that subscribed, in other sessions too, by the name of the topic or its start', async () => {
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

  test('do not reach who unsubscribed, or is gone', async () => {
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
      taps: ({ beforeInfo }) =>
        beforeInfo.tap(({ message }) => (message === 'bad' ? deny() : `${String(message)}!`)),
    });
    const { line } = await site.open();
    await line.ask([1, 1, 'say', 'bad']);
    await line.ask([1, 2, 'say', 'good']);
    expect(await line.next()).toEqual([1, { 0: 'room:1 good!' }]);
    expect(site.calls('afterInfo')).toMatchObject([{ message: 'good!' }]);
  });

  test('that are too many for the queue are dropped and reported', async () => {
    let open = () => {};
    const Slow = defineLive(
      {
        mount: ({ subscribe }) => (subscribe('topic'), { seen: 0 }),
        events: { flood: (live) => [1, 2, 3, 4].forEach((n) => live.publish('topic', n)) },
        info: {
          topic: async (live, n: number) => {
            if (n === 1) await new Promise<void>((resolve) => (open = resolve));
            live.assign({ seen: n });
          },
        },
      },
      ({ state }) => <p>{state.seen}</p>,
      'slow',
    );
    site = await serveViews({ slow: Slow }, { limits: { regionQueue: 2 } });
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

test('many receivers are served a slice at a time', async () => {
  const pubsub = new PubSub();
  let received = 0;
  const receivers = Array.from({ length: 250 }, () => ({ receive: () => void received++ }));
  for (const receiver of receivers) pubsub.subscribe('topic', receiver);
  expect(pubsub.publish('topic', 1)).toBe(250);
  pubsub.unsubscribe('topic', receivers[249]!);
  const seen: number[] = [];
  for (let i = 0; i < 3; i++) {
    await new Promise(setImmediate);
    seen.push(received);
  }
  expect(seen).toEqual([100, 200, 249]);
});
