import { setImmediate } from 'node:timers/promises';

import type { StandardSchemaV1 } from '@standard-schema/spec';
import { afterEach, expect, test } from 'vitest';

import { deferred } from '../../../test/deferred.js';
import { serveViews, type Site } from '../../../test/visitor.js';
import { findBlamed } from '../../core/blame.js';
import { defineLive, event as eventOf } from '../author/define.js';
import { pending } from '../author/contexts.js';

let site: Site;
afterEach(() => site.stop());

/** Throws where nothing catches it, as the guard of the process sees it. */
const throwUncaught = (message: string) => findBlamed()!.panic(new Error(message));

const View = defineLive(
  {
    mount: () => {
      setTimeout(() => (onMounted ? throwUncaught('by the mount') : undefined));
      return { n: 0, tide: pending<number>() };
    },
    events: {
      add: (live) => live.assign({ n: live.state.n + 1 }),
      inTimer: () => void setTimeout(throwUncaught, 0, 'in a timer'),
      async afterAwait() {
        await setImmediate();
        throwUncaught('after an await');
      },
      load: (live) =>
        live.load('tide', async () => {
          await setImmediate();
          throwUncaught('by a load');
          return 1;
        }),
      tell: (live) => live.publish('topic'),
      listen: (live) => live.subscribe('topic'),
    },
    messages: { topic: () => void setTimeout(throwUncaught, 0, 'by a message') },
  },
  ({ state }) => <p>{state.n}</p>,
  'view',
);
let onMounted = false;

const failed = { code: 'failed', reason: 'The region failed and starts again.' };

test.each([
  ['inTimer', 'in a timer'],
  ['afterAwait', 'after an await'],
  ['load', 'by a load'],
])('what %s throws where nothing catches it resets its region alone', async (event, message) => {
  site = await serveViews({ view: View, other: View });
  const { line, hosts } = await site.open();
  await line.ask([2, 1, 'add']);
  line.send([1, 1, event]);
  expect(await line.next((frame) => frame[1] === 'crash')).toEqual([1, 'crash', failed]);
  expect(site.calls('onError')).toMatchObject([
    { where: 'uncaught', error: { message }, region: { id: hosts[0]!.id } },
  ]);
  expect(site.calls('onPanic')).toMatchObject([
    { error: { message }, region: { id: hosts[0]!.id }, lastEvent: event },
  ]);
  // Its browser mounts it anew; the other goes on.
  await line.join(1, hosts[0]!, { page: 'page' });
  expect(await line.ask([1, 5, 'add'])).toEqual([1, 5, { 0: '1' }]);
  expect(await line.ask([2, 2, 'add'])).toEqual([2, 2, { 0: '2' }]);
});

/** A schema that begins a check, leaves it behind, and begins again, as libraries do with one that turns out to be asynchronous. */
const twice = (second: () => Promise<void>): StandardSchemaV1 => ({
  '~standard': {
    version: 1,
    vendor: 'test',
    async validate(value) {
      queueMicrotask(() => throwUncaught('left behind'));
      await second();
      return { value };
    },
  },
});

test.each([
  ['fails', () => Promise.reject(new Error('no database')), 'failed', 'no database'],
  ['succeeds', () => setImmediate(), undefined, 'left behind'],
])('what a schema leaves behind resets nothing if it %s', async (_, second, code, message) => {
  const Checked = defineLive(
    {
      mount: () => ({ n: 0 }),
      events: {
        add: (live) => live.assign({ n: live.state.n + 1 }),
        check: eventOf(twice(second), () => {}),
      },
    },
    ({ state }) => <p>{state.n}</p>,
    'checked',
  );
  site = await serveViews({ checked: Checked });
  const { line } = await site.open();
  await line.ask([1, 1, 'add']);
  const [, , , refusal] = await line.ask([1, 2, 'check']);
  expect((refusal as { code?: string } | undefined)?.code).toBe(code);
  await site.until(() => site.calls('onError').length > 0);
  expect(await line.ask([1, 3, 'add'])).toEqual([1, 3, { 0: '2' }]);
  expect(site.calls('onError')).toMatchObject([{ error: { message } }]);
  expect(site.calls('onPanic')).toEqual([]);
});

test('an uncaught error after a message is blamed on the region that received it', async () => {
  site = await serveViews({ view: View, other: View });
  const { line, hosts } = await site.open();
  await line.ask([2, 1, 'listen']);
  await line.ask([1, 1, 'tell']);
  expect(await line.next()).toEqual([2, 'crash', failed]);
  expect(site.calls('onPanic')).toMatchObject([{ region: { id: hosts[1]!.id } }]);
});

test('an uncaught error after a mount is blamed on its region', async () => {
  onMounted = true;
  site = await serveViews({ view: View });
  const { hosts } = await site.visit();
  await site.until(() => site.calls('onPanic').length > 0);
  onMounted = false;
  expect(site.calls('onPanic')).toMatchObject([{ region: { id: hosts[0]!.id } }]);
});

test('an uncaught error of a region that is gone is only reported', async () => {
  const gate = deferred();
  const Leaving = defineLive(
    {
      mount: () => ({}),
      events: { wait: () => void gate.promise.then(() => throwUncaught('late')) },
    },
    () => <p>x</p>,
    'leaving',
  );
  site = await serveViews({ leaving: Leaving });
  const { line } = await site.open();
  await line.ask([1, 1, 'wait']);
  await line.ask([1, 9]);
  gate.resolve();
  await site.until(() => site.calls('onPanic').length > 0);
  expect(site.calls('onPanic')).toMatchObject([{ region: { view: 'leaving' } }]);
  expect(await line.settled()).toEqual([[1, 'close']]);
});
