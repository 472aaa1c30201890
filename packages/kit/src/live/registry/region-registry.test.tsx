import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type Opened, serveViews, type Site, type SiteOptions } from '../../../test/visitor.js';
import { defaultLimits } from '../../core/limits.js';
import { defineLive } from '../author/define.js';
import type { Region } from '../region/region.js';
import { RegionRegistry } from './region-registry.js';

let site: Site;
let ended: string[];
let mounts: number;
beforeEach(() => {
  ended = [];
  mounts = 0;
});
afterEach(() => site.stop());

const Log = defineLive(
  {
    mount: ({ props }: { props: { name?: string; padding?: string } }) => (
      mounts++,
      { lines: '', name: props.name }
    ),
    events: {
      add: (live, line) => live.assign({ lines: `${live.state.lines}${String(line)} ` }),
      later: (live) => live.publish('tick', 'tick'),
      laterShape: (live) => live.publish('shape'),
      follow(live) {
        live.subscribe('tick');
        live.subscribe('shape');
      },
      shape: (live) => live.assign({ name: 'shaped' }),
      ring: (live) => live.emit('rung', live.state.lines),
    },
    messages: {
      tick: (live) => live.assign({ lines: `${live.state.lines}tick ` }),
      shape: (live) => live.assign({ name: 'shaped' }),
    },
    unmount: ({ state }, reason) => void ended.push(`${state.name} ${reason}`),
  },
  ({ state, props }) =>
    state.name === 'shaped' ? (
      <b>{state.lines}</b>
    ) : (
      <p>{`${state.lines}${props.padding ?? ''}`}</p>
    ),
  'log',
);

const serve = async (options?: SiteOptions): Promise<Site> =>
  (site = await serveViews({ log: Log }, options));

/** Pages named by their path: `/a`, `/b`, … */
const named: SiteOptions['routes'] = {
  '[name].tsx': {
    default: ({ params, url }: { params: Record<string, string>; url: URL }) => (
      <Log name={params.name!} padding={'x'.repeat(Number(url.searchParams.get('size') ?? 0))} />
    ),
  },
};

describe('a dropped connection', () => {
  let opened: Opened;
  const lose = async (options?: SiteOptions) => {
    await serve(options);
    opened = await site.open();
    await opened.line.ask([1, 1, 'follow']);
    await opened.line.ask([1, 2, 'add', 'a']);
    await opened.line.ask([1, 3, 'add', 'b']);
    opened.line.cut();
    await site.until(() => site.calls('onDisconnect').length === 1);
  };
  const rejoin = async (have: number) => {
    const line = await site.connect(opened.cookie);
    return { line, answer: await line.join(5, opened.host, { have, page: 'page' }) };
  };

  test('loses nothing: missed updates are sent again, in order, and then the changes since', async () => {
    await lose();
    const other = await site.open('/', 'other');
    await other.line.ask([1, 1, 'later']);
    await site.until(() => site.calls('afterMessage').length === 1);
    const { line, answer } = await rejoin(0);
    expect(answer).toEqual([5, 0, { 0: 'a ' }, 3]);
    expect(await line.settled()).toEqual([
      [5, { 0: 'a b ' }],
      [5, { 0: 'a b tick ' }],
    ]);
    expect(await line.ask([5, 4, 'add', 'c'])).toEqual([5, 4, { 0: 'a b tick c ' }]);
    expect(mounts).toBe(2);
  });

  test('loses no emitted event, and brings none twice', async () => {
    await lose();
    const { line } = await rejoin(2);
    await line.ask([5, 4, 'ring']);
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 2);
    const again = await rejoin(2);
    expect(again.answer).toEqual([5, 0, { e: [['rung', 'a b ']] }, 4]);
    again.line.cut();
    await site.until(() => site.calls('onDisconnect').length === 3);
    expect((await rejoin(3)).answer).toEqual([5, 0, {}, 4]);
  });

  test('that missed nothing gets nothing again', async () => {
    await lose();
    const { line, answer } = await rejoin(2);
    expect(answer).toEqual([5, 0, {}, 3]);
    expect(await line.settled()).toEqual([]);
    expect(site.calls('onReconnect')).toHaveLength(1);
  });

  test('that missed more than is kept gets the whole tree, which restarts the versions', async () => {
    await lose({ limits: { maxReplayFrames: 1 } });
    const { line, answer } = await rejoin(0);
    expect(answer).toEqual([5, 0, { s: [expect.any(Number), expect.any(String)], d: ['a b '] }, 3]);
    await line.ask([5, 4, 'add', 'c']);
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 2);
    const again = await rejoin(0);
    expect(again.answer).toEqual([5, 0, { 0: 'a b c ' }, 4]);
  });

  test('keeps missed updates within the limit of bytes', async () => {
    await lose({ limits: { maxReplayBytes: 10 } });
    expect((await rejoin(0)).answer[2].d).toEqual(['a b ']);
  });

  test('of a browser with a version that was never sent gets the whole tree', async () => {
    await lose();
    expect((await rejoin(9)).answer[2].d).toEqual(['a b ']);
  });

  test('may have lost a whole tree: until the browser has confirmed it, it is sent again', async () => {
    await lose({ limits: { maxReplayFrames: 1 } });
    const lost = await rejoin(0);
    expect(lost.answer[2].d).toEqual(['a b ']);
    lost.line.cut();
    await site.until(() => site.calls('onDisconnect').length === 2);
    // The browser still shows version 0 of another tree.
    expect((await rejoin(0)).answer[2].d).toEqual(['a b ']);
  });

  test('gets the whole tree if missed updates named templates of the old connection', async () => {
    await lose();
    const { line } = await rejoin(2);
    await line.ask([5, 4, 'shape']);
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 2);
    const { answer } = await rejoin(2);
    expect(answer[2]).toEqual({
      s: [expect.any(Number), expect.stringContaining('<b')],
      d: ['a b '],
    });
  });

  test('gets the whole tree if the shape has changed meanwhile, which restarts the versions', async () => {
    await lose();
    const other = await site.open('/', 'other');
    await other.line.ask([1, 1, 'laterShape']);
    await site.until(() => site.calls('afterMessage').length === 1);
    const { line, answer } = await rejoin(2);
    expect(answer[2]).toEqual({ s: [expect.any(Number), expect.any(String)], d: ['a b '] });
    await line.ask([5, 4, 'add', 'c']);
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 2);
    expect((await rejoin(0)).answer[2]).toEqual({ 0: 'a b c ' });
  });
});

