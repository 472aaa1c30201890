import { defineLive } from '@skerry/kit';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { testIsland } from '../../../../kit/test/islands.js';
import { type AnalyticsSite, firefox, serveAnalytics } from '../../../test/analytics-site.js';

const Counter = defineLive(
  {
    mount: () => ({ count: 0 }),
    events: {
      add: (live) => live.assign({ count: live.state.count + 1 }),
      fail() {
        throw new Error('on purpose, by Ann');
      },
    },
  },
  ({ state }) => <p>{state.count}</p>,
  'live/counter',
);
const Chart = testIsland('islands/chart.island', () => '<svg></svg>');

let site: AnalyticsSite;
beforeEach(async () => {
  site = await serveAnalytics({
    routes: { 'index.tsx': { default: () => [<Counter />, <Chart client:visible />] } },
    views: { 'live/counter': Counter },
  });
});
afterEach(() => site.stop());

/** Opens the page, and sends events of its region. */
async function sendEvents(events: string[], headers: Record<string, string> = {}): Promise<void> {
  const { hosts, cookie } = await site.visit('/', { headers: { ...firefox, ...headers } });
  const line = await site.connect(cookie, { headers: { ...firefox, ...headers } });
  await line.join(1, hosts[0]!, { have: 0, page: 'page' });
  for (const [i, event] of events.entries()) await line.ask([1, i + 1, event]);
  line.cut();
}

test('events are counted by live view and event, with their time', async () => {
  await sendEvents(['add', 'add', 'unheard-of']);
  expect(site.namesOf('event')).toEqual(['live/counter add', 'live/counter add']);
  expect(site.taken.find(({ metric }) => metric === 'event')!.value).toBeGreaterThan(0);
});

test.each([{ dnt: '1' }, { 'sec-gpc': '1' }])(
  'events of a visitor who asks not to be counted are not: %o',
  async (headers) => {
    await sendEvents(['add'], headers as Record<string, string>);
    expect(site.namesOf('event')).toEqual([]);
  },
);

test('mounts, renderings and islands are timed', async () => {
  await sendEvents(['add']);
  expect(site.namesOf('mount')).toEqual(['live/counter']);
  expect(site.namesOf('render')).toContain('live/counter');
  expect(site.namesOf('island')).toEqual(['islands/chart.island']);
});

test('errors are counted by where they were and who failed, without their texts', async () => {
  await sendEvents(['fail']);
  expect(site.namesOf('error')).toEqual(['event live/counter']);
  expect(JSON.stringify(site.taken)).not.toContain('Ann');
});

test('errors that nothing caught are counted too, and that a region was reset', async () => {
  site.app.panic(new Error('on purpose'));
  expect(site.namesOf('error')).toEqual(['uncaught', 'panic']);
});
