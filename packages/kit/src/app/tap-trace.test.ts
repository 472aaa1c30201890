import { afterEach, expect, test } from 'vitest';

import { deferred } from '../../test/deferred.js';
import { parsePage } from '../testing/dom.js';
import { deny } from '../core/deny.js';
import { defineLive } from '../live/author/define.js';
import { serveViews, type Site, type SiteOptions } from '../../test/visitor.js';
import { tapTrace, tapTracePath } from './tap-trace.js';

let site: Site;
afterEach(async () => {
  tapTrace.end();
  await site.stop();
});

const View = defineLive(
  { mount: () => ({ count: 0 }), events: { add: (live) => live.assign({ count: 1 }) } },
  ({ state }) => String(state.count),
  'view',
);

/** The cells of the list. */
async function list(): Promise<string[][]> {
  const { html } = await site.visit(tapTracePath);
  return parsePage(html)
    .querySelectorAll('tbody tr')
    .map((row) => row.querySelectorAll('td').map((cell) => cell.text));
}

const serve = async (options: SiteOptions) => (site = await serveViews({ view: View }, options));

test('in development, each tap is listed with its hook, plugin, time, kind and outcome', async () => {
  await serve({
    taps: ({ beforeEvent, onResponse }) => {
      beforeEvent.tap(async () => deny('Not you.'));
      onResponse.tap(() => {
        throw new Error('<b>on purpose</b>');
      });
    },
  });
  expect(await list()).toEqual([]);
  const { line } = await site.open();
  await line.ask([1, 1, 'add']);
  const told = await list();
  const time = expect.stringMatching(/^\d+(?:\.\d)?$/);
  const plugin = 'test:watch';
  expect(told).toContainEqual(['event view.add', 'beforeEvent', plugin, time, 'async', 'refused']);
  expect(told).toContainEqual(['join view', 'beforeJoin', plugin, time, 'sync', 'ok']);
  const failed = 'failed: <b>on purpose</b>';
  expect(told).toContainEqual(['GET /', 'onResponse', plugin, time, 'sync', failed]);
  const works = told.map(([work]) => work!);
  expect(works.indexOf('event view.add')).toBeLessThan(works.indexOf('join view'));
  expect(works.indexOf('join view')).toBeLessThan(works.indexOf('GET /'));
});

test('a tap that has not answered yet is listed without a time', async () => {
  const answered = deferred<void>();
  await serve({ taps: ({ onConnect }) => onConnect.tap(() => answered.promise) });
  await list();
  await site.connect('');
  expect(await list()).toContainEqual([
    'nobody asked for it ',
    'onConnect',
    'test:watch',
    '',
    'async',
    'runs',
  ]);
  answered.resolve();
});

test('the list is bounded, and what visitors send is escaped in it', async () => {
  await serve({});
  await list();
  for (let i = 0; i < 101; i++) await site.visit(`/?${i}`);
  await site.visit('/%3Cb%3E\u202e');
  const { html } = await site.visit(tapTracePath);
  expect(tapTrace.works).toHaveLength(100);
  expect(html).toContain('GET /%3Cb%3E');
  expect(html).not.toMatch(/<b>|\u202e/);
});

test('in production there is no such list', async () => {
  await serve({ mode: 'production' });
  expect((await site.visit(tapTracePath)).response.status).toBe(404);
  await site.visit();
  expect(tapTrace.works).toEqual([]);
});
