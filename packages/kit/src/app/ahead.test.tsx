import { afterEach, describe, expect, test, vi } from 'vitest';

import { stopClock } from '../../test/clock.js';
import { chunksOf, chromium } from '../../test/streamed-app.js';
import { serveViews, type Site, type SiteOptions } from '../../test/visitor.js';
import { redirect } from '../core/deny.js';
import type { PluginHooks } from '../hooks/types.js';
import { defineLive } from '../live/author/define.js';
import type { PageProps } from '../page/module.js';
import { Suspense } from '../template/suspense.js';

const mounted: string[] = [];
const Counter = defineLive(
  {
    mount: ({ session }) => {
      mounted.push(session.id);
      return { count: 3 };
    },
  },
  ({ state }) => <b>{state.count}</b>,
  'counter',
);
const Large = defineLive<{ rows: string[] }, { count: number }, {}>(
  { mount: ({ props }) => ({ count: props.rows.length }) },
  ({ state }) => <b>{state.count}</b>,
  'large',
);
const Leaves = defineLive(
  {
    mount({ session }) {
      session.end();
      return {};
    },
  },
  () => <b>gone</b>,
  'leaves',
);
const Desk = defineLive(
  {
    mount: () => ({}),
    events: {
      leave(live) {
        live.session.end();
        live.redirect('/who');
      },
    },
  },
  () => <b>here</b>,
  'desk',
);
const ahead = { 'sec-purpose': 'prefetch;prerender' };

let site: Site;
afterEach(() => site.stop());

async function serve(options: Partial<SiteOptions> = {}): Promise<void> {
  mounted.length = 0;
  const change = (work: (props: PageProps) => unknown) => ({
    default: (props: PageProps) => <p>{String(work(props))}</p>,
  });
  site = await serveViews(
    { counter: Counter, desk: Desk, large: Large, leaves: Leaves },
    {
      routes: {
        'index.tsx': { default: () => <Counter /> },
        'late.tsx': {
          default: () => (
            <Suspense fallback="wait">
              {Promise.resolve().then(() => (
                <Counter />
              ))}
            </Suspense>
          ),
        },
        'late-who.tsx': {
          default: ({ session }: PageProps) => [
            session.id,
            <Suspense fallback="wait">{new Promise<string>(() => {})}</Suspense>,
          ],
        },
        'late-who-later.tsx': {
          default: ({ session }: PageProps) => [
            <Counter />,
            <Suspense fallback="wait">
              {new Promise((resolve) => setTimeout(resolve, 5)).then(() => session.id)}
            </Suspense>,
          ],
        },
        'cookie.tsx': { default: () => 'a', headers: { 'set-cookie': 'theme=dark' } },
        'large.tsx': { default: () => <Large rows={Array.from({ length: 2000 }, String)} /> },
        'leaves.tsx': { default: () => <Leaves /> },
        'who.tsx': change(({ session }) => session.id),
        'renew.tsx': change(({ session }) => session.renew()),
        'logout.tsx': change(({ session }) => session.end()),
        'ships/[name].tsx': change(({ params }) => params.name),
        'a b+é.tsx': change(() => ''),
        'files/[...path].tsx': change(({ params }) => params.path),
        'api/data.ts': { GET: () => ({}) },
      },
      ...options,
    },
  );
}

describe('a page that is loaded ahead', () => {
  test('begins no session, and its regions are those of the visitor who joins', async () => {
    await serve();
    const page = await site.visit('/', { headers: ahead });
    expect(page.response.headers.get('set-cookie')).toBeNull();
    expect(page.response.headers.get('cache-control')).toBe('private, no-store');
    expect(site.app.usage().regions.unclaimed.count).toBe(0);
    expect(mounted).toEqual(['']);
    const line = await site.connect('');
    const [, , update] = await line.join(1, page.hosts[0]!, { have: 0, page: 'page' });
    expect(update).toMatchObject({ s: expect.anything() });
    expect(mounted[1]).toMatch(/^[\w-]{22}$/);
  });

  test('shows the regions of the session that its visitor has', async () => {
    await serve();
    const { cookie } = await site.visit();
    const page = await site.visit('/', { headers: ahead, cookie });
    expect(page.response.headers.get('set-cookie')).toBeNull();
    const line = await site.connect(cookie);
    await line.join(1, page.hosts[0]!, { have: 0, page: 'page' });
    expect(new Set(mounted).size).toBe(1);
  });

  test('has late content, and no session for it either', async () => {
    await serve();
    const response = await fetch(`${site.origin}/late`, { headers: { ...chromium, ...ahead } });
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await chunksOf(response).rest()).toContain('<skerry-live');
  });

  test.each(['/who', '/late-who-later', '/cookie', '/large'])(
    'that needs its visitor is refused: %s',
    async (path) => {
      await serve();
      const { status, headers } = await fetch(site.origin + path, {
        headers: { ...chromium, ...ahead },
      });
      expect([status, headers.get('set-cookie')]).toEqual([503, null]);
      expect(site.errors).toEqual([]);
      expect((await site.visit(path)).response.status).toBe(200);
    },
  );

  test('cannot end the session of its visitor in a live view', async () => {
    await serve();
    const { cookie } = await site.visit('/who');
    expect((await site.visit('/leaves', { headers: ahead, cookie })).response.status).toBe(500);
    expect(site.errors).toEqual(['session-ahead']);
    expect((await site.visit('/who', { cookie })).cookie).toBe(cookie);
  });

  test('of a visitor whose session has just been renewed is refused', async () => {
    await serve();
    const { cookie } = await site.visit('/who');
    await site.visit('/renew', { cookie });
    expect((await site.visit('/who', { headers: ahead, cookie })).response.status).toBe(503);
  });

  test('that needs a session is refused, so that it is loaded when the visitor goes to it', async () => {
    await serve();
    const page = await site.visit('/who', { headers: ahead });
    expect(page.response.status).toBe(503);
    expect(page.response.headers.get('set-cookie')).toBeNull();
    expect(site.calls('onResponse').map(({ status }) => status)).toEqual([503]);
    expect(
      (await site.visit('/who', { headers: ahead, cookie: (await site.visit()).cookie })).response
        .status,
    ).toBe(200);
  });

  test('that is refused ends the work on its late content', async () => {
    stopClock();
    await serve();
    const before = vi.getTimerCount();
    expect((await site.visit('/late-who', { headers: ahead })).response.status).toBe(503);
    await expect.poll(() => vi.getTimerCount()).toBeLessThanOrEqual(before);
  });

  test.each(['/renew', '/logout'])('cannot change the session, as %s would', async (path) => {
    await serve();
    const { cookie } = await site.visit('/who');
    const page = await site.visit(path, { headers: ahead, cookie });
    expect(page.response.status).toBe(500);
    expect(page.response.headers.get('set-cookie')).toBeNull();
    expect(site.errors).toEqual(['session-ahead']);
    expect((await site.visit('/who', { cookie })).cookie).toBe(cookie);
  });
});

