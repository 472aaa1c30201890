import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { stopClock } from '../../test/clock.js';
import { deferred } from '../../test/deferred.js';
import {
  type Line,
  type Opened,
  serveViews,
  type Site,
  type SiteOptions,
} from '../../test/visitor.js';
import type { Session } from '../core/session.js';
import { defineLive } from '../live/author/define.js';
import type { UnmountReason } from '../live/author/contexts.js';

let site: Site;
let ended: UnmountReason[];
beforeEach(() => void (ended = []));
afterEach(async () => {
  vi.useRealTimers();
  await site.stop();
});

const View = defineLive(
  {
    mount: () => ({ count: 0 }),
    events: {
      add: (live) => live.assign({ count: live.state.count + 1 }),
      logout(live) {
        live.session.end();
        live.publish('bye', live.session.id);
        live.assign({ count: 100 });
        live.redirect('/bye');
      },
      stumble(live) {
        live.session.end();
        throw new Error('after the logout');
      },
      renew: (live) => (live.session as Session).renew(),
    },
    unmount: (_, reason) => void ended.push(reason),
  },
  ({ state }) => <p>{state.count}</p>,
  'view',
);

type Handled = { context: { session: Session } };

const routes = {
  'index.tsx': { default: () => <View /> },
  'api/login.ts': {
    POST: ({ context: { session } }: Handled) => {
      session.renew();
      return {};
    },
  },
  'api/logout.ts': {
    POST: ({ context: { session } }: Handled) => {
      session.end();
      return {};
    },
  },
};

const serve = async ({ limits, ...options }: SiteOptions = {}): Promise<Site> =>
  (site = await serveViews(
    { view: View },
    // Connections are checked as often as regions.
    { routes, limits: { sessionCloseTimeout: 1, idleTimeout: 20, ...limits }, ...options },
  ));

const post = (path: string, cookie: string) => site.visit(path, { cookie, method: 'POST' });
const refused = (code: string) => [1, 0, null, expect.objectContaining({ code })];
const join = (line: Line, { host }: Opened, page = 'page') => line.join(1, host, { have: 0, page });

const hour = 60 * 60 * 1000;
/** Moves the clock forward; timers are not affected. */
const passTime = (milliseconds: number): void => {
  const now = Date.now() + milliseconds;
  vi.useFakeTimers({ toFake: ['Date'], now });
};

describe('a session that is ended', () => {
  test('ends its regions, also the parked ones, and no others', async () => {
    await serve();
    const mine = await site.open();
    const other = await site.open();
    await site.visit('/', { cookie: mine.cookie });
    await post('/api/logout', mine.cookie);
    expect(ended).toEqual(['session-ended', 'session-ended']);
    expect(await mine.line.closed).toBe(4001);
    expect(await other.line.ask([1, 1, 'add'])).toEqual([1, 1, { 0: '1' }]);
  });

  test('takes no more events, and leaves its page time to navigate', async () => {
    await serve({ limits: { sessionCloseTimeout: 60_000 } });
    const mine = await site.open();
    await post('/api/logout', mine.cookie);
    expect(await mine.line.ask([1, 1, 'add'])).toEqual([
      1,
      1,
      null,
      expect.objectContaining({ code: 'stale' }),
    ]);
    expect(await join(mine.line, mine)).toEqual(refused('stale'));
  });

  test('is stale to its pages, which get another session when they connect', async () => {
    await serve();
    const mine = await site.open();
    await post('/api/logout', mine.cookie);
    await mine.line.closed;
    const line = await site.connect(mine.cookie);
    expect(await join(line, mine)).toEqual(refused('stale'));
    const again = await site.visit('/', { cookie: line.cookie });
    expect(again.response.headers.getSetCookie()).toEqual([]);
    const next = await site.connect(line.cookie);
    expect(await next.join(1, again.hosts[0]!, { have: 0, page: 'p' })).toEqual([1, 0, {}]);
  });

  test('by a handler, ends after the rest of the turn', async () => {
    await serve();
    const { line, cookie } = await site.open();
    expect(await line.ask([1, 1, 'logout'])).toEqual([1, 1, { 0: '100', to: '/bye' }]);
    expect(await line.closed).toBe(4001);
    expect(ended).toEqual(['session-ended']);
    expect(site.calls('onBroadcast')).toMatchObject([{ topic: 'bye' }]);
    const bye = await site.visit('/bye', { cookie });
    expect(bye.response.headers.get('set-cookie')).toMatch(/^skerry_session=; .*Max-Age=0/);
  });

  test('by a handler that fails afterwards, stays open', async () => {
    await serve();
    const { line, cookie } = await site.open();
    await line.ask([1, 1, 'stumble']);
    expect(await line.ask([1, 2, 'add'])).toEqual([1, 2, { 0: '1' }]);
    expect((await site.connect(cookie)).setCookie).toBeUndefined();
  });

  test('by a guard of an event, does not run its handler', async () => {
    await serve({ taps: ({ beforeEvent }) => beforeEvent.tap(({ session }) => session.end()) });
    const { line } = await site.open();
    expect(await line.ask([1, 1, 'add'])).toEqual([
      1,
      1,
      null,
      expect.objectContaining({ code: 'stale' }),
    ]);
    expect(await line.closed).toBe(4001);
  });

  test('while a page is rendered leaves no region behind', async () => {
    const { promise, resolve } = deferred();
    await serve({ taps: ({ beforeMount }) => beforeMount.tap(() => promise) });
    const { cookie } = await site.connect('');
    const visit = site.visit('/', { cookie });
    await site.until(() => site.calls('beforeMount').length === 1);
    await post('/api/logout', cookie);
    resolve();
    expect((await visit).response.headers.getSetCookie()).toEqual([]);
    expect(ended).toEqual(['left']);
  });

  test('while its page joins or connects refuses that', async () => {
    const { promise, resolve } = deferred();
    let isSlow = false;
    const wait = () => (isSlow ? promise : undefined);
    await serve({
      taps({ beforeConnect, beforeJoin }) {
        beforeConnect.tap(wait);
        beforeJoin.tap(wait);
      },
    });
    const { cookie, hosts } = await site.visit();
    const line = await site.connect(cookie);
    isSlow = true;
    line.send([1, 0, { topic: hosts[0]!.topic, token: hosts[0]!.token }]);
    const status = site.refusal('?vsn=skerry-1', { cookie });
    await site.until(() => site.calls('beforeJoin').length === 1);
    await site.until(() => site.calls('beforeConnect').length === 2);
    await post('/api/logout', cookie);
    resolve();
    expect(await status).toBe(503);
    expect(await line.closed).toBe(4001);
    expect(line.frames.filter(([, , update]) => update !== null)).toEqual([]);
    expect(site.calls('onJoin')).toEqual([]);
  });
});

