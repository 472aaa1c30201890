import type { BrowserHookName, BrowserPluginApi } from '@skerry/client/hooks';
import { defineLive } from '@skerry/kit';
import { mountLive } from '@skerry/kit/testing';
import { beforeEach, expect, test } from 'vitest';

import horn from './client.ts';
import { horn as plugin } from './index.ts';

const taps: Partial<Record<BrowserHookName, (payload: object) => unknown>> = {};
const tapOf = (hook: BrowserHookName) => ({
  tap: (fn: unknown) => void (taps[hook] = fn as (payload: object) => unknown),
});
const api: BrowserPluginApi<{ urgent: string[] }> = {
  name: 'harbour:horn',
  hooks: {
    connect: tapOf('connect'),
    disconnect: tapOf('disconnect'),
    beforePatch: tapOf('beforePatch'),
    afterPatch: tapOf('afterPatch'),
    event: tapOf('event'),
  },
  options: { urgent: ['honk'] },
  sendEvent: async () => null,
};
const call = (hook: BrowserHookName, payload: object = {}) => taps[hook]!(payload);

beforeEach(() => horn(api));

test('a horn is sounded while the connection is open, and other events at any time', () => {
  const events = () => ['honk', 'look'].map((name) => call('event', { name }));
  expect(events()).toEqual([false, undefined]);
  call('connect', { reconnects: false });
  expect(events()).toEqual([undefined, undefined]);
  call('disconnect', { reconnects: true });
  expect(events()).toEqual([false, undefined]);
});

test('the timeline of the browser has each update of a region', () => {
  const update = { host: { id: 'lv-a' }, bytes: 12, joins: false };
  call('beforePatch', update);
  call('afterPatch', update);
  expect(performance.getEntriesByName('lv-a: 12 bytes')).toHaveLength(1);
});

test('an app takes the plugin', async () => {
  const Ship = defineLive({ mount: () => ({}) }, () => 'ship');
  const ship = await mountLive(Ship, { plugins: [plugin({ urgent: ['honk'] })] });
  expect(ship.html()).toContain('ship');
});
