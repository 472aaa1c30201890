import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { defaultLimits } from '../../core/limits.js';
import { stopClock } from '../../../test/clock.js';
import { serveViews, type Site, type SiteOptions } from '../../../test/visitor.js';
import { defineLive } from '../author/define.js';
import type { UnmountReason } from '../author/contexts.js';

let site: Site;
afterEach(() => site.stop());

const { parkTimeout } = defaultLimits;

let ended: [value: number, reason: UnmountReason][];
beforeEach(() => void (ended = []));

const View = defineLive(
  {
    mount: ({ props }: { props: { start?: number } }) => ({ value: props.start ?? 0 }),
    events: {
      set: (live) => live.assign({ value: 7 }),
      fail(live) {
        live.assign({ value: 100 });
        throw new Error('on purpose');
      },
    },
    unmount({ state }, reason) {
      ended.push([state.value, reason]);
      if (state.value === 7) throw new Error('at the end');
    },
  },
  ({ state }) => <p>{state.value}</p>,
  'view',
);

const serve = async (options?: SiteOptions): Promise<Site> =>
  (site = await serveViews({ view: View }, options));

describe('unmount runs once, with the last committed state and its true reason:', () => {
  test('left', async () => {
    await serve();
    const { line } = await site.open();
    await line.ask([1, 1, 'set']);
    await line.ask([1, 2]);
    line.send([1, 3]);
    await line.settled();
    expect(ended).toEqual([[7, 'left']]);
    expect(site.calls('onError')).toMatchObject([{ where: 'unmount' }]);
    await site.stop();
    expect(ended).toHaveLength(1);
  });

  test('left, where no browser shows the page yet', async () => {
    await serve();
    const head = await site.visit('/', { method: 'HEAD' });
    expect(head.response.status).toBe(200);
    const ahead = await site.visit('/', { headers: { 'sec-purpose': 'prefetch;prerender' } });
    expect(ended).toEqual([
      [0, 'left'],
      [0, 'left'],
    ]);
    // Such a page is joined with its token, as one whose region is gone.
    const line = await site.connect(ahead.cookie);
    expect(await line.join(1, ahead.hosts[0]!, { have: 0, page: 'p' })).toEqual([
      1,
      0,
      expect.objectContaining({ d: ['0'] }),
    ]);
  });

  test('expired, where no browser joins', async () => {
    const pass = stopClock();
    await serve();
    await site.visit();
    pass(parkTimeout / 2);
    await site.visit();
    pass(parkTimeout / 2);
    expect(ended).toEqual([[0, 'expired']]);
    pass(parkTimeout / 2);
    expect(ended).toEqual([
      [0, 'expired'],
      [0, 'expired'],
    ]);
  });

  test('expired, where no browser comes back', async () => {
    const pass = stopClock();
    await serve();
    const { line } = await site.open();
    // A region with a connection does not expire.
    pass(2 * parkTimeout);
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 1);
    pass(parkTimeout - 1);
    expect(ended).toEqual([]);
    pass(1);
    expect(ended).toEqual([[0, 'expired']]);
  });

  test('evicted', async () => {
    await serve({ limits: { maxUnclaimedRegions: 1 } });
    await site.visit();
    expect(ended).toEqual([]);
    await site.visit();
    expect(ended).toEqual([[0, 'evicted']]);
  });

  test('reset', async () => {
    await serve();
    const { line } = await site.open();
    await line.ask([1, 1, 'fail']);
    await line.ask([1, 2, 'fail']);
    line.send([1, 3]);
    await line.settled();
    expect(ended).toEqual([[0, 'reset']]);
  });

  test('shutdown', async () => {
    await serve();
    await site.visit();
    const { line } = await site.open();
    await site.stop();
    expect(ended).toEqual([
      [0, 'shutdown'],
      [0, 'shutdown'],
    ]);
    expect(await line.closed).toBe(1012);
    expect(site.calls('onLeave')).toHaveLength(1);
    expect(site.calls('onDisconnect')).toMatchObject([{ code: 1012 }]);
  });
});

test('unmount can tell the other regions', async () => {
  const Guest = defineLive(
    {
      mount: ({ subscribe }) => {
        subscribe('left');
        return { gone: '' };
      },
      messages: { left: (live, name: string) => live.assign({ gone: name }) },
      unmount: ({ publish }, reason) => publish('left', reason),
    },
    ({ state }) => <p>gone: {state.gone}</p>,
    'guest',
  );
  site = await serveViews({ guest: Guest });
  const stays = await site.open();
  const leaves = await site.open();
  await leaves.line.ask([1, 1]);
  expect(await stays.line.next()).toEqual([1, { 1: 'left' }]);
});
