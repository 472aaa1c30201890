import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { deny, redirect } from '../../core/deny.js';
import { defaultLimits } from '../../core/limits.js';
import { stopClock } from '../../../test/clock.js';
import { serveViews, type Site, type SiteOptions } from '../../../test/visitor.js';
import { defineLive, event } from '../author/define.js';

let site: Site;
let handled: unknown[];
beforeEach(() => void (handled = []));
afterEach(() => site.stop());

const View = defineLive(
  {
    mount: () => ({ text: 'start', secret: 'secret' }),
    events: {
      set: (live, text) => live.assign({ text: String(text) }),
      parsed: event(z.object({ n: z.coerce.number() }), (_, payload) => void handled.push(payload)),
      throwing: event(
        {
          '~standard': {
            version: 1,
            vendor: 'test',
            validate: () => {
              throw new Error('in the schema');
            },
          },
        },
        () => void handled.push('never'),
      ),
      endless: event(
        { '~standard': { version: 1, vendor: 'test', validate: () => new Promise(() => {}) } },
        () => void handled.push('never'),
      ),
      async later(live) {
        handled.push(live.props);
      },
      function: (live) => live.assign({ text: (() => {}) as never }),
      date: (live) => live.assign({ text: new Date(0) as never }),
    },
  },
  ({ state }) => <p>{`${state.text} ${state.secret}`}</p>,
  'view',
);

const open = async (options?: SiteOptions) => {
  site = await serveViews({ view: View }, options);
  return site.open();
};
const refused = (code: string) => expect.objectContaining({ code });

describe('beforeEvent', () => {
  test('may deny or redirect, and sees the output of the schema', async () => {
    const { line } = await open({
      taps: ({ beforeEvent }) =>
        beforeEvent.tap(async ({ event, payload }) => {
          if (event === 'set') return payload === 'away' ? redirect('/login') : deny('not yours');
          handled.push(['seen', payload]);
          return undefined;
        }),
    });
    expect(await line.ask([1, 1, 'set', 'x'])).toEqual([
      1,
      1,
      null,
      { code: 'denied', reason: 'not yours' },
    ]);
    expect(await line.ask([1, 2, 'set', 'away'])).toEqual([1, 2, { to: '/login' }]);
    expect(await line.ask([1, 3, 'parsed', { n: '7' }])).toEqual([1, 3, {}]);
    expect(handled).toEqual([['seen', { n: 7 }], { n: 7 }]);
    expect(site.errors).toEqual([]);
  });

  test('that fails, refuses', async () => {
    const { line } = await open({
      taps: ({ beforeEvent }) =>
        beforeEvent.tap(() => {
          throw new Error('in the tap');
        }),
    });
    expect(await line.ask([1, 1, 'set', 'x'])).toEqual([1, 1, null, refused('denied')]);
    expect(site.errors).toEqual(['in the tap']);
  });
});

describe('a payload', () => {
  test('that the schema refuses reaches no guard and no handler', async () => {
    const { line } = await open();
    expect(await line.ask([1, 1, 'parsed', { n: 'x' }])).toEqual([
      1,
      1,
      null,
      refused('invalid-payload'),
    ]);
    expect(site.errors).toEqual(['invalid-payload']);
    expect(handled).toEqual([]);
  });

  test('reaches no handler if the schema throws or never settles', async () => {
    const pass = stopClock();
    const { line } = await open();
    expect(await line.ask([1, 1, 'throwing', 1])).toEqual([1, 1, null, refused('failed')]);
    line.send([1, 2, 'endless', 1]);
    await line.settled();
    pass(defaultLimits.turnTimeout);
    expect(await line.next()).toEqual([1, 2, null, refused('timeout')]);
    expect(handled).toEqual([]);
  });
});