test.each(['/renew', '/logout'])(
  'the change of the session by %s makes browsers forget what they loaded ahead for it',
  async (path) => {
    await serve({ speculation: 'prefetch' });
    const { cookie, response } = await site.visit('/who');
    expect(response.headers.get('clear-site-data')).toBeNull();
    const changed = await site.visit(path, { cookie });
    expect(changed.response.headers.get('clear-site-data')).toBe(
      '"prefetchCache", "prerenderCache"',
    );
  },
);

test.each([
  ['prefetch', '/_skerry/sign-off?to=%2Fwho'],
  [undefined, '/who'],
] as const)(
  'a live view that ends the session sends its visitor on so that nothing of it is shown (%s)',
  async (speculation, way) => {
    await serve({
      ...(speculation && { speculation }),
      routes: { 'index.tsx': { default: () => <Desk /> } },
    });
    const { line, cookie } = await site.open();
    expect(await line.ask([1, 1, 'leave'])).toEqual([1, 1, { to: way }]);
    const answer = await fetch(site.origin + way, { redirect: 'manual', headers: { cookie } });
    expect(answer.headers.get('clear-site-data')).toBe(
      speculation ? '"prefetchCache", "prerenderCache"' : null,
    );
    expect(answer.headers.get('location')).toBe(speculation ? '/who' : null);
  },
);

test('a guard of visitors without a session is not asked about the way of those who leave', async () => {
  const taps = (hooks: PluginHooks) => void hooks.beforeRequest.tap(() => redirect('/login'));
  await serve({ speculation: 'prefetch', taps });
  const answer = await fetch(`${site.origin}/_skerry/sign-off?to=%2Fwho`, { redirect: 'manual' });
  expect(answer.headers.get('location')).toBe('/who');
});

test.each(['https://example.org', '//example.org', '/%', ''])(
  'nobody is sent elsewhere: %s',
  async (to) => {
    await serve({ speculation: 'prefetch' });
    const path = `/_skerry/sign-off?to=${encodeURIComponent(to)}`;
    const answer = await fetch(site.origin + path, { redirect: 'manual' });
    expect(answer.headers.get('location')).toMatch(/^\/(?!\/)/);
  },
);

describe('the rules by which browsers load pages ahead', () => {
  test('name the pages of the app, and no endpoint', async () => {
    await serve({ speculation: 'prefetch' });
    const { response } = await site.visit();
    const path = JSON.parse(response.headers.get('speculation-rules')!) as string;
    const rules = await fetch(site.origin + path);
    expect(rules.headers.get('content-type')).toBe('application/speculationrules+json');
    const { prefetch } = (await rules.json()) as any; // seam: as it was sent
    const paths = prefetch[0].where.and[0].or.map((each: any) => each.href_matches.pathname);
    expect(paths).toEqual([
      '/',
      String.raw`/a%20b\+%C3%A9`,
      '/cookie',
      '/files/*',
      '/large',
      '/late',
      '/late-who',
      '/late-who-later',
      '/leaves',
      '/logout',
      '/renew',
      '/ships/:p1',
      '/who',
    ]);
    const [, ...others] = prefetch[0].where.and[1].not.or;
    expect(others).toEqual([{ href_matches: { pathname: '/api/data' } }]);
  });

  test('are named by nothing without the option', async () => {
    await serve();
    const { response } = await site.visit();
    expect(response.headers.get('speculation-rules')).toBeNull();
    expect((await fetch(`${site.origin}/_skerry/speculation-rules.json`)).status).toBe(404);
  });
});
