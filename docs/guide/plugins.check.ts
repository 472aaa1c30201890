import { defineLive } from '@skerry/kit';
import { fetchPage, mountLive } from '@skerry/kit/testing';
import { expect, test, vi } from 'vitest';

import { keepErrors } from './keep-errors.ts';
import { nightWatch } from './night-watch.ts';
import { tideTables } from './tide-tables.ts';

const Gate = defineLive(
  {
    mount: () => ({ open: false }),
    events: { open: (live) => live.assign({ open: true }), look: (live) => live.emit('seen') },
  },
  ({ state }) => (state.open ? 'open' : 'shut'),
);

test('at night the gate can be looked at, and not opened', async () => {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const gate = await mountLive(Gate, { plugins: [nightWatch({ isNight: () => true })], log });
  await gate.send('look');
  expect(gate.emitted).toEqual([['seen', null]]);
  await expect(gate.send('open')).rejects.toThrow('The harbour is closed at night.');
  expect(gate.state).toEqual({ open: false });
  expect(log.info.mock.calls[0]?.[0]).toMatch(/^\[harbour:night-watch\] .+ was mounted in \d+ µs$/);
});

test('the tables of the tides are open before the first page, or the app does not start', async () => {
  let isOpen = false;
  const open = async () => void (isOpen = true);
  const appWith = (tides: { open(): Promise<void> }) => ({
    config: { plugins: [tideTables({ tides: { ...tides, close: async () => {} } })] },
    routes: { 'index.tsx': { default: () => (isOpen ? 'open' : 'closed') } },
    views: {},
  });
  expect((await fetchPage(appWith({ open }), '/')).html).toContain('open');
  const broken = appWith({ open: () => Promise.reject(new Error('No tides today.')) });
  await expect(fetchPage(broken, '/')).rejects.toThrow('No tides today.');
});

test('the text that a plugin writes about an error is safe in a terminal', async () => {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const counts = new Map<string, number>();
  const Door = defineLive(
    {
      mount: () => ({}),
      events: {
        knock(_live, name) {
          throw new Error(`Nobody knows ${String(name)}`);
        },
      },
    },
    () => 'door',
    'door',
  );
  const door = await mountLive(Door, { plugins: [keepErrors({ view: 'door', counts })], log });
  await expect(door.send('knock', '\u001b[2J')).rejects.toThrow('failed');
  expect([...counts]).toEqual([['event', 1]]);
  const [[text]] = log.warn.mock.calls as [[string]];
  expect(text.split('\n')[0]).toBe(
    String.raw`[harbour:keep-errors] A region of door failed: Error: Nobody knows \u001b[2J`,
  );
});
