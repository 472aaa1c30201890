import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';

import { mountLive } from '../../testing/mount-live.js';
import { defineLive, event } from '../author/define.js';

let now: number;
let date: number;
let warnings: string[];
/** What was rendered last. */
let shown: number;
const log = { info() {}, warn: (message: string) => void warnings.push(message), error() {} };

beforeEach(() => {
  now = 0;
  date = 60_000;
  shown = 0;
  warnings = [];
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.spyOn(Date, 'now').mockImplementation(() => date);
});
afterEach(() => void vi.restoreAllMocks());

/** Holds up the event loop, for so many milliseconds of this test's clock. */
const block = (milliseconds: number) => void (now += milliseconds);

const Busy = defineLive(
  {
    mount: ({
      props,
      subscribe,
    }: {
      props: { mount?: number; render?: number };
      subscribe: (topic: string) => void;
    }) => {
      subscribe('topic');
      block(props.mount ?? 0);
      return { render: props.render ?? 0 };
    },
    events: {
      work: (_, milliseconds) => block(milliseconds as number),
      fail(_, milliseconds) {
        block(milliseconds as number);
        throw new Error('on purpose');
      },
      checked: event(
        z.number().refine((milliseconds) => (block(milliseconds), true)),
        () => {},
      ),
      async wait(_, milliseconds) {
        await new Promise(setImmediate);
        now += milliseconds as number;
      },
      show: (live, render) => live.assign({ render: render as number }),
      async showLater(live, render) {
        await new Promise(setImmediate);
        live.assign({ render: render as number });
      },
    },
    messages: { topic: (_, milliseconds: number) => block(milliseconds) },
  },
  ({ state }) => {
    // mountLive renders once more, to compare.
    if (state.render !== shown) block(state.render);
    shown = state.render;
    return <p>{state.render}</p>;
  },
  'busy',
);

const open = (props = {}) => mountLive(Busy, { props, log });
/** What was warned of: handler, view and milliseconds. */
const warned = () =>
  warnings.map((text) =>
    /^(".*?") of the live view (".*?") .* for (\d+) ms/.exec(text)?.slice(1).join(' '),
  );

test('a warning names an event, a message and a mount that block the event loop, with the render that follows', async () => {
  const busy = await open({ mount: 51 });
  await busy.send('work', 60);
  await busy.send('checked', 70);
  await busy.publish('topic', 80);
  await busy.send('show', 90);
  await busy.send('show', 0);
  await busy.send('showLater', 100);
  expect(warned()).toEqual([
    '"mount" "busy" 51',
    '"work" "busy" 60',
    '"checked" "busy" 70',
    '"message topic" "busy" 80',
    '"show" "busy" 90',
    '"showLater" "busy" 100',
  ]);
  expect(warnings[0]).toContain('slowTurnTimeout');
});

test('a warning names a render by itself that blocks the event loop', async () => {
  await open({ render: 60 });
  // On the page; when it was joined there was nothing to render.
  expect(warned()).toEqual(['"render" "busy" 60']);
});

test('a warning names a slow handler that throws', async () => {
  const busy = await open();
  await expect(busy.send('fail', 60)).rejects.toThrow();
  expect(warned()).toEqual(['"fail" "busy" 60']);
});

test('quick work, and work that waits, causes no warning', async () => {
  const busy = await open({ mount: 50 });
  await busy.send('work', 50);
  await busy.send('wait', 10_000);
  expect(warnings).toEqual([]);
});

test('each handler causes one warning a minute', async () => {
  const busy = await open();
  for (const milliseconds of [60, 61]) await busy.send('work', milliseconds);
  await busy.send('checked', 62);
  date += 60_000;
  await busy.send('work', 63);
  expect(warned()).toEqual(['"work" "busy" 60', '"checked" "busy" 62', '"work" "busy" 63']);
});

test('the limit of slow work is the one of the app', async () => {
  const busy = await mountLive(Busy, { log, limits: { slowTurnTimeout: 10 } });
  await busy.send('work', 11);
  expect(warned()).toEqual(['"work" "busy" 11']);
});
