import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';

import { stopClock } from '../../../test/clock.js';
import { type Deferred, deferred } from '../../../test/deferred.js';
import { serveViews, type Site, type SiteOptions } from '../../../test/visitor.js';
import { defaultLimits, type Limits } from '../../core/limits.js';
import { VisibleError } from '../../core/errors.js';
import { defineLive, event, type LiveView } from '../author/define.js';
import type { LiveContext, UnmountReason } from '../author/contexts.js';

let site: Site;
afterEach(() => site.stop());

const serve = async (view: LiveView, options?: SiteOptions): Promise<Site> =>
  (site = await serveViews({ [view.id]: view }, options));

const refused = (code: string) => expect.objectContaining({ code });

interface State {
  count: number;
}

let mounts: number;
let gate: Deferred;
/** What handlers leave for the test to look at. */
let left: unknown[];
let reasons: UnmountReason[];
beforeEach(() => {
  mounts = 0;
  gate = deferred();
  left = [];
  reasons = [];
});

const add = (live: LiveContext<State>) => live.assign({ count: live.state.count + 1 });

const Counter = defineLive(
  {
    mount: () => {
      mounts++;
      return { count: 0 };
    },
    events: {
      add: (live) => add(live),
      addBy: event(z.object({ by: z.number() }), (live, { by }) =>
        live.assign({ count: live.state.count + by }),
      ),
      show: (live) => live.reply({ count: live.state.count }),
      query: (live) => ({
        // As query builders are: nothing happens before they are awaited.
        // oxlint-disable-next-line unicorn/no-thenable -- that is what it is
        then(done: () => void) {
          live.assign({ count: live.state.count + 10 });
          done();
        },
      }),
      tell: (live) => live.publish('topic', 'told'),
      everything(live) {
        live.emit('emitted', { n: 1 });
        live.emit('emitted', { n: 2 });
        live.reply('replied');
        live.redirect('/next?a=1');
        live.title('Titled');
        live.resetForm();
      },
      fail(live) {
        live.assign({ count: 100 });
        live.emit('never');
        live.publish('other', 'never');
        live.subscribe('topic');
        live.redirect('/never');
        throw new Error('on purpose');
      },
      async flushThenFail(live) {
        add(live);
        live.emit('kept');
        await live.flush();
        live.assign({ count: 100 });
        throw new Error('on purpose');
      },
      async flushThenWait(live) {
        add(live);
        await live.flush();
        await gate.promise;
        add(live);
      },
      async slow(live) {
        live.signal.addEventListener('abort', () => left.push('aborted'));
        await gate.promise;
        add(live);
      },
      async goOn(live) {
        live.signal.addEventListener('abort', () => left.push('aborted'));
        await gate.promise;
        for (let i = 0; i < 3; i++) {
          add(live);
          await live.flush();
        }
        live.publish('topic');
        left.push(
          `${live.state.count} ${live.session.id.length > 0} ${JSON.stringify(live.props)}`,
        );
      },
      away: (live) => live.redirect('https://elsewhere.test/' as string),
    },
    messages: { topic: (live) => live.assign({ count: -1 }) },
    unmount: (_, reason) => void reasons.push(reason),
  },
  ({ state }) => <p>{state.count}</p>,
  'counter',
);

test('mount runs once: the join adopts the region of the page, and brings nothing new', async () => {
  await serve(Counter);
  const { hosts, cookie } = await site.visit();
  expect(hosts[0]!.html).toBe('<p data-s="0">0</p>');
  const line = await site.connect(cookie);
  expect(await line.join(1, hosts[0]!, { have: 0, page: 'p' })).toEqual([1, 0, {}]);
  expect(await line.ask([1, 1, 'add'])).toEqual([1, 1, { 0: '1' }]);
  expect(mounts).toBe(1);
});

