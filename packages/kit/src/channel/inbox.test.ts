import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Frame } from '../core/transport.js';
import { Inbox } from './inbox.js';

let now = 0;
let handled: Frame[];
let paused: boolean;
/** Milliseconds that each frame takes. */
let work: number;
let inbox: Inbox;
beforeEach(() => {
  now += 1_000;
  handled = [];
  paused = false;
  work = 1;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  inbox = new Inbox(
    (frame) => {
      handled.push(frame);
      now += work;
    },
    { pause: () => (paused = true), resume: () => (paused = false) },
  );
});
// All inboxes share the time of one turn, also those of the next test.
afterEach(async () => {
  await nextTurn();
  vi.restoreAllMocks();
});

const add = (frame: Frame) => inbox.add(frame, now);
const nextTurn = () => new Promise(setImmediate);

test('of frames that come at once, an inbox handles some for a few milliseconds, and the rest in later turns, in order', async () => {
  for (const frame of 'abcdefghij') add(frame);
  expect(handled.join('')).toBe('abcd');
  expect(paused).toBe(true);
  await nextTurn();
  expect(handled.join('')).toBe('abcdefgh');
  expect(paused).toBe(true);
  add('k');
  expect(handled.join('')).toBe('abcdefgh');
  await nextTurn();
  expect(handled.join('')).toBe('abcdefghijk');
  expect(paused).toBe(false);
});

test('a frame that takes longer has a turn of its own', async () => {
  work = 100;
  for (const frame of 'abc') add(frame);
  expect(handled).toEqual(['a']);
  await nextTurn();
  expect(handled).toEqual(['a', 'b']);
  await nextTurn();
  expect(handled).toEqual(['a', 'b', 'c']);
});

test('frames that come in separate turns are handled at once, however long each takes', async () => {
  work = 100;
  for (const frame of 'abc') {
    add(frame);
    await nextTurn();
  }
  expect(handled).toEqual(['a', 'b', 'c']);
  expect(paused).toBe(false);
});

test('the inboxes of many connections share the time, and take turns', async () => {
  const order: string[] = [];
  const inboxes = ['a', 'b', 'c'].map(
    (name) =>
      new Inbox(
        (frame) => {
          order.push(`${name}${String(frame)}`);
          now += work;
        },
        { pause() {}, resume() {} },
      ),
  );
  for (const each of inboxes) for (const frame of '123') each.add(frame, now);
  expect(order).toEqual(['a1', 'a2', 'a3', 'b1']);
  await nextTurn();
  expect(order.slice(4)).toEqual(['b2', 'c1', 'b3', 'c2']);
  await nextTurn();
  expect(order.slice(8)).toEqual(['c3']);
});
