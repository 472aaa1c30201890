import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { defaultLimits } from '../../core/limits.js';
import { PubSub } from './pubsub.js';

let pubsub: PubSub;
let got: string[];
beforeEach(() => {
  pubsub = new PubSub(defaultLimits);
  got = [];
});
afterEach(() => void vi.restoreAllMocks());

const rounds = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise(setImmediate);
};

/** Lets each delivery take so many milliseconds. */
function deliveriesTake(milliseconds: number): () => void {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  return () => void (now += milliseconds);
}

const subscribe = (topic: string, name: string, work = () => {}): (() => void) => {
  const receiver = {
    receive: (_: string, message: unknown) => {
      got.push(`${name} ${String(message)}`);
      work();
    },
  };
  pubsub.subscribe(topic, receiver);
  return () => pubsub.unsubscribe(topic, receiver);
};

test('deliveries go on for a few milliseconds, and then the event loop does other work', async () => {
  const work = deliveriesTake(1);
  for (let i = 0; i < 10; i++) subscribe('topic', `r${i}`, work);
  expect(pubsub.publish('topic', 'm')).toBe(10);
  expect(got).toEqual([]);
  const seen: number[] = [];
  for (let i = 0; i < 3; i++) {
    await rounds(1);
    seen.push(got.length);
  }
  expect(seen).toEqual([4, 8, 10]);
  expect(pubsub.idle).toBe(true);
});

test('a delivery that takes longer has a slice of its own', async () => {
  const work = deliveriesTake(100);
  for (const name of ['a', 'b']) subscribe('topic', name, work);
  pubsub.publish('topic', 1);
  await rounds(1);
  expect(got).toEqual(['a 1']);
  await rounds(1);
  expect(got).toEqual(['a 1', 'b 1']);
});

test('topics take turns, and each keeps its order', async () => {
  deliveriesTake(0);
  subscribe('busy', 'b');
  subscribe('calm', 'c');
  for (const n of [1, 2, 3]) pubsub.publish('busy', n);
  pubsub.publish('calm', 1);
  await rounds(1);
  expect(got).toEqual(['b 1', 'c 1', 'b 2', 'b 3']);
});

test('a message for many receivers delays the next one of its topic, and no other topic', async () => {
  deliveriesTake(0);
  for (let i = 0; i < 250; i++) subscribe('crowd', 'r');
  subscribe('calm', 'c');
  pubsub.publish('crowd', 1);
  pubsub.publish('crowd', 2);
  pubsub.publish('calm', 1);
  await rounds(1);
  expect(got.indexOf('c 1')).toBe(100);
  expect(got.indexOf('r 2')).toBe(251);
  expect(got).toHaveLength(501);
});

describe('a message reaches the subscribers at its publication that are still subscribed:', () => {
  test('one that unsubscribes meanwhile does not receive it', async () => {
    subscribe('topic', 'a', () => leave());
    const leave = subscribe('topic', 'b');
    pubsub.publish('topic', 1);
    await rounds(1);
    expect(got).toEqual(['a 1']);
  });

  test('one that subscribes later does not receive it, even if there was no other', async () => {
    expect(pubsub.publish('topic', 1)).toBe(0);
    const leave = subscribe('topic', 'a');
    pubsub.publish('topic', 2);
    subscribe('topic', 'b');
    leave();
    await rounds(1);
    expect(got).toEqual([]);
    pubsub.publish('topic', 3);
    await rounds(1);
    expect(got).toEqual(['b 3']);
  });
});

test('a receiver that throws does not keep the message from the others', async () => {
  const thrown = new Promise((resolve) => process.once('uncaughtException', resolve));
  subscribe('topic', 'a', () => {
    throw new Error('on purpose');
  });
  subscribe('topic', 'b');
  pubsub.publish('topic', 1);
  expect(await thrown).toMatchObject({ message: 'on purpose' });
  await rounds(1);
  expect(got).toEqual(['a 1', 'b 1']);
});