test('changes between page and join come with the join', async () => {
  const told = deferred();
  const Listener = defineLive(
    {
      mount: ({ subscribe }) => (subscribe('topic'), { word: '' }),
      messages: { topic: (live, word: string) => (live.assign({ word }), told.resolve()) },
    },
    ({ state }) => <p>{state.word}</p>,
    'listener',
  );
  site = await serveViews({ counter: Counter, listener: Listener });
  const { hosts, cookie } = await site.visit();
  const line = await site.connect(cookie);
  await line.join(1, hosts[0]!, { have: 0, page: 'p' });
  await line.ask([1, 1, 'tell']);
  await told.promise;
  expect(await line.join(2, hosts[1]!, { have: 0, page: 'p' })).toEqual([2, 0, { 0: 'told' }]);
});

describe('a turn', () => {
  test('awaits any thenable', async () => {
    await serve(Counter);
    const { line } = await site.open();
    expect(await line.ask([1, 1, 'query'])).toEqual([1, 1, { 0: '10' }]);
  });

  test('sends its changes, events, reply and redirect with the answer', async () => {
    await serve(Counter);
    const { line } = await site.open();
    expect(await line.ask([1, 1, 'everything'])).toEqual([
      1,
      1,
      {
        e: [
          ['emitted', { n: 1 }],
          ['emitted', { n: 2 }],
        ],
        to: '/next?a=1',
        t: 'Titled',
        reset: true,
      },
      'replied',
    ]);
    expect(await line.ask([1, 2, 'addBy', { by: 5 }])).toEqual([1, 2, { 0: '5' }]);
    expect(await line.ask([1, 3, 'show'])).toEqual([1, 3, {}, { count: 5 }]);
  });

  test('that throws commits nothing, is answered and reported, and the region goes on', async () => {
    await serve(Counter);
    const { line } = await site.open();
    expect(await line.ask([1, 1, 'fail'])).toEqual([1, 1, null, refused('failed')]);
    expect(site.errors).toEqual(['on purpose']);
    expect(site.calls('onError')[0]).toMatchObject({ where: 'event', region: { view: 'counter' } });
    // Neither was published, nor is the topic subscribed to.
    expect(site.calls('onBroadcast')).toEqual([]);
    await line.ask([1, 2, 'tell']);
    expect(site.calls('onBroadcast')).toMatchObject([{ topic: 'topic', receivers: 0 }]);
    expect(await line.ask([1, 3, 'add'])).toEqual([1, 3, { 0: '1' }]);
    expect(await line.settled()).toEqual([]);
  });

  test('that throws a VisibleError answers with its message, in production too', async () => {
    const Strict = defineLive(
      {
        mount: () => ({}),
        events: {
          book: () => {
            throw new VisibleError('The hall is taken.');
          },
        },
      },
      () => <p>x</p>,
      'strict',
    );
    await serve(Strict, { mode: 'production' });
    const { line } = await site.open();
    expect(await line.ask([1, 1, 'book'])).toEqual([
      1,
      1,
      null,
      { code: 'failed', reason: 'The hall is taken.' },
    ]);
    expect(site.errors).toEqual(['The hall is taken.']);
  });

  test('refuses to send the browser to another site', async () => {
    await serve(Counter);
    const { line } = await site.open();
    expect(await line.ask([1, 1, 'away'])).toEqual([1, 1, null, refused('failed')]);
    expect(site.errors).toEqual(['bad-redirect']);
  });

  test('waits for the one before it', async () => {
    await serve(Counter);
    const { line } = await site.open();
    line.send([1, 1, 'flushThenWait']);
    line.send([1, 2, 'add']);
    line.send([1, 3, 'show']);
    expect(await line.next()).toEqual([1, { 0: '1' }]);
    expect(await line.settled()).toEqual([]);
    gate.resolve();
    expect(await line.next()).toEqual([1, 1, { 0: '2' }]);
    expect(await line.next()).toEqual([1, 2, { 0: '3' }]);
    expect(await line.next()).toEqual([1, 3, {}, { count: 3 }]);
  });

  test('that throws after a flush keeps the flushed changes', async () => {
    await serve(Counter);
    const { line } = await site.open();
    line.send([1, 1, 'flushThenFail']);
    expect(await line.next()).toEqual([1, { 0: '1', e: [['kept', null]] }]);
    expect(await line.next()).toEqual([1, 1, null, refused('failed')]);
    expect(await line.ask([1, 2, 'show'])).toEqual([1, 2, {}, { count: 1 }]);
  });

  test('ends at its time limit: the signal aborts, the next event works, and late calls of `live` are only reported', async () => {
    const pass = stopClock();
    await serve(Counter);
    const { line } = await site.open();
    line.send([1, 1, 'goOn']);
    await line.settled();
    pass(defaultLimits.turnTimeout);
    expect(await line.next()).toEqual([1, 1, null, refused('timeout')]);
    expect(left).toEqual(['aborted']);
    expect(await line.ask([1, 2, 'add'])).toEqual([1, 2, { 0: '1' }]);
    gate.resolve();
    await expect.poll(() => left[1]).toBe('1 true {}');
    const late = (call: string) => ({
      where: 'late',
      region: { view: 'counter' },
      error: {
        code: 'turn-ended',
        message: `live.${call}() was called in the live view "counter" after the turn of "goOn" had ended; it did nothing.`,
      },
    });
    expect(site.calls('onError').slice(1)).toMatchObject([
      late('assign'),
      late('flush'),
      late('publish'),
    ]);
    expect(site.calls('onBroadcast')).toEqual([]);
    expect(await line.ask([1, 3, 'show'])).toEqual([1, 3, {}, { count: 1 }]);
  });

  test.each(['sync', 'async'])(
    'shows what is done after its end, or it is reported, however soon that is (with a guard that is %s)',
    async (guard) => {
      const Late = defineLive(
        {
          mount: () => ({ count: -1 }),
          events: {
            go: async (live: LiveContext<State>, payload) => {
              const after = payload as number;
              live.assign({ count: 10 * after });
              const goOn = (turns: number): unknown => {
                if (turns > 0) return Promise.resolve().then(() => goOn(turns - 1));
                add(live);
                void live.flush();
                return undefined;
              };
              void goOn(after);
            },
          },
        },
        ({ state }) => <p>{state.count}</p>,
        'late',
      );
      const taps: SiteOptions['taps'] = ({ beforeEvent }) =>
        void (guard === 'async' && beforeEvent.tap(async () => undefined));
      await serve(Late, { taps });
      const { line } = await site.open();
      for (let after = 1; after < 15; after++) {
        const before = site.errors.length;
        const answer = await line.ask([1, after, 'go', after]);
        const said = JSON.stringify([...(await line.settled()), answer]);
        const isReported = site.errors.slice(before).includes('turn-ended');
        expect(said.match(/"0":"\d+"/g)).toEqual([`"0":"${10 * after + (isReported ? 0 : 1)}"`]);
      }
    },
  );

  test('is aborted when the region ends', async () => {
    await serve(Counter);
    const { line } = await site.open();
    line.send([1, 1, 'goOn']);
    expect(await line.ask([1, 9])).toEqual([1, 9, {}]);
    expect(left).toEqual(['aborted']);
    gate.resolve();
    expect(await line.next((frame) => frame[1] === 1)).toEqual([1, 1, null, refused('failed')]);
    expect(reasons).toEqual(['left']);
    // Nobody is left who could miss anything.
    await expect.poll(() => left[1]).toBe('0 true {}');
    expect(site.errors).toEqual([]);
  });
});

