import { createTestApp, fetchPage, mountLive } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

import Basket from './live/basket.live.tsx';

test('paths are what they say', async () => {
  const app = await createTestApp();
  const { html } = await fetchPage(app, '/');
  for (const href of ['/', '/posts/tides', '/posts/piers?page=2'])
    expect(html).toContain(`href="${href}"`);
  expect((await fetchPage(app, '/posts/piers')).html).toContain('<h1>piers</h1>');
  await app.close();
});

test('a basket takes three lines, and says when it is full', async () => {
  const basket = await mountLive(Basket, { props: { first: 'Oat' } });
  for (let i = 0; i < 3; i++) await basket.click('Two of rye');
  expect(basket.text()).toContain('5 loaves');
  expect(basket.emitted).toEqual([['full', { lines: 3 }]]);
  await basket.click('None');
  expect(basket.state.lines).toEqual([]);
});
