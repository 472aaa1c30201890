import { defineLive } from '@skerry/kit';
import { mountLive } from '@skerry/kit/testing';
import { expect, test, vi } from 'vitest';

import { nightWatch } from './night-watch.ts';

const Gate = defineLive(
  {
    mount: () => ({ open: false }),
    events: { open: (live) => live.assign({ open: true }), look: (live) => live.push('seen') },
  },
  ({ state }) => (state.open ? 'open' : 'shut'),
);

test('at night the gate can be looked at, and not opened', async () => {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const gate = await mountLive(Gate, { plugins: [nightWatch({ isNight: () => true })], log });
  await gate.send('look');
  expect(gate.pushed).toEqual([['seen', null]]);
  await expect(gate.send('open')).rejects.toThrow('The harbour is closed at night.');
  expect(gate.state).toEqual({ open: false });
  expect(log.info.mock.calls[0]?.[0]).toMatch(/^\[harbour:night-watch\] .+ was mounted in \d+ µs$/);
});
