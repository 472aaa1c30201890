import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { deferred } from '../../test/deferred.js';
import { type Host, Line, serveViews, type Site, type SiteOptions } from '../../test/visitor.js';
import { prerenderApp } from '../prerender/prerender.js';
import { deny } from '../core/deny.js';
import { defineLive } from '../live/author/define.js';
import type { MountContext } from '../live/author/contexts.js';
import { parsePage } from '../testing/dom.js';

let site: Site;
let mounted: string[];
/** A promise that mounts wait for. */
let ready: Promise<void> | undefined;
beforeEach(() => {
  mounted = [];
  ready = undefined;
});
afterEach(() => site.stop());

const Counter = defineLive(
  {
    mount: ({ props, session }: MountContext<{ start: number }>) => {
      mounted.push(`counter ${props.start}`);
      // No plain data, and its type would say so.
      return { count: props.start, session: session as unknown as { id: string } };
    },
    events: {
      add: (live) => live.assign({ count: live.state.count + 1 }),
      who: (live) => live.reply([live.state.session.id, live.session.id]),
    },
  },
  ({ state }) => <b>{state.count}</b>,
  'counter',
);
const Outer = defineLive(
  {
    mount: async () => {
      mounted.push('outer');
      await ready;
      return { shown: true };
    },
    events: { toggle: (live) => live.assign({ shown: !live.state.shown }) },
  },
  ({ state }) => <div>{state.shown && <Counter start={7} />}</div>,
  'outer',
);
const Quick = defineLive(
  { mount: () => (mounted.push('quick'), {}) },
  () => (
    <i>
      <Counter start={9} />
    </i>
  ),
  'quick',
);
const views = { counter: Counter, outer: Outer, quick: Quick };
const routes = {
  'index.tsx': { default: () => <Counter start={3} />, prerender: true },
  'nested.tsx': { default: () => <Outer />, prerender: true },
  'quick.tsx': { default: () => <Quick />, prerender: true },
  'request.tsx': { default: () => <Counter start={1} /> },
};

/** Serves the app to visitors of its files; `hosts` are the regions in the file of a page, in order. */
async function serve(options: SiteOptions = {}): Promise<{ hosts(file: string): Host[] }> {
  const files = new Map<string, string>();
  const { regions } = await prerenderApp({ modules: { routes, views } }, ({ file, content }) =>
    files.set(file, String(content)),
  );
  mounted = [];
  const prerendered = JSON.parse(JSON.stringify(regions)) as typeof regions;
  site = await serveViews(views, { routes, prerendered, mode: 'production', ...options });
  return {
    hosts: (file) =>
      parsePage(files.get(file)!)
        .querySelectorAll('skerry-live')
        .map((host) => {
          const id = host.getAttribute('id')!.slice('lv-'.length);
          const token = host.getAttribute('data-token')!;
          return { id, token, topic: `lv:${id}`, html: host.innerHTML };
        }),
  };
}

/** Connects like a browser on its first visit; returns the cookie that it is given. */
async function arrive(): Promise<{ line: Line; cookie: string; attributes: string }> {
  const line = await site.connect('');
  return { line, cookie: line.cookie, attributes: line.setCookie ?? '' };
}

const whole = (text: string) => expect.objectContaining({ s: expect.anything(), d: [text] });
const first = { have: 0, page: 'a' };