test('a join is answered once, even if the update after it cannot be rendered', async () => {
  let broken = false;
  const Fragile = defineLive(
    {
      mount: ({ subscribe }) => (subscribe('tick'), { count: 0 }),
      events: {
        add: (live) => live.assign({ count: live.state.count + 1 }),
        later: (live) => live.publish('tick'),
      },
      messages: { tick: (live) => live.assign({ count: live.state.count + 1 }) },
    },
    ({ state }) => {
      if (broken) throw new Error('broken');
      return <p>{state.count}</p>;
    },
    'fragile',
  );
  site = await serveViews({ fragile: Fragile });
  const { line, host, cookie } = await site.open();
  const other = await site.open('/', 'other');
  await line.ask([1, 1, 'add']);
  line.cut();
  await site.until(() => site.calls('onDisconnect').length === 1);
  await other.line.ask([1, 1, 'later']);
  await site.until(() => site.calls('afterMessage').length === 2);
  broken = true;
  const next = await site.connect(cookie);
  expect(await next.join(1, host, { have: 0, page: 'page' })).toEqual([1, 0, { 0: '1' }, 1]);
  expect(await next.settled()).toEqual([[1, 'crash', expect.objectContaining({ code: 'failed' })]]);
});

/** A region with only the members that the registry reads. */
const regionOf = (more: Partial<Region>): Region =>
  // seam: the registry reads no other members of a region
  ({
    id: 'a',
    ended: false,
    session: { id: 's' },
    address: '',
    scale: { size: { bytes: 1, large: undefined }, weighRegion() {} },
    ...more,
  }) as Region;

test('a region that has ended is neither kept nor found', () => {
  const store = new RegionRegistry(defaultLimits);
  const ended = regionOf({ ended: true });
  store.addUnclaimed(ended);
  store.parkRegion(ended);
  expect([store.usage.unclaimed.count, store.claimRegion('a', 'page', ended.session)]).toEqual([
    0,
    undefined,
  ]);
});

test('an unclaimed region is found by its own session alone', () => {
  const store = new RegionRegistry(defaultLimits);
  const region = regionOf({});
  store.addUnclaimed(region);
  expect(store.claimRegion('a', 'page', { id: 'other', end() {} })).toBeUndefined();
  expect(store.claimRegion('a', 'page', { id: 's', end() {} })).toBe(region);
});

describe('regions without a connection are kept in bounds:', () => {
  test('of unclaimed regions, the oldest goes first', async () => {
    await serve({ limits: { maxUnclaimedRegions: 2 }, routes: named });
    await site.visit('/a');
    await site.visit('/b');
    expect(ended).toEqual([]);
    await site.visit('/c');
    await site.visit('/d');
    expect(ended).toEqual(['a evicted', 'b evicted']);
  });

  test('of regions whose connection was dropped, the least recently used goes first', async () => {
    await serve({ limits: { maxParkedRegions: 2 }, routes: named });
    const lines = [];
    for (const name of ['a', 'b', 'c']) lines.push((await site.open(`/${name}`)).line);
    const [a, b, c] = lines;
    for (const [i, line] of [b!, a!, c!].entries()) {
      expect(ended).toEqual([]);
      line.cut();
      await site.until(() => site.calls('onDisconnect').length === i + 1);
    }
    expect(ended).toEqual(['b evicted']);
  });

  test('in bytes', async () => {
    await serve({ limits: { maxUnclaimedBytes: 30_000 }, routes: named });
    await site.visit('/a?size=20000');
    expect(ended).toEqual([]);
    await site.visit('/b?size=10000');
    expect(ended).toEqual(['a evicted']);
    // A region that does not fit by itself evicts no other.
    await site.visit('/c?size=50000');
    expect(ended).toEqual(['a evicted', 'c evicted']);
  });

  test('for each session', async () => {
    await serve({ limits: { maxParkedPerSession: 2 }, routes: named });
    const { cookie } = await site.visit('/a');
    await site.visit('/other');
    await site.visit('/b', { cookie });
    expect(ended).toEqual([]);
    await site.visit('/c', { cookie });
    expect(ended).toEqual(['a evicted']);
  });

  test('regions of answers to HEAD and to prefetching are not kept', async () => {
    await serve({ limits: { maxUnclaimedRegions: 1 }, routes: named });
    await site.visit('/a');
    await site.visit('/b', { method: 'HEAD' });
    await site.visit('/c', { headers: { 'sec-purpose': 'prefetch' } });
    expect(ended).toEqual(['b left', 'c left']);
  });
});
