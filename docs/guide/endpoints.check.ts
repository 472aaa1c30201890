import { createHmac } from 'node:crypto';
import { createTestApp, fetchPage } from '@skerry/kit/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let app: Awaited<ReturnType<typeof createTestApp>>;
beforeAll(async () => void (app = await createTestApp()));
afterAll(() => app.close());

const post = (path: string, body: BodyInit, type?: string) =>
  fetchPage(app, path, {
    method: 'POST',
    body,
    headers: { origin: 'http://localhost', ...(type && { 'content-type': type }) },
  });

test('an endpoint takes JSON and says what is wrong with it', async () => {
  const json = 'application/json';
  expect((await post('/posts/tides/likes', '{"stars":5}', json)).status).toBe(204);
  expect(JSON.parse((await fetchPage(app, '/posts/tides/likes')).html)).toEqual({ likes: [5] });
  const refused = await post('/posts/tides/likes', '{"stars":9}', json);
  expect(refused.status).toBe(422);
  expect(JSON.parse(refused.html)).toEqual({
    issues: [{ path: 'stars', message: expect.any(String) }],
  });
  expect((await post('/posts/tides/likes', 'x', 'text/plain')).status).toBe(415);
  expect((await post('/posts/tides/likes', '{', json)).status).toBe(400);
});

test('a form brings numbers and files', async () => {
  const form = new FormData();
  form.append('title', 'Pier');
  form.append('pier', '3');
  form.append('image', new File(['png'], 'a.png', { type: 'image/png' }));
  expect(JSON.parse((await post('/photos', form)).html)).toEqual({
    title: 'Pier',
    pier: 3,
    bytes: 3,
  });
  expect(JSON.parse((await fetchPage(app, '/photos?page=2')).html)).toEqual({ page: 2 });
  expect((await fetchPage(app, '/photos?page=x')).status).toBe(400);
});

test('a page sets a cookie', async () => {
  const { html, headers } = await fetchPage(app, '/theme?theme=dark');
  expect(html).toContain('<p>dark</p>');
  expect(headers.get('set-cookie')).toBe(
    'theme=dark; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax',
  );
  expect(headers.get('cache-control')).toBe('private, no-store');
});

test('endings and plain handlers', async () => {
  expect(JSON.parse((await fetchPage(app, '/tides/oslo.json')).html)).toEqual({ hours: [3, 9] });
  expect((await fetchPage(app, '/ping')).headers.get('x-visitor')).toBe('new');
});

test('a webhook is answered by its signature, and then by its content', async () => {
  const send = async (text: string, secret = process.env.PAYMENTS_SECRET ?? '') => {
    const signature = createHmac('sha256', secret).update(text).digest('hex');
    const headers = { 'x-signature': signature, accept: '*/*' };
    const answer = await fetchPage(app, '/hooks/payments', { method: 'POST', body: text, headers });
    return [answer.status, JSON.parse(answer.html)];
  };
  expect(await send('{"order":"a","amount":3}')).toEqual([200, { received: true }]);
  const message = 'The signature is wrong.';
  expect(await send('{"order":"a","amount":3}', 'other')).toEqual([403, { status: 403, message }]);
  expect(await send('{"order":"a"}')).toEqual([
    422,
    { issues: [{ path: 'amount', message: expect.any(String) }] },
  ]);
});
