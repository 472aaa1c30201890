import { definePlugin, type Plugin, type Transport } from '@skerry/kit';
import { describe, expect, test } from 'vitest';

import { notebookWorld } from '../../../test/notebook.js';
import { chaosMonkey } from './chaos-monkey.js';
import { MonkeyError } from './monkey-error.js';
import type { MonkeyWorld } from './options.js';

const calm = { faults: {}, seed: 1, for: 60, restEvery: 20 };

/** What the monkey finds in a world. */
async function found(world: MonkeyWorld, options = calm): Promise<string[]> {
  const error = await chaosMonkey({ ...world, ...options }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) return [];
  if (!(error instanceof MonkeyError)) throw error;
  return [...new Set(error.violations.map(({ invariant }) => invariant))];
}

type Frame = [channel: number, what: unknown, ...rest: unknown[]];

/** A plugin with a bug: it changes how the frames of one event travel, the fifth of a connection. */
function bug(
  disturb: (frame: Frame, deliver: (frame: Frame) => void, answer: (frame: Frame) => void) => void,
  changeAnswer: (frame: Frame) => Frame = (frame) => frame,
): Plugin {
  const wrap = (inner: Transport): Transport => {
    let count = 0;
    const proxy = Object.create(inner, {
      send: { value: (text: string) => inner.send(JSON.stringify(changeAnswer(JSON.parse(text)))) },
      buffered: { get: () => inner.buffered },
      close: { value: inner.close.bind(inner) },
      drop: { value: inner.drop.bind(inner) },
      pause: { value: inner.pause.bind(inner) },
      resume: { value: inner.resume.bind(inner) },
      deliverTo: {
        value: (receiver: Parameters<Transport['deliverTo']>[0]) =>
          inner.deliverTo({
            admitFrame: (bytes) => receiver.admitFrame(bytes),
            onDrained: () => receiver.onDrained(),
            onClosed: (code, message) => receiver.onClosed(code, message),
            receiveFrame(text) {
              const frame = JSON.parse(String(text)) as Frame;
              const deliver = (each: Frame) => receiver.receiveFrame(JSON.stringify(each));
              const isEvent = typeof frame[2] === 'string';
              if (isEvent) count++;
              if (isEvent && (count === 5 || count === 6))
                disturb(frame, deliver, (each) => inner.send(JSON.stringify(each)));
              else deliver(frame);
            },
          }),
      },
    }) as Transport;
    return proxy;
  };
  return definePlugin({
    name: 'test:bug',
    setup: ({ hooks }) => hooks.wrapTransport.tap(({ transport }) => wrap(transport)),
  })();
}

describe('the monkey', () => {
  test('finds nothing in a sound app, without faults', async () => {
    const report = await chaosMonkey({ ...notebookWorld(), ...calm });
    expect(report).toMatchObject({ seed: 1, events: 60, acknowledged: 60, faults: {} });
  });

  test.each(['memory', 'websocket'] as const)(
    'finds nothing in a sound app under hard weather, over lines of %s',
    async (lines) => {
      const report = await chaosMonkey({ ...notebookWorld(), lines, seed: 2, for: 300 });
      expect(report.acknowledged).toBeGreaterThan(200);
      expect(Object.keys(report.faults).length).toBeGreaterThan(5);
    },
  );

  test('finds an event that is acknowledged and never handled', async () => {
    const loses = bug((frame, _, answer) => answer([frame[0], frame[1], {}]));
    expect(await found(notebookWorld({}, [loses]))).toContain('lost-event');
  });

  test('finds an event that is handled twice', async () => {
    const doubles = bug(([channel, seq, ...rest], deliver) => {
      deliver([channel, seq, ...rest]);
      deliver([channel, (seq as number) + 1, ...rest]);
    });
    expect(await found(notebookWorld({}, [doubles]))).toContain('handled-twice');
  });

  test('finds events that are handled in another order', async () => {
    let first: Frame | undefined;
    const swaps = bug((frame, deliver, answer) => {
      const [channel, seq, ...rest] = frame;
      if (!first || first[0] !== channel || first[1] !== (seq as number) - 1) {
        first = frame;
        return answer([channel, seq, {}]);
      }
      deliver([channel, first[1], ...rest]);
      deliver([channel, seq, ...first.slice(2)]);
    });
    const world = { ...notebookWorld({}, [swaps]), visitors: 1 };
    expect(await found(world)).toContain('wrong-order');
  });

  test('finds an event that is handled though its browser is told that it was refused', async () => {
    const denies = bug(
      (frame, deliver) => deliver(frame),
      ([channel, what, ...rest]) =>
        what === 5
          ? [channel, what, null, { code: 'denied', reason: 'No.' }]
          : [channel, what, ...rest],
    );
    expect(await found(notebookWorld({}, [denies]))).toContain('handled-though-refused');
  });

  test('finds what visitors see of each other', async () => {
    expect(await found(notebookWorld({ shares: true }))).toContain('leak');
    expect(await found({ ...notebookWorld({ shares: true }), isShared: true })).not.toContain(
      'leak',
    );
  });

  test('finds a screen that differs from a fresh render', async () => {
    expect(await found(notebookWorld({ drifts: true }))).toContain('stale-dom');
  });

  test('finds what an app leaves behind', async () => {
    const timers: NodeJS.Timeout[] = [];
    const leaves = definePlugin({
      name: 'test:leaves',
      setup: ({ hooks }) =>
        hooks.onConnect.tap(() => void timers.push(setInterval(() => {}, 1_000))),
    });
    expect(await found(notebookWorld({}, [leaves()]))).toEqual(['handles']);
    timers.forEach((timer) => clearInterval(timer));
    const heap: unknown[] = [];
    const hoards = definePlugin({
      name: 'test:hoards',
      setup: ({ hooks }) =>
        hooks.afterEvent.tap(() => void heap.push(Array.from({ length: 50_000 }, Math.random))),
    });
    const world = { ...notebookWorld({}, [hoards()]), heapAllowance: 5 * 2 ** 20 };
    expect(await found(world)).toEqual(['heap']);
    expect(heap.length).toBe(60);
  });

  test('repeats its steps for the same seed, and says how to repeat a failure', async () => {
    const world = notebookWorld({ drifts: true });
    const fail = () =>
      chaosMonkey({ ...world, ...calm }).catch((thrown: unknown) => thrown as MonkeyError);
    const [first, second] = [await fail(), await fail()] as [MonkeyError, MonkeyError];
    expect(first.steps).toEqual(second.steps);
    expect(first.message).toContain('To repeat them: chaos replay {"seed":1,"faults":{}}');
  });
});
