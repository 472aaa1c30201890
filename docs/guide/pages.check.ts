import { createTestApp, fetchPage } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

test('pages answer with markup, with an error page and with a Response', async () => {
  const app = await createTestApp();
  expect((await fetchPage(app, '/posts/tides')).html).toContain(
    '<title>Tides of the north</title>',
  );
  expect((await fetchPage(app, '/posts/none')).status).toBe(404);
  expect((await fetchPage(app, '/export')).html).toContain('href="/export?as=csv"');
  const { headers, html } = await fetchPage(app, '/export?as=csv');
  expect([headers.get('content-type'), html.split('\n')[0]]).toEqual([
    'text/csv',
    'tides;Tides of the north',
  ]);
  expect((await fetchPage(app, '/about')).html).toContain('<h1>About</h1>');
  const moved = await fetchPage(app, '/news/a%20b');
  expect([moved.status, moved.headers.get('location')]).toEqual([301, '/posts/a%20b']);
  expect((await fetchPage(app, '/about')).html).toContain('<script src="/colours.js" defer');
  await app.close();
});
