import { beforeEach, describe, expect, test, vi } from 'vitest';

import { page, startApp, type TestApp } from '../../test/app.js';
import { deferred } from '../../test/deferred.js';
import { redirect } from '../core/deny.js';
import type { Session } from '../core/session.js';
import { definePlugin } from '../plugin/define.js';
import { defineLive } from '../live/author/define.js';
import type { PageProps } from '../page/module.js';

const Counter = defineLive({ mount: () => ({ count: 0 }) }, ({ state }) => state.count, 'counter');
const shared = new Response('shared', { headers: { 'x-shared': 'yes' } });

type Handled = { context: { session: Session } };

const routes = {
  'index.tsx': { default: () => <Counter /> },
  'plain.tsx': page('Hi'),
  'who.tsx': { default: ({ session }: PageProps) => <p>{session.id}</p> },
  'public.tsx': {
    default: ({ session }: PageProps) => <p>{session.id}</p>,
    headers: { 'cache-control': 'public, max-age=60' },
  },
  'private.tsx': {
    default: ({ session }: PageProps) => <p>{session.id}</p>,
    headers: { 'cache-control': 'private, max-age=60' },
  },
  'login.tsx': {
    default: ({ session }: PageProps) => {
      session.renew();
      return redirect('/who');
    },
  },
  'welcome.tsx': {
    default: ({ session }: PageProps) => {
      session.renew();
      return <Counter />;
    },
    headers: { 'cache-control': 'public, max-age=60' },
  },
  'broken.tsx': {
    default: ({ session }: PageProps) => {
      session.renew();
      throw new Error('after the login');
    },
  },
  'api/plain.ts': { GET: () => ({ ok: true }) },
  'api/who.ts': { GET: ({ context }: Handled) => ({ id: context.session.id }) },
  'api/shared.ts': { GET: ({ context }: Handled) => (void context.session.id, shared) },
  'api/frozen.ts': {
    GET: ({ context }: Handled) => (void context.session.id, Response.redirect('http://a.test/')),
  },
  'api/login.ts': {
    POST: ({ context }: Handled) => {
      context.session.renew();
      return new Response(null, {
        status: 204,
        headers: [
          ['set-cookie', 'theme=dark'],
          ['set-cookie', 'lang=en'],
        ],
      });
    },
  },
  'api/logout.ts': {
    POST: ({ context }: Handled) => {
      context.session.end();
      return { bye: true };
    },
  },
  '_error.tsx': { default: () => <p>Sorry</p> },
};

let site: TestApp;
/** The work of a guard on the session of a request. */
let guard: (session: Session, path: string) => unknown;
beforeEach(() => {
  guard = () => undefined;
  const plugin = definePlugin({
    name: 'test:guard',
    setup: ({ hooks }) =>
      hooks.beforeRequest.tap(({ session, url }) => guard(session, url.pathname) as undefined),
  });
  site = startApp(routes, { views: { counter: Counter }, config: { plugins: [plugin()] } });
});

const ours = /^skerry_session=/;
const cookiesOf = (response: Response): string[] => response.headers.getSetCookie();
const sessionOf = (response: Response): string =>
  cookiesOf(response)
    .find((cookie) => ours.test(cookie))
    ?.split(';')[0] ?? '';
const ask = (path: string, cookie = '', init: RequestInit = {}) =>
  site.ask(path, { ...init, headers: { ...init.headers, ...(cookie && { cookie }) } });
const post = (path: string, cookie?: string) => ask(path, cookie, { method: 'POST' });
const begin = async (): Promise<string> => sessionOf(await ask('/'));
const whoIs = async (cookie: string): Promise<string> =>
  ((await (await ask('/api/who', cookie)).json()) as { id: string }).id;