describe('beforeAssign', () => {
  test('may replace the assigned patch', async () => {
    const { line } = await open({
      taps: ({ beforeAssign }) =>
        beforeAssign.tap(({ patch }) => ({ text: `<${String(patch.text)}>` })),
    });
    expect(await line.ask([1, 1, 'set', 'x'])).toEqual([1, 1, { 0: '<x> secret' }]);
    expect(site.calls('afterAssign')).toMatchObject([{ patch: { text: '<x>' } }]);
  });

  test('may deny it, which never counts as a failure of the region', async () => {
    const { line } = await open({
      taps: ({ beforeAssign }) =>
        beforeAssign.tap(({ patch }) => (patch.text === 'bad' ? deny('bad word') : undefined)),
    });
    for (const seq of [1, 2, 3])
      expect(await line.ask([1, seq, 'set', 'bad'])).toEqual([1, seq, null, refused('denied')]);
    expect(await line.ask([1, 4, 'set', 'good'])).toEqual([1, 4, { 0: 'good secret' }]);
    expect(site.calls('onPanic')).toEqual([]);
  });
});

describe('beforeRender', () => {
  test('may replace the shown state, and the state itself stays', async () => {
    const pass = stopClock();
    const { line, host } = await open({
      taps: ({ beforeRender }) => beforeRender.tap(({ state }) => ({ ...state, secret: '***' })),
    });
    expect(host.html).toContain('start ***');
    expect(await line.ask([1, 1, 'set', 'x'])).toEqual([1, 1, { 0: 'x ***' }]);
    // An idle region compares with what was shown, too.
    pass(3 * defaultLimits.idleTimeout);
    expect(await line.ask([1, 2, 'set', 'x'])).toEqual([1, 2, {}]);
  });

  test('may deny it: the page is refused, and a joined region shows its last tree', async () => {
    let closed = false;
    const { line } = await open({
      taps: ({ beforeRender }) => beforeRender.tap(() => (closed ? deny('closed') : undefined)),
    });
    closed = true;
    expect((await site.visit()).response.status).toBe(403);
    expect(await line.ask([1, 1, 'set', 'x'])).toEqual([
      1,
      1,
      null,
      { code: 'denied', reason: 'closed' },
    ]);
    closed = false;
    expect(await line.ask([1, 2, 'later'])).toEqual([1, 2, { 0: 'x secret' }]);
    expect(site.calls('onPanic')).toEqual([]);
  });
});

test('in development a state that is not plain data is refused, and the error names the member', async () => {
  const { line } = await open();
  expect(await line.ask([1, 1, 'function'])).toEqual([1, 1, null, refused('failed')]);
  expect(site.errors).toEqual(['state-not-serialisable']);
  expect((site.calls('onError')[0]!.error as Error).message).toContain('state.text');
  expect((await line.ask([1, 2, 'set', 'x']))[2]).toEqual({ 0: 'x secret' });
});

test('emitted events wait for the page, within bounds', async () => {
  let told = 0;
  const Emitting = defineLive(
    {
      mount: ({ subscribe }) => (subscribe('topic'), {}),
      events: {
        tell: (live, n) => Array.from({ length: Number(n) }, (_, i) => live.publish('topic', i)),
      },
      messages: {
        topic(live, n: number) {
          told++;
          live.emit('told', n);
        },
      },
    },
    () => <p>x</p>,
    'emitting',
  );
  site = await serveViews({ emitting: Emitting }, { limits: { maxReplayFrames: 3 } });
  const { hosts, cookie } = await site.visit();
  const { line } = await site.open('/', 'other');
  await line.ask([1, 1, 'tell', 5]);
  await site.until(() => told === 10);
  const late = await site.connect(cookie);
  expect(await late.join(1, hosts[0]!, { have: 0, page: 'p' })).toEqual([
    1,
    0,
    {
      e: [
        ['told', 2],
        ['told', 3],
        ['told', 4],
      ],
    },
  ]);
  expect(site.errors).toEqual(['region-busy', 'region-busy']);
});