describe('a session that is renewed', () => {
  test('ends the old one; its pages wait for the new cookie, and are stale then', async () => {
    await serve();
    const mine = await site.open();
    const { cookie } = await post('/api/login', mine.cookie);
    expect(cookie).not.toBe(mine.cookie);
    expect(ended).toEqual(['session-ended']);
    expect(await mine.line.closed).toBe(4001);
    // A cookie of a third session would replace the one that is on its way.
    expect(await site.refusal('?vsn=skerry-1', { cookie: mine.cookie })).toBe(503);
    const { response } = await site.visit('/', { cookie: mine.cookie });
    expect(response.headers.getSetCookie()).toEqual([]);
    const line = await site.connect(cookie);
    expect(line.setCookie).toBeUndefined();
    expect(await join(line, mine)).toEqual(refused('stale'));
  });

  test('cannot be renewed over a connection, and the error says where it can', async () => {
    await serve();
    const { line } = await site.open();
    expect(await line.ask([1, 1, 'renew'])).toEqual([
      1,
      1,
      null,
      expect.objectContaining({ code: 'failed' }),
    ]);
    expect(site.errors).toEqual(['session-renew']);
    expect(await line.ask([1, 2, 'add'])).toEqual([1, 2, { 0: '1' }]);
  });
});

describe('a connection whose session', () => {
  test('has expired is closed, and its page is stale when it connects again', async () => {
    await serve();
    const mine = await site.open();
    passTime(30 * 24 * hour);
    expect(await mine.line.closed).toBe(4001);
    const line = await site.connect(mine.cookie);
    expect(line.cookie).not.toBe('');
    expect(await join(line, mine)).toEqual(refused('stale'));
  });

  test('is in use connects again for a fresh cookie, and keeps its regions', async () => {
    const pass = stopClock();
    await serve();
    const mine = await site.open();
    await mine.line.ask([1, 1, 'add']);
    vi.setSystemTime(Date.now() + 4 * 24 * hour);
    await mine.line.ask([1, 2, 'add']);
    // Connections are checked when timers run.
    pass(20);
    expect(await mine.line.closed).toBe(1012);
    const line = await site.connect(mine.cookie);
    const [id] = mine.cookie.split('.');
    expect(line.cookie.startsWith(`${id}.`)).toBe(true);
    expect(line.cookie).not.toBe(mine.cookie);
    expect(await line.join(1, mine.host, { have: 2, page: 'page' })).toEqual([1, 0, {}, 2]);
    expect((await site.connect(line.cookie)).setCookie).toBeUndefined();
  });

  test('is unused for a while is closed, even if its page is open', async () => {
    await serve({ limits: { heartbeatTimeout: 2 ** 30 } });
    const { line } = await site.open();
    passTime(7 * 24 * hour - 60_000);
    expect(await line.settled()).toEqual([]);
    passTime(60_000);
    expect(await line.closed).toBe(4001);
  });
});
