import { describe, expect, test } from 'vitest';

import { layout, startApp } from '../../test/app.js';
import { deferred } from '../../test/deferred.js';
import type { LayoutProps, PageProps } from '../page/module.js';
import { Suspense } from '../template/suspense.js';

const answer = () => new Response('own', { status: 203, headers: { 'x-own': 'yes' } });
const headersSent = deferred();
const Download = () => {
  throw new Response('a;b', { headers: { 'content-type': 'text/csv' } });
};
let cancelled = 0;
const endless = () =>
  new Response(new ReadableStream({ pull() {}, cancel: () => void (cancelled += 1) }));

const { ask, logged } = startApp({
  '_layout.tsx': layout('around'),
  'own.tsx': { default: answer, headers: { 'x-page': 'yes' } },
  'thrown.tsx': { default: () => <Download /> },
  'later.tsx': { default: async () => new Response('later', { status: 201 }) },
  'set.tsx': {
    default: ({ session, cookies }: PageProps) => {
      cookies.set('a', '1');
      return new Response(session.id);
    },
  },
  'head.tsx': {
    head: () => {
      throw new Error('the head is broken');
    },
    default: () => new Response('whole'),
  },
  'endless.tsx': { default: endless },
  'used.tsx': {
    default: async () => {
      const response = new Response('a');
      await response.text();
      return response;
    },
  },
  'error.tsx': { default: () => Response.error() },
  'empty.tsx': { default: () => new Response(null, { status: 204 }) },
  'gate/_layout.tsx': {
    default: ({ url, children }: LayoutProps) =>
      url.searchParams.has('feed') ? Response.redirect('http://b.test/feed') : children,
  },
  'gate/index.tsx': { default: () => <p>inside</p> },
  'late.tsx': {
    default: () => (
      <main>
        <Suspense fallback={<i>…</i>}>
          {headersSent.promise.then(() => {
            throw new Response('too late');
          })}
        </Suspense>
      </main>
    ),
  },
});

describe('a page that answers with a Response', () => {
  test('is sent as it is, without its layouts and the headers that it exports', async () => {
    const response = await ask('/own');
    expect([response.status, await response.text()]).toEqual([203, 'own']);
    expect(response.headers.get('x-own')).toBe('yes');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-page')).toBeNull();
  });

  test('may do so later, or in a component that throws it', async () => {
    expect([(await ask('/later')).status, await (await ask('/later')).text()]).toEqual([
      201,
      'later',
    ]);
    const thrown = await ask('/thrown');
    expect([thrown.headers.get('content-type'), await thrown.text()]).toEqual(['text/csv', 'a;b']);
  });

  test('keeps the session and the cookies of the request', async () => {
    const response = await ask('/set');
    expect(response.headers.getSetCookie()).toHaveLength(2);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });

  test('has no head to fail', async () => expect(await (await ask('/head')).text()).toBe('whole'));

  test('answers HEAD without its body, which is cancelled', async () => {
    const response = await ask('/endless', { method: 'HEAD' });
    expect([response.status, await response.text(), cancelled]).toEqual([200, '', 1]);
    expect((await ask('/empty')).status).toBe(204);
  });

  test('may be decided by a layout', async () => {
    const moved = await ask('/gate?feed');
    expect([moved.status, moved.headers.get('location')]).toEqual([302, 'http://b.test/feed']);
    expect(await (await ask('/gate')).text()).toContain('<p>inside</p>');
    expect(logged).toEqual([]);
  });

  test.each(['/used', '/error'])('that cannot be sent is a failure: %s', async (path) => {
    expect((await ask(path)).status).toBe(500);
    expect(logged.pop()).toContain('An endpoint or a page answered with a Response that has ');
  });

  test('in late content is a failure there, and the rest of the page is sent', async () => {
    const response = await ask('/late');
    expect(response.status).toBe(200);
    headersSent.resolve();
    const text = await response.text();
    expect(text).toContain('Something went wrong.');
    expect(text).not.toContain('too late');
    expect(logged.pop()).toContain('Content of a page threw a Response when the page around it');
  });
});
