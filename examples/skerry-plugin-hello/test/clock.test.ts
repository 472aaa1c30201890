import { mountLive } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

import Clock from '../src/clock.live.tsx';
import { hello } from '../src/index.ts';

test('a click greets the visitor of the clock', async () => {
  const clock = await mountLive(Clock, { plugins: [hello()] });
  await clock.click('button');
  expect(clock.text()).toContain('Greeted 1 times.');
});
