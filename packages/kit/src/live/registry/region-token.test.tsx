import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { stopClock } from '../../../test/clock.js';
import { type Host, Line, serveViews, type Site, type SiteOptions } from '../../../test/visitor.js';
import { createApp } from '../../app/app.js';
import { component } from '../../template/component.js';
import { defineLive } from '../author/define.js';

let site: Site;
let mounts: number;
beforeEach(() => void (mounts = 0));
afterEach(async () => {
  vi.useRealTimers();
  await site.stop();
});

const View = defineLive(
  {
    mount: () => (mounts++, { count: 0 }),
    events: { add: (live) => live.assign({ count: live.state.count + 1 }) },
  },
  ({ state }) => <p>{state.count}</p>,
  'view',
);
const Two = { default: () => [<View />, <View />] };

const serve = async (options?: SiteOptions): Promise<Site> =>
  (site = await serveViews({ view: View }, { routes: { 'index.tsx': Two }, ...options }));

const refused = (code: string) => [1, 0, null, expect.objectContaining({ code })];
const whole = [1, 0, { s: [expect.any(Number), expect.any(String)], d: ['0'] }];

/** The answer of the second region of the page, which must not depend on the first. */
const second = async (line: Line, host: Host): Promise<unknown> => {
  await line.join(9, host, { have: 0, page: 'page' });
  return (await line.ask([9, 1, 'add']))[2];
};

describe('a token is refused', () => {
  test("as stale, if it cannot be read; by name, if it is another region's", async () => {
    await serve();
    const { hosts, cookie } = await site.visit();
    const [host, other] = hosts as [Host, Host];
    const line = await site.connect(cookie);
    const { token, topic } = host;
    const flipped = token.slice(0, 30) + (token[30] === 'A' ? 'B' : 'A') + token.slice(31);
    for (const bad of ['', 'x', token.slice(0, -1), `${token}A`, flipped, 'A'.repeat(8192)])
      expect(await line.join(1, { topic, token: bad }, { have: 0, page: 'p' })).toEqual(
        refused('stale'),
      );
    expect(await line.join(1, { topic, token: other.token })).toEqual(refused('bad-token'));
    expect(await line.join(1, { topic, token: 'A'.repeat(8193) })).toEqual(refused('bad-payload'));
    expect(await line.join(1, { topic: 'lv:', token })).toEqual(refused('bad-token'));
    expect(await line.join(1, { topic: 'room:1', token })).toEqual(refused('unmatched topic'));
    expect(await line.join(1, host, { have: 0, page: 'page' })).toEqual([1, 0, {}]);
    expect(await second(line, other)).toEqual({ 0: '1' });
  });

  test('as stale, in another session or without one: a reloaded page has the right one', async () => {
    await serve();
    const mine = await site.visit();
    const other = await site.visit();
    for (const cookie of [other.cookie, '', `${mine.cookie}x`, 'skerry_session=x.y']) {
      const line = await site.connect(cookie);
      expect(await line.join(1, mine.hosts[0]!, { have: 0, page: 'p' })).toEqual(refused('stale'));
    }
    expect(await second(await site.connect(mine.cookie), mine.hosts[1]!)).toEqual({ 0: '1' });
  });

  test('as stale, if another build made it', async () => {
    await serve();
    const old = createApp({
      modules: {
        routes: { 'index.tsx': { default: () => component(View, {}) } },
        views: { view: View },
      },
      mode: 'development',
      build: 'older',
      secret: 'a secret for tests, of 32 bytes or more',
    });
    const { cookie } = await site.visit();
    const response = await old.fetch(new Request('http://localhost/', { headers: { cookie } }));
    const [, id, token] = /id="lv-([^"]+)" data-token="([^"]+)"/.exec(await response.text())!;
    await old.close();
    const line = await site.connect(cookie);
    expect(await line.join(1, { topic: `lv:${id}`, token: token! })).toEqual(refused('stale'));
  });

  test('as stale, if the secret was replaced; the reloaded page joins', async () => {
    await serve();
    const old = await site.visit();
    await site.stop();
    await serve({ secret: 'another secret for tests, of 32 bytes or more' });
    const line = await site.connect(old.cookie);
    expect(await line.join(1, old.hosts[0]!, { have: 0, page: 'p' })).toEqual(refused('stale'));
    const { cookie } = line;
    const again = await site.visit('/', { cookie });
    expect(again.response.headers.getSetCookie()).toEqual([]);
    const next = await site.connect(cookie);
    expect(await next.join(1, again.hosts[0]!, { have: 0, page: 'p' })).toEqual([1, 0, {}]);
  });

  test('as stale, if it is too old', async () => {
    const pass = stopClock();
    await serve({ limits: { tokenMaxAge: 20_000 } });
    const { hosts, cookie } = await site.visit();
    const line = await site.connect(cookie);
    pass(20_001);
    expect(await line.join(1, hosts[0]!)).toEqual(refused('stale'));
  });

  test('at no age, if its region exists and only the connection was dropped', async () => {
    await serve();
    const { line, host, cookie } = await site.open();
    await line.ask([1, 1, 'add']);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 60 * 60 * 1000 });
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 1);
    const next = await site.connect(cookie);
    expect(await next.join(1, host, { have: 1, page: 'page' })).toEqual([1, 0, {}, 1]);
    await next.ask([1, 2]);
    await next.next();
    expect(await next.join(1, host, { have: 1, page: 'page' })).toEqual(refused('stale'));
  });

  test('as stale, if its view is gone', async () => {
    await serve();
    const { hosts, cookie } = await site.visit();
    const line = await site.connect(cookie);
    await line.join(1, hosts[0]!, { page: 'p' });
    await line.ask([1, 1]);
    await line.next();
    site.app.replace({ routes: {}, views: {} });
    expect(await line.join(1, hosts[0]!, { page: 'p' })).toEqual(refused('stale'));
  });
});