describe('a handler that flushes for ever', () => {
  let ends: boolean;
  beforeEach(() => (ends = false));
  const Spinner = defineLive(
    {
      mount: () => ({ count: 0 }),
      events: {
        add: (live) => add(live),
        async flush(live) {
          for (;;) {
            add(live);
            await live.flush();
          }
        },
        async flushWhatever(live) {
          for (; ; await live.flush().catch((error) => left.push(error))) if (ends) return;
        },
      },
    },
    ({ state }) => <p>{state.count}</p>,
    'spinner',
  );
  /** Two pages with a region each. */
  const openTwo = async (limits: Partial<Limits>) => {
    await serve(Spinner, { limits });
    return [await site.open(), await site.open('/', 'other')] as const;
  };

  test('lets other work through, and ends at its time limit', async () => {
    const [{ line }, other] = await openTwo({ turnTimeout: 100, maxFlushes: 1e9 });
    line.send([1, 1, 'flush']);
    await line.next();
    expect(await other.line.ask([1, 1, 'add'])).toEqual([1, 1, { 0: '1' }]);
    const answer = await line.next(([, ref]) => ref === 1);
    expect(answer).toEqual([1, 1, null, refused('timeout')]);
    expect(site.errors[0]).toBe('handler-timeout');
  });

  test('lets other work through after its turn, too', async () => {
    const [{ line }, other] = await openTwo({ turnTimeout: 10, maxFlushes: 1e9 });
    expect(await line.ask([1, 1, 'flushWhatever'])).toEqual([1, 1, null, refused('timeout')]);
    expect(await other.line.ask([1, 1, 'add'])).toEqual([1, 1, { 0: '1' }]);
    expect(await line.ask([1, 2, 'add'])).toEqual([1, 2, { 0: '1' }]);
    ends = true;
  });

  test('fails after the limit of flushes, and keeps the flushed changes', async () => {
    const [{ line }] = await openTwo({ maxFlushes: 3 });
    const answer = await line.ask([1, 1, 'flush']);
    expect(answer).toEqual([1, 1, null, refused('failed')]);
    expect(await line.settled()).toEqual(['1', '2', '3'].map((count) => [1, { 0: count }]));
    expect(site.errors).toEqual(['too-many-flushes']);
    expect(await line.ask([1, 2, 'add'])).toEqual([1, 2, { 0: '4' }]);
  });

  test('fails in every flush after that, where it catches the error', async () => {
    const [{ line }, other] = await openTwo({ maxFlushes: 3 });
    line.send([1, 1, 'flushWhatever']);
    await vi.waitFor(() => expect(left.length).toBeGreaterThan(2), { timeout: 30_000 });
    expect(left[0]).toMatchObject({ code: 'too-many-flushes' });
    expect(await other.line.ask([1, 1, 'add'])).toEqual([1, 1, { 0: '1' }]);
    ends = true;
    expect(await line.next()).toEqual([1, 1, {}]);
  });
});

