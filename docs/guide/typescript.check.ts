import { createTestApp, fetchPage } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

test('paths are what they say', async () => {
  const app = await createTestApp();
  const { html } = await fetchPage(app, '/');
  for (const href of ['/', '/posts/tides', '/posts/piers?page=2'])
    expect(html).toContain(`href="${href}"`);
  expect((await fetchPage(app, '/posts/piers')).html).toContain('<h1>piers</h1>');
  await app.close();
});