describe('a token that was used already', () => {
  test('gives another page a region of its own, and leaves the first alone', async () => {
    await serve();
    const { line, host, cookie } = await site.open();
    await line.ask([1, 1, 'add']);
    const copy = await site.connect(cookie);
    expect(await copy.join(1, host, { have: 0, page: 'copy' })).toEqual(whole);
    expect(mounts).toBe(3);
    await copy.ask([1, 1, 'add']);
    await copy.ask([1, 2, 'add']);
    expect(await line.settled()).toEqual([]);
    expect(await line.ask([1, 2, 'add'])).toEqual([1, 2, { 0: '2' }]);
    // Each keeps its own region after a dropped connection.
    copy.cut();
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 2);
    const next = await site.connect(cookie);
    expect(await next.join(1, host, { page: 'copy' })).toMatchObject([1, 0, { d: ['2'] }, 2]);
    expect(await next.join(2, host, { page: 'page' })).toMatchObject([2, 0, { d: ['2'] }, 2]);
  });

  test('gives each of two clients that name no page a region of its own', async () => {
    await serve();
    const { hosts, cookie } = await site.visit();
    const [a, b] = [await site.connect(cookie), await site.connect(cookie)];
    await a.join(1, hosts[0]!);
    await a.ask([1, 1, 'add']);
    expect(await b.join(1, hosts[0]!)).toEqual(whole);
    expect(await a.settled()).toEqual([]);
    expect(await a.ask([1, 2, 'add'])).toEqual([1, 2, { 0: '2' }]);
    // If no other client holds the region, such a client gets it back.
    a.cut();
    await site.until(() => site.calls('onDisconnect').length === 1);
    expect(await (await site.connect(cookie)).join(1, hosts[0]!)).toMatchObject([
      1,
      0,
      { d: ['2'] },
      2,
    ]);
  });

  test('takes the region over from an older connection of the same page', async () => {
    await serve({ limits: { maxParkedRegions: 3, maxUnclaimedRegions: 3 } });
    const { line, host, cookie } = await site.open();
    await line.ask([1, 1, 'add']);
    const next = await site.connect(cookie);
    expect(await next.join(1, host, { have: 1, page: 'page' })).toEqual([1, 0, {}, 1]);
    expect(await line.next()).toEqual([1, 'close']);
    expect(await line.ask([1, 2, 'add'])).toEqual([
      1,
      2,
      null,
      expect.objectContaining({ code: 'not-joined' }),
    ]);
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 1);
    // It is not parked: the oldest parked region would be ended now.
    await site.visit();
    expect(await next.ask([1, 2, 'add'])).toEqual([1, 2, { 0: '2' }]);
  });
});

describe('props above the bound', () => {
  test('stay on the server: the region is adopted, and cannot be mounted again', async () => {
    const seen: unknown[] = [];
    const Wide = defineLive(
      { mount: ({ props }: { props: { text: string } }) => (seen.push(props.text.length), {}) },
      () => <p>x</p>,
      'wide',
    );
    site = await serveViews(
      { wide: Wide },
      {
        routes: {
          '[size].tsx': {
            default: ({ params }: { params: Record<string, string> }) => (
              <Wide text={'é'.repeat(Number(params.size))} />
            ),
          },
        },
      },
    );
    const small = await site.visit('/1000');
    const large = await site.visit('/1100');
    expect(small.hosts[0]!.token.length - large.hosts[0]!.token.length).toBeGreaterThan(2000);
    for (const [visit, again] of [
      [small, { s: expect.anything(), d: ['x'] }],
      [large, null],
    ] as const) {
      const line = await site.connect(visit.cookie);
      const [host] = visit.hosts as [Host];
      expect(await line.join(1, host, { have: 0, page: 'p' })).toEqual([1, 0, {}]);
      await line.ask([1, 1]);
      await line.next();
      expect((await line.join(1, host, { have: 0, page: 'p' })).slice(2)).toEqual(
        again ? [again] : [null, expect.objectContaining({ code: 'stale' })],
      );
    }
    expect(seen).toEqual([1000, 1100, 1000]);
  });
});