describe('a failure', () => {
  test('resets the region if it is the second in a short time', async () => {
    await serve(Counter);
    const { line, host } = await site.open();
    await line.ask([1, 1, 'add']);
    await line.ask([1, 2, 'fail']);
    expect(await line.ask([1, 3, 'fail'])).toEqual([1, 3, null, refused('failed')]);
    expect(await line.next()).toEqual([1, 'crash', refused('failed')]);
    expect(site.calls('onPanic')).toMatchObject([
      { lastEvent: 'fail', region: { view: 'counter' } },
    ]);
    expect(reasons).toEqual(['reset']);
    expect(await line.ask([1, 4, 'add'])).toEqual([1, 4, null, refused('not-joined')]);
    const again = await line.join(1, host, { have: 1, page: 'page' });
    expect(again).toEqual([1, 0, { s: [expect.any(Number), '<p data-s="0"></p>'], d: ['0'] }]);
    expect(mounts).toBe(2);
    expect(reasons).toEqual(['reset']);
  });

  test('does not reset the region if it comes later than that', async () => {
    const pass = stopClock();
    await serve(Counter);
    const { line } = await site.open();
    await line.ask([1, 1, 'fail']);
    pass(defaultLimits.failureMaxAge + 1);
    await line.ask([1, 2, 'fail']);
    expect(await line.ask([1, 3, 'add'])).toEqual([1, 3, { 0: '1' }]);
    expect(site.calls('onPanic')).toEqual([]);
  });
});

