import { describe, expect, test } from 'vitest';

import { page, startApp } from '../../test/app.js';
import { deferred } from '../../test/deferred.js';
import { deny, redirect } from '../core/deny.js';
import { defineEndpoint } from '../endpoint/define.js';
import type { Guard } from '../core/guard.js';
import type { LayoutProps, PageProps } from '../page/module.js';
import { Suspense } from '../template/suspense.js';

const dark = 'theme=dark; Path=/; HttpOnly; SameSite=Lax';

const guard: Guard = ({ cookies }) => {
  if (cookies?.get('member') !== 'yes') return deny('Members only.');
  cookies.set('seen', '1');
  return undefined;
};

const headersSent = deferred();

const { ask, logged } = startApp({
  '_layout.tsx': {
    default: ({ cookies, children }: LayoutProps) => (
      <main class={cookies.get('theme') ?? 'light'}>{children}</main>
    ),
  },
  'shown.tsx': page('Hi'),
  'set.tsx': {
    default: ({ cookies }: PageProps) => {
      cookies.set('theme', 'dark');
      cookies.set('lang', 'en');
      return <p>set</p>;
    },
    headers: { 'cache-control': 'public, max-age=60' },
  },
  'moved.tsx': {
    default: ({ cookies }: PageProps) => {
      cookies.delete('theme');
      throw redirect('/shown');
    },
  },
  'late.tsx': {
    default: ({ cookies }: PageProps) => (
      <Suspense fallback={<i>…</i>}>
        {headersSent.promise.then(() => {
          cookies.set('late', '1');
          return <b>never</b>;
        })}
      </Suspense>
    ),
  },
  'members.tsx': { ...page('Members'), guard },
  'in.ts': {
    GET: defineEndpoint('/in', ({ cookies }) => {
      cookies.set('theme', 'dark');
      const headers = { 'set-cookie': 'own=1', 'cache-control': 'public, max-age=60' };
      return new Response(cookies.get('theme'), { headers });
    }),
    POST: defineEndpoint('/in', ({ cookies }) => {
      cookies.set('bad', 'x', { path: 'nowhere' });
    }),
  },
});

const answer = async (path: string, cookie?: string, init: RequestInit = {}) => {
  const response = await ask(path, {
    ...init,
    headers: { ...(cookie && { cookie }), ...init.headers },
  });
  const { status, headers } = response;
  return {
    status,
    cookies: headers.getSetCookie(),
    cache: headers.get('cache-control'),
    text: await response.text(),
  };
};

describe('cookies', () => {
  test('are read by layouts, and the answer is then private', async () => {
    const { text, cache } = await answer('/shown', 'theme=dark');
    expect(text).toContain('<main class="dark">');
    expect(cache).toBe('private, no-store');
  });

  test('that a page sets leave in order, and no cache may store the answer', async () => {
    expect(await answer('/set')).toMatchObject({
      cookies: [dark, 'lang=en; Path=/; HttpOnly; SameSite=Lax'],
      cache: 'private, no-store',
    });
    expect((await answer('/set', undefined, { method: 'HEAD' })).cookies).toHaveLength(2);
  });

  test('leave with a redirect', async () => {
    const { status, cookies } = await answer('/moved');
    expect([status, cookies]).toEqual([303, [expect.stringContaining('theme=; Max-Age=0')]]);
  });

  test('of an endpoint stand beside those of its Response', async () => {
    expect(await answer('/in')).toMatchObject({
      text: 'dark',
      cookies: ['own=1', dark],
      cache: 'private, no-store',
    });
  });

  test('are read and set by guards', async () => {
    expect((await answer('/members')).status).toBe(403);
    expect(await answer('/members', 'member=yes')).toMatchObject({
      status: 200,
      cookies: ['seen=1; Path=/; HttpOnly; SameSite=Lax'],
    });
  });

  test('are not set by a page that is loaded ahead', async () => {
    const ahead = { headers: { 'sec-purpose': 'prefetch' } };
    expect(await answer('/set', undefined, ahead)).toMatchObject({ status: 503, cookies: [] });
    expect((await answer('/shown', undefined, ahead)).status).toBe(200);
  });

  test('that are wrong fail by name', async () => {
    expect((await answer('/in', undefined, { method: 'POST' })).status).toBe(500);
    expect(logged.pop()).toContain(
      'The cookie "bad" cannot be set: its path does not begin with a slash.',
    );
  });

  test('that are set in late content fail by name, and the rest of the page is sent', async () => {
    const response = await ask('/late');
    expect([response.status, response.headers.getSetCookie()]).toEqual([200, []]);
    headersSent.resolve();
    const text = await response.text();
    expect(text).toContain('Something went wrong.');
    expect(text).not.toContain('never');
    expect(logged.pop()).toContain(
      'The cookie "late" was set or removed when the headers of the answer were on their way.',
    );
  });
});
