import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Deferred, deferred } from '../../../test/deferred.js';
import { serveViews, type Site } from '../../../test/visitor.js';
import { VisibleError } from '../../core/errors.js';
import { defineLive } from '../author/define.js';
import type { Loadable } from '../../core/loadable.js';
import { pending } from '../author/contexts.js';

let site: Site;
let gate: Deferred;
let loads: (Deferred<unknown> & { signal: AbortSignal })[];
beforeEach(() => {
  loads = [];
  gate = deferred();
});
afterEach(() => site.stop());

const load = (signal: AbortSignal): Promise<any> => {
  const started = { ...deferred<unknown>(), signal };
  loads.push(started);
  return started.promise;
};

const shown = (tide: Loadable<number>): string =>
  `${tide.status} ${'value' in tide ? tide.value : ''} ${'error' in tide ? tide.error : ''}`;

const Tides = defineLive(
  {
    mount: () => ({ tide: pending<number>() }),
    events: {
      load: (live) => live.load('tide', load),
      loadAndFail(live) {
        live.load('tide', load);
        throw new Error('on purpose');
      },
      async loadLater(live) {
        await gate.promise;
        live.load('tide', load);
      },
      twice(live) {
        live.load('tide', load);
        live.load('tide', load);
      },
    },
  },
  ({ state }) => <p>{shown(state.tide)}</p>,
  'tides',
);

const AtOnce = defineLive(
  { mount: (context) => ({ tide: context.load<number>('tide', load) }) },
  ({ state }) => <p>{shown(state.tide)}</p>,
  'at-once',
);

test('a load is pending at once and then ready; the next keeps the value meanwhile', async () => {
  site = await serveViews({ tides: Tides });
  const { line } = await site.open();
  await line.ask([1, 1, 'load']);
  loads[0]!.resolve(3);
  expect(await line.next()).toEqual([1, { 0: 'ready 3 ' }]);
  expect(await line.ask([1, 2, 'load'])).toEqual([1, 2, { 0: 'pending 3 ' }]);
  loads[1]!.reject(new Error('low water'));
  expect(await line.next()).toEqual([1, { 0: 'failed 3 low water' }]);
  expect(site.errors).toEqual(['low water']);
  expect(site.calls('onError')).toMatchObject([{ where: 'load' }]);
});

test('a later load replaces the earlier one of its key', async () => {
  site = await serveViews({ tides: Tides });
  const { line } = await site.open();
  await line.ask([1, 1, 'twice']);
  expect(loads.map(({ signal }) => signal.aborted)).toEqual([false]);
  await line.ask([1, 2, 'load']);
  expect(loads.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  loads[0]!.resolve(1);
  loads[1]!.resolve(2);
  expect(await line.next()).toEqual([1, { 0: 'ready 2 ' }]);
  expect(await line.settled()).toEqual([]);
});

test('an outcome that waited while a later load began is dropped', async () => {
  site = await serveViews({ tides: Tides });
  const { line } = await site.open();
  await line.ask([1, 1, 'load']);
  line.send([1, 2, 'loadLater']);
  await line.settled();
  loads[0]!.resolve(1);
  await new Promise(setImmediate);
  gate.resolve();
  expect(await line.next()).toEqual([1, 2, {}]);
  expect(await line.settled()).toEqual([]);
  loads[1]!.resolve(2);
  expect(await line.next()).toEqual([1, { 0: 'ready 2 ' }]);
});

test('a turn that throws starts no load', async () => {
  site = await serveViews({ tides: Tides });
  const { line } = await site.open();
  await line.ask([1, 1, 'loadAndFail']);
  expect(await line.settled()).toEqual([]);
  expect(loads).toEqual([]);
});

test('a load is aborted when its region ends', async () => {
  site = await serveViews({ tides: Tides });
  const { line } = await site.open();
  await line.ask([1, 1, 'load']);
  await line.settled();
  await line.ask([1, 9]);
  expect(loads[0]!.signal.aborted).toBe(true);
  loads[0]!.resolve(1);
  expect(await line.settled()).toEqual([[1, 'close']]);
});

test('mount may begin a load, which ends before or after the join', async () => {
  site = await serveViews({ 'at-once': AtOnce });
  const { hosts, cookie } = await site.visit();
  expect(hosts[0]!.html).toContain('pending');
  const line = await site.connect(cookie);
  loads[0]!.resolve(5);
  await loads[0]!.promise;
  await new Promise(setImmediate);
  expect(await line.join(1, hosts[0]!, { have: 0, page: 'p' })).toEqual([1, 0, { 0: 'ready 5 ' }]);
});

test('visitors see the error text of a failed load that is meant for them, and developers its error', async () => {
  site = await serveViews({ tides: Tides }, { mode: 'production' });
  const { line } = await site.open();
  const failing = async (ref: number, error: Error) => {
    await line.ask([1, ref, 'load']);
    loads.at(-1)!.reject(error);
    return (await line.next())[1][0];
  };
  expect(await failing(1, new Error('password of db.internal refused'))).toBe(
    'failed  This could not be loaded.',
  );
  expect(await failing(2, new VisibleError('No harbour is called Atlantis.'))).toBe(
    'failed  No harbour is called Atlantis.',
  );
  expect(site.errors).toEqual([
    'password of db.internal refused',
    'No harbour is called Atlantis.',
  ]);
});

test('a load that takes too long fails and is aborted; its later error is only reported', async () => {
  site = await serveViews({ tides: Tides }, { mode: 'production', limits: { loadTimeout: 20 } });
  const { line } = await site.open();
  await line.ask([1, 1, 'load']);
  expect(await line.next()).toEqual([1, { 0: 'failed  This could not be loaded.' }]);
  expect(loads[0]!.signal.aborted).toBe(true);
  expect(site.errors).toEqual(['load-timeout']);
  loads[0]!.reject(new Error('too late'));
  await site.until(() => site.errors.length === 2);
  expect(site.calls('onError')[1]).toMatchObject({ where: 'late', error: { message: 'too late' } });
  expect(await line.settled()).toEqual([]);
});

test('the abort of a load at its time limit is not reported', async () => {
  site = await serveViews({ tides: Tides }, { limits: { loadTimeout: 20 } });
  const { line } = await site.open();
  await line.ask([1, 1, 'load']);
  await line.next();
  loads[0]!.reject(loads[0]!.signal.reason);
  await line.settled();
  expect(site.errors).toEqual(['load-timeout']);
});

test('loaded data has to be plain data', async () => {
  site = await serveViews({ tides: Tides });
  const { line } = await site.open();
  await line.ask([1, 1, 'load']);
  loads[0]!.resolve(new Map());
  expect((await line.next())[1][0]).toMatch(/^failed {2}.*Map/);
  expect(site.errors).toEqual(['state-not-serialisable']);
});