describe('a region in a file', () => {
  test('is mounted for each visitor who joins it: the visitor gets the whole tree and a session', async () => {
    const { hosts } = await serve();
    const [host] = hosts('index.html') as [Host];
    expect(host).toMatchObject({ token: 'static', html: expect.stringContaining('3') });
    const { line, attributes } = await arrive();
    expect(attributes).toMatch(
      /^skerry_session=[\w.-]{84}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/,
    );
    expect(await line.join(1, host, first)).toEqual([1, 0, whole('3')]);
    expect(await line.ask([1, 1, 'add'])).toEqual([1, 1, { 0: '4' }]);
    const [, , , [atMount, now]] = await line.ask([1, 2, 'who']);
    expect(atMount).toBe(now);
    expect(attributes).toContain(`=${now}.`);
  });

  test('goes on after a dropped connection, in the session that the first connection began', async () => {
    const { hosts } = await serve();
    const [host] = hosts('index.html') as [Host];
    const { line, cookie } = await arrive();
    await line.join(1, host, first);
    await line.ask([1, 1, 'add']);
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 1);
    const again = await site.connect(cookie);
    expect(await again.join(1, host, { have: 1, page: 'a' })).toEqual([1, 0, {}, 1]);
    expect(await again.ask([1, 2, 'add'])).toEqual([1, 2, { 0: '5' }]);
    expect(mounted).toEqual(['counter 3']);
    expect([site.calls('beforeJoin').length, site.calls('beforeResume').length]).toEqual([1, 1]);
  });

  test('is mounted for each page load of one visitor', async () => {
    const { hosts } = await serve();
    const [host] = hosts('index.html') as [Host];
    const { line, cookie } = await arrive();
    await line.join(1, host, first);
    await line.ask([1, 1, 'add']);
    const other = await site.connect(cookie);
    expect(await other.join(1, host, { have: 0, page: 'b' })).toEqual([1, 0, whole('3')]);
    expect(await line.ask([1, 2, 'add'])).toEqual([1, 2, { 0: '5' }]);
  });

  test.each([{ page: 'a' }, {}])(
    'is never adopted in another session, even for the same name of the page load: %j',
    async (named) => {
      const { hosts } = await serve();
      const [host] = hosts('index.html') as [Host];
      const mine = await arrive();
      await mine.line.join(1, host, { have: 0, ...named });
      await mine.line.ask([1, 1, 'add']);
      const theirs = await arrive();
      expect(await theirs.line.join(1, host, { have: 0, ...named })).toEqual([1, 0, whole('3')]);
      // Not even while its own connection is dropped.
      mine.line.cut();
      await site.until(() => site.calls('onDisconnect').length === 1);
      const third = await arrive();
      expect(await third.line.join(1, host, { have: 0, ...named })).toEqual([1, 0, whole('3')]);
      third.line.cut();
      theirs.line.cut();
      await site.until(() => site.calls('onDisconnect').length === 3);
      const back = await site.connect(mine.cookie);
      expect(await back.join(1, host, { have: 1, ...named })).toEqual([1, 0, {}, 1]);
    },
  );

  test('asks the guards of joins and mounts, like any region', async () => {
    let no = true;
    const { hosts } = await serve({
      taps(hooks) {
        hooks.beforeJoin.tap(() => (no ? deny('not yet') : undefined));
        hooks.beforeMount.tap(({ region }) => void mounted.push(`guard ${region.path}`));
      },
    });
    const [host] = hosts('index.html') as [Host];
    const { line } = await arrive();
    const refused = { code: 'denied', reason: 'not yet' };
    expect(await line.join(1, host, first)).toEqual([1, 0, null, refused]);
    no = false;
    expect(await line.join(2, host, first)).toEqual([2, 0, whole('3')]);
    expect(mounted).toEqual(['guard /', 'counter 3']);
  });

  test('that this build did not write is stale, even if its id is known', async () => {
    await serve();
    const { hosts, cookie } = await site.visit('/request');
    const line = await site.connect(cookie);
    const stale = expect.objectContaining({ code: 'stale' });
    for (const id of ['aaaaaaaaaaaa', '__proto__', 'constructor', '', hosts[0]!.id])
      expect(await line.join(1, { token: 'static', topic: `lv:${id}` }, first)).toEqual([
        1,
        0,
        null,
        stale,
      ]);
    expect(await line.join(1, hosts[0]!, first)).toEqual([1, 0, {}]);
  });
});