describe('a render that throws', () => {
  const Fragile = defineLive(
    {
      mount: () => ({ broken: false, rows: 0 }),
      events: {
        break: (live) => live.assign({ broken: true, rows: 1 }),
        async breakInFlush(live) {
          live.assign({ broken: true });
          await live.flush();
          left.push('went on');
        },
        async breakAndGo(live) {
          live.assign({ broken: true });
          void live.flush();
        },
        unsendable(live) {
          const row: { id?: bigint } = {};
          live.reply(row);
          row.id = 10n;
        },
        grow: (live) => live.assign({ rows: live.state.rows + 1 }),
      },
      messages: { break: (live) => live.assign({ broken: true }) },
      unmount: (_, reason) => void reasons.push(reason),
    },
    ({ state }) => (
      <ul>
        {state.rows > 0 && <li title="row">{state.rows}</li>}
        {state.broken ? ({ not: 'a child' } as never) : null}
      </ul>
    ),
    'fragile',
  );

  test('resets the region, and its event is answered once', async () => {
    await serve(Fragile);
    const { line, host } = await site.open();
    expect(await line.ask([1, 1, 'break'])).toEqual([1, 1, null, refused('failed')]);
    expect(await line.settled()).toEqual([[1, 'crash', refused('failed')]]);
    expect(site.errors).toEqual(['not-a-child']);
    expect(site.calls('onPanic')).toMatchObject([{ lastEvent: 'break' }]);
    expect(reasons).toEqual(['reset']);
    // The markup that was written and never sent is sent now.
    const [, , whole] = await line.join(1, host, { have: 0, page: 'page' });
    expect(whole.s).toEqual([expect.any(Number), expect.stringContaining('<ul>')]);
    const [, , diff] = await line.ask([1, 1, 'grow']);
    expect(diff[0].s).toEqual([expect.any(Number), expect.stringContaining('<li')]);
  });

  test('in a flush ends the turn as well', async () => {
    await serve(Fragile);
    const { line } = await site.open();
    line.send([1, 1, 'breakInFlush']);
    expect(await line.next()).toEqual([1, 'crash', refused('failed')]);
    expect(await line.next()).toEqual([1, 1, null, refused('failed')]);
    expect(left).toEqual([]);
    expect(site.errors).toEqual(['not-a-child']);
    expect(reasons).toEqual(['reset']);
  });

  test('in a flush that is not awaited is reported once', async () => {
    await serve(Fragile);
    const { line } = await site.open();
    line.send([1, 1, 'breakAndGo']);
    expect(await line.next()).toEqual([1, 'crash', refused('failed')]);
    expect(await line.next()).toEqual([1, 1, null, refused('failed')]);
    expect(site.errors).toEqual(['not-a-child']);
  });

  test('in a page is the failure of the page, and the region ends', async () => {
    const Broken = defineLive(
      {
        mount: ({ subscribe }) => (subscribe('break'), {}),
        messages: { break: () => void left.push('reached') },
        unmount: (_, reason) => void reasons.push(reason),
      },
      () => ({ not: 'a child' }) as never,
      'broken',
    );
    site = await serveViews(
      { broken: Broken, counter: Counter },
      {
        routes: {
          'broken.tsx': { default: () => <Broken /> },
          'index.tsx': { default: () => <Counter /> },
        },
      },
    );
    expect((await site.visit('/broken')).response.status).toBe(500);
    expect(reasons).toEqual(['reset']);
  });

  test('or a reply that a later change makes unsendable, harms that region alone', async () => {
    site = await serveViews({ fragile: Fragile, counter: Counter });
    const { line } = await site.open();
    expect(await line.ask([1, 1, 'unsendable'])).toEqual([1, 1, null, refused('failed')]);
    expect(await line.settled()).toEqual([[1, 'crash', refused('failed')]]);
    expect(await line.ask([2, 1, 'add'])).toEqual([2, 1, { 0: '1' }]);
  });
});

