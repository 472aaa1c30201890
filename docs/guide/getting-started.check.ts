import { expect, test } from 'vitest';

import { mountLive } from '@skerry/kit/testing';

import Counter from './live/counter.live.tsx';

test('the counter counts', async () => {
  const counter = await mountLive(Counter, { props: { start: 3 } });
  await counter.click('+');
  expect(counter.text()).toContain('4');
  await counter.click('reset');
  expect(counter.state).toEqual({ count: 0 });
});