describe('a region inside a region in a file', () => {
  test.each([
    ['nested.html', 'outer', 7],
    ['quick.html', 'quick', 9],
  ])('is the one that its browser joins, mounted once: %s', async (file, name, start) => {
    const { hosts } = await serve();
    const [outer, inner] = hosts(file) as [Host, Host];
    const { line, cookie } = await arrive();
    // A browser joins both at once.
    const [around, inside] = await Promise.all([
      line.join(1, outer, first),
      line.join(2, inner, first),
    ]);
    expect(around[2].d).toEqual([{ v: inner.id, k: expect.any(String) }]);
    expect(inside).toEqual([2, 0, whole(String(start))]);
    expect(mounted).toEqual([name, `counter ${start}`]);
    expect(await line.ask([2, 1, 'add'])).toEqual([2, 1, { 0: String(start + 1) }]);
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 1);
    const again = await site.connect(cookie);
    expect(await again.join(1, outer, { have: 0, page: 'a' })).toEqual([1, 0, expect.anything()]);
    expect(await again.join(2, inner, { have: 1, page: 'a' })).toEqual([2, 0, {}, 1]);
    expect(mounted).toHaveLength(2);
  });

  test('may join before the one around it is mounted', async () => {
    const { hosts } = await serve();
    const [outer, inner] = hosts('nested.html') as [Host, Host];
    const waiting = deferred<void>();
    ready = waiting.promise;
    const { line } = await arrive();
    const around = line.join(1, outer, first);
    expect(await line.join(2, inner, first)).toEqual([2, 0, whole('7')]);
    waiting.resolve();
    expect((await around)[2].d).toEqual([{ v: inner.id, k: expect.any(String) }]);
    expect(mounted).toEqual(['outer', 'counter 7']);
  });

  test('may leave and come again', async () => {
    const { hosts } = await serve();
    const [outer, inner] = hosts('nested.html') as [Host, Host];
    const { line } = await arrive();
    await Promise.all([line.join(1, outer, first), line.join(2, inner, first)]);
    await line.ask([2, 1, 'add']);
    await line.ask([1, 1, 'toggle']);
    await line.ask([2, 0]);
    const [, , { d }] = await line.ask([1, 2, 'toggle']);
    const { v: id, k: token } = d[0];
    expect(await line.join(3, { token, topic: `lv:${id}` }, { page: 'a' })).toEqual([
      3,
      0,
      whole('7'),
    ]);
  });

  test('may be joined if the one around it is not', async () => {
    const { hosts } = await serve();
    const [outer, inner] = hosts('quick.html') as [Host, Host];
    const { line } = await arrive();
    expect(await line.join(2, inner, first)).toEqual([2, 0, whole('9')]);
    // It cannot get its place any more: another region has it.
    const [, , { d }] = await line.join(1, outer, first);
    expect(d[0].v).not.toBe(inner.id);
    expect(await line.ask([2, 1, 'add'])).toEqual([2, 1, { 0: '10' }]);
  });
});

test('a region in a file keeps the session that the browser has, and a session of an encrypted connection stays with such connections', async () => {
  await serve({ trustProxy: true });
  const { cookie } = await arrive();
  const upgrade = async (headers: Record<string, string>): Promise<string[] | undefined> => {
    const socket = site.socket('?vsn=skerry-1', headers);
    const [response] = await once(socket, 'upgrade');
    return response.headers['set-cookie'];
  };
  expect(await upgrade({ cookie })).toBeUndefined();
  expect(await upgrade({ 'x-forwarded-proto': 'https' })).toEqual([
    expect.stringMatching(/^__Host-skerry_session=.*; HttpOnly; Secure; SameSite=Lax$/),
  ]);
  expect(await upgrade({ cookie: cookie.slice(0, -1) })).toHaveLength(1);
});

test('the region of a page of the same path that is rendered on request is parked as usual', async () => {
  await serve();
  const { line, host } = await site.open('/');
  expect(host.token).not.toBe('static');
  expect(mounted).toEqual(['counter 3']);
  expect(await line.ask([1, 1, 'add'])).toEqual([1, 1, { 0: '4' }]);
});