test('more events than the queue holds are refused, one by one', async () => {
  await serve(Counter, { limits: { maxQueuedTurns: 2 } });
  const { line } = await site.open();
  line.send([1, 1, 'slow']);
  for (const seq of [2, 3, 4]) line.send([1, seq, 'show']);
  expect(await line.next()).toEqual([1, 4, null, refused('rate-limited')]);
  gate.resolve();
  expect(await line.next()).toEqual([1, 1, { 0: '1' }]);
  expect(await line.next()).toEqual([1, 2, {}, { count: 1 }]);
  expect(await line.next()).toEqual([1, 3, {}, { count: 1 }]);
});

test('two regions of one view on a page have states of their own', async () => {
  await serve(Counter, { routes: { 'index.tsx': { default: () => [<Counter />, <Counter />] } } });
  const { line, hosts } = await site.open();
  expect(hosts[0]!.id).not.toBe(hosts[1]!.id);
  await line.ask([1, 1, 'add']);
  await line.ask([2, 1, 'addBy', { by: 7 }]);
  expect((await line.ask([1, 2, 'show']))[3]).toEqual({ count: 1 });
  expect((await line.ask([2, 2, 'show']))[3]).toEqual({ count: 7 });
});

test('a region stands in a layout as well as in its page', async () => {
  const layout = ({ children }: { children: unknown }) => (
    <main>
      <Counter />
      {children as never}
    </main>
  );
  await serve(Counter, {
    routes: { '_layout.tsx': { default: layout }, 'index.tsx': { default: () => <Counter /> } },
  });
  const { line, hosts } = await site.open();
  expect(hosts).toHaveLength(2);
  await line.ask([2, 1, 'add']);
  expect(await line.ask([1, 1, 'add'])).toEqual([1, 1, { 0: '1' }]);
});

test('another version of a view replaces it in open regions, which keep their state', async () => {
  await serve(Counter);
  const { line, hosts, cookie } = await site.open();
  const parked = await site.visit('/', { cookie });
  await line.ask([1, 1, 'add']);
  const Next = defineLive(
    {
      mount: () => ({ count: 50 }),
      events: { add: (live) => live.assign({ count: live.state.count + 10 }) },
    },
    ({ state }) => <p>{`now ${state.count}`}</p>,
    'counter',
  );
  site.app.replace({
    routes: { 'index.tsx': { default: () => <Next /> } },
    views: { counter: Next },
  });
  expect(await line.next()).toEqual([1, { 0: 'now 1' }]);
  expect(await line.ask([1, 2, 'add'])).toEqual([1, 2, { 0: 'now 11' }]);
  expect(await line.ask([1, 3, 'show'])).toEqual([1, 3, null, refused('unknown-event')]);
  const [, , update] = await line.join(2, parked.hosts[0]!, { have: 0, page: 'other' });
  expect(update).toEqual({ 0: 'now 0' });
  expect(hosts[0]!.html).toContain('>0<');
});

test('an idle region drops its tree and still sends the smallest diff', async () => {
  const Wide = defineLive(
    {
      mount: () => ({ a: 1, b: 1 }),
      events: { a: (live) => live.assign({ a: live.state.a + 1 }) },
    },
    ({ state }) => {
      left.push({ ...state });
      return (
        <p>
          {state.a} {state.b}
        </p>
      );
    },
    'wide',
  );
  const pass = stopClock();
  await serve(Wide);
  const { line } = await site.open();
  await line.ask([1, 1, 'a']);
  pass(3 * defaultLimits.idleTimeout);
  left = [];
  expect(await line.ask([1, 2, 'a'])).toEqual([1, 2, { 0: '3' }]);
  // The state before was rendered once more to compare with.
  expect(left).toEqual([
    { a: 3, b: 1 },
    { a: 2, b: 1 },
  ]);
});