describe('an answer carries the cookie of a session that begins', () => {
  test.each(['/', '/who', '/private', '/public', '/api/who', '/login', '/welcome', '/broken'])(
    'once, and is private, if the session matters: %s',
    async (path) => {
      const response = await ask(path);
      expect(cookiesOf(response)).toEqual([expect.stringMatching(ours)]);
      expect(response.headers.get('cache-control')).toMatch(/^private/);
    },
  );

  test.each(['/plain', '/api/plain', '/nowhere'])(
    'not if nobody asks for the session: %s',
    async (path) => {
      expect(cookiesOf(await ask(path))).toEqual([]);
    },
  );

  test.each(['/who', '/', '/api/who', '/public'])(
    'not if the browser has one: %s',
    async (path) => {
      const cookie = await begin();
      expect(cookiesOf(await ask(path, cookie))).toEqual([]);
      expect(await whoIs(cookie)).toBe(await whoIs(cookie));
    },
  );

  test.each(['/plain', '/nowhere', '/api/plain'])(
    'if a guard reads the session: %s',
    async (path) => {
      guard = (session) => void session.id;
      expect(cookiesOf(await ask(path))).toHaveLength(1);
    },
  );

  test('on a copy, if the response is shared between requests or frozen', async () => {
    const [first, second] = [await ask('/api/shared'), await ask('/api/shared')];
    expect(cookiesOf(first)).toHaveLength(1);
    expect(cookiesOf(second)).toHaveLength(1);
    expect(sessionOf(first)).not.toBe(sessionOf(second));
    expect(first.headers.get('x-shared')).toBe('yes');
    expect(cookiesOf(shared)).toEqual([]);
    const frozen = await ask('/api/frozen');
    expect([frozen.status, cookiesOf(frozen).length]).toEqual([302, 1]);
    expect(site.logged).toEqual([]);
  });
});

test('a fresh cookie goes with a private answer, and with no other', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const cookie = await begin();
    const counts = async (path: string, init: RequestInit = {}) =>
      cookiesOf(await ask(path, cookie, init)).length;
    expect(await counts('/who')).toBe(0);
    vi.setSystemTime(Date.now() + 24 * 60 * 60 * 1000);
    expect(await counts('/who', { method: 'HEAD' })).toBe(0);
    expect(await counts('/who', { headers: { 'sec-purpose': 'prefetch' } })).toBe(0);
    expect(await counts('/public')).toBe(0);
    expect(await counts('/plain')).toBe(0);
    expect(await counts('/who')).toBe(1);
    expect(await counts('/')).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

describe('a session is renewed', () => {
  test('by an endpoint, whose own cookies are there too', async () => {
    const cookie = await begin();
    const response = await post('/api/login', cookie);
    expect(cookiesOf(response)).toEqual([
      'theme=dark',
      'lang=en',
      expect.stringMatching(/^skerry_session=.*; Max-Age=604800; HttpOnly; SameSite=Lax$/),
    ]);
    expect(await whoIs(sessionOf(response))).not.toBe(await whoIs(cookie));
  });

  test('by a page that sends the visitor on, or shows a region of the new session', async () => {
    const response = await ask('/login', await begin());
    expect(response.headers.get('location')).toBe('/who');
    const cookie = sessionOf(response);
    const shown = await (await ask('/who', cookie)).text();
    expect(shown).toContain(await whoIs(cookie));
    const welcome = await ask('/welcome', cookie);
    expect(welcome.headers.get('cache-control')).toBe('private, no-store');
    expect(sessionOf(welcome)).not.toBe('');
  });

  test('by a guard that sends the visitor on', async () => {
    const cookie = await begin();
    guard = (session, path) => {
      if (path !== '/plain') return undefined;
      session.renew();
      return redirect('/who');
    };
    const response = await ask('/plain', cookie);
    expect(response.status).toBe(303);
    expect(sessionOf(response)).not.toBe('');
    expect(sessionOf(response)).not.toBe(cookie);
  });

  test('even if the page fails after that', async () => {
    const response = await ask('/broken', await begin());
    expect(response.status).toBe(500);
    expect(sessionOf(response)).not.toBe('');
  });
});

describe('a session is ended', () => {
  test('by an endpoint: the cookie is removed, and no longer valid', async () => {
    const cookie = await begin();
    const id = await whoIs(cookie);
    const response = await post('/api/logout', cookie);
    expect(cookiesOf(response)).toEqual([
      'skerry_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
    ]);
    expect(await response.json()).toEqual({ bye: true });
    expect(await whoIs(cookie)).not.toBe(id);
  });

  test('and the next answer removes the cookie, if none could before', async () => {
    const cookie = await begin();
    await post('/api/logout', cookie);
    expect(cookiesOf(await ask('/plain', cookie))).toEqual([
      expect.stringMatching(/^skerry_session=; .*Max-Age=0/),
    ]);
    expect(cookiesOf(await ask('/who', cookie))).toEqual([
      expect.stringMatching(/^skerry_session=[^;]/),
    ]);
  });

  test('and a slow answer of another request does not restore its cookie', async () => {
    const cookie = await begin();
    const { promise, resolve } = deferred();
    guard = (_, path) => (path === '/who' ? promise : undefined);
    const slow = ask('/who', cookie);
    await post('/api/logout', cookie);
    resolve();
    expect(cookiesOf(await slow)).toEqual([]);
  });
});
