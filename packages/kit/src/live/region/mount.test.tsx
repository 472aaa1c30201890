import { afterEach, beforeEach, expect, test } from 'vitest';

import { deny, redirect } from '../../core/deny.js';
import { defaultLimits } from '../../core/limits.js';
import { stopClock } from '../../../test/clock.js';
import { type Deferred, deferred } from '../../../test/deferred.js';
import { type Host, serveViews, type Site, type SiteOptions } from '../../../test/visitor.js';
import { unsafeHtml } from '../../template/raw.js';
import { mountLive } from '../../testing/mount-live.js';
import { defineLive } from '../author/define.js';

let site: Site;
afterEach(() => site.stop());

let act: 'work' | 'wait' | 'fail' | 'badState';
/** A mount that waits has begun. */
let begun: Deferred;
let gate: Deferred;
let aborted: number;
let reasons: string[];
beforeEach(() => {
  act = 'work';
  begun = deferred();
  gate = deferred();
  aborted = 0;
  reasons = [];
});

const View = defineLive(
  {
    async mount({ signal, subscribe }): Promise<{ value: unknown }> {
      signal.addEventListener('abort', () => aborted++);
      subscribe('topic');
      if (act === 'wait') {
        begun.resolve();
        await gate.promise;
      }
      if (act === 'fail') throw new Error('on purpose');
      return { value: act === 'badState' ? () => {} : 1 };
    },
    events: { tell: (live) => live.publish('topic') },
    messages: { topic: (live) => live.assign({ value: 'told' }) },
    unmount: (_, reason) => void reasons.push(reason),
  },
  ({ state }) => <p>{String(state.value)}</p>,
  'view',
);

/** Opens a page and loses its region, so that the next join mounts a new one. */
async function lose(
  options?: SiteOptions,
): Promise<{ join: () => Promise<readonly any[]>; host: Host }> {
  site = await serveViews({ view: View }, options);
  const { line, host } = await site.open();
  await line.ask([1, 9]);
  await line.next();
  return { join: () => line.join(1, host, { have: 0, page: 'page' }), host };
}

test('a region that is gone is mounted again, whatever version its browser has', async () => {
  const { join } = await lose();
  expect(await join()).toEqual([1, 0, { s: [expect.any(Number), '<p data-s="0"></p>'], d: ['1'] }]);
  expect(site.calls('afterMount')).toHaveLength(2);
});

test('a region that shows nothing now is mounted again too', async () => {
  let shows = true;
  const Fading = defineLive({ mount: () => ({}) }, () => (shows ? <p>x</p> : null), 'fading');
  site = await serveViews({ fading: Fading });
  const { line, host } = await site.open();
  await line.ask([1, 9]);
  await line.next();
  shows = false;
  expect(await line.join(1, host, { have: 0, page: 'page' })).toMatchObject([1, 0, { d: [''] }]);
});

test('a mount that takes too long ends the join with `timeout`', async () => {
  const pass = stopClock();
  const { join } = await lose();
  act = 'wait';
  const late = join();
  await begun.promise;
  pass(defaultLimits.turnTimeout);
  expect(await late).toEqual([1, 0, null, expect.objectContaining({ code: 'timeout' })]);
  expect(aborted).toBe(1);
  expect(site.errors).toEqual(['handler-timeout']);
  gate.resolve();
  act = 'work';
  expect(await join()).toEqual([1, 0, expect.objectContaining({ d: ['1'] })]);
  // What was never mounted is not unmounted.
  expect(reasons).toEqual(['left']);
});

test('a mount that takes too long fails its page', async () => {
  const pass = stopClock();
  act = 'wait';
  site = await serveViews({ view: View });
  const visit = site.visit();
  await begun.promise;
  pass(defaultLimits.turnTimeout);
  expect((await visit).response.status).toBe(500);
  expect(site.errors).toEqual(['handler-timeout']);
});

test('a mount that throws, or returns no plain data, refuses the join', async () => {
  const { join } = await lose();
  act = 'fail';
  expect(await join()).toEqual([1, 0, null, expect.objectContaining({ code: 'failed' })]);
  act = 'badState';
  expect(await join()).toEqual([1, 0, null, expect.objectContaining({ code: 'failed' })]);
  expect(site.errors).toEqual(['on purpose', 'state-not-serialisable']);
  expect(reasons).toEqual(['left']);
});

test('in production a state is not checked', async () => {
  act = 'badState';
  site = await serveViews({ view: View }, { mode: 'production' });
  expect((await site.visit()).hosts[0]!.html).toContain('=');
});

test('a region that its browser leaves during the mount is never joined', async () => {
  const { host } = await lose();
  const line = site.connections[0]!;
  act = 'wait';
  line.receiveFrame(JSON.stringify([1, 0, { topic: host.topic, token: host.token, page: 'page' }]));
  await begun.promise;
  line.receiveFrame(JSON.stringify([1, 1]));
  await expect.poll(() => aborted).toBe(1);
  gate.resolve();
  await gate.promise;
  act = 'work';
  const { line: other } = await site.open('/', 'other');
  await other.ask([1, 1, 'tell']);
  expect(site.calls('onBroadcast')).toMatchObject([{ receivers: 1 }]);
  expect(site.calls('onJoin')).toHaveLength(2);
  expect(reasons).toEqual(['left']);
});

test('a region whose connection drops during the mount waits for the browser to come back', async () => {
  const pass = stopClock();
  const { host } = await lose();
  act = 'wait';
  const first = site.connections[0]!;
  first.receiveFrame(
    JSON.stringify([1, 0, { topic: host.topic, token: host.token, page: 'page' }]),
  );
  await begun.promise;
  first.close('reconnect', '');
  gate.resolve();
  await site.until(() => site.calls('afterMount').length === 2);
  // Nobody has entered it, and so nobody has left it.
  expect([site.calls('onJoin').length, site.calls('onLeave').length]).toEqual([1, 1]);
  pass(defaultLimits.parkTimeout);
  expect(reasons).toEqual(['left', 'expired']);
});

test('a guard may refuse a mount, in a page and in a join', async () => {
  let answer: ReturnType<typeof deny | typeof redirect> | undefined;
  const { join } = await lose({ taps: ({ beforeMount }) => beforeMount.tap(() => answer) });
  answer = deny('members only');
  expect((await site.visit()).response.status).toBe(403);
  expect(await join()).toEqual([1, 0, null, { code: 'denied', reason: 'members only' }]);
  answer = redirect('/login');
  const { response } = await site.visit();
  expect([response.status, response.headers.get('location')]).toEqual([303, '/login']);
  expect(await join()).toEqual([1, 0, { to: '/login' }]);
  answer = undefined;
  expect(await join()).toEqual([1, 0, expect.objectContaining({ d: ['1'] })]);
  expect(site.errors).toEqual([]);
  expect(reasons).toEqual(['left']);
});

test('calls of a mount that is over do nothing and are reported', async () => {
  const begun = deferred();
  const Late = defineLive(
    {
      mount({ subscribe, load }) {
        void gate.promise.then(() => {
          subscribe('topic');
          subscribe('topic');
          load('value', async () => begun.resolve());
          begun.resolve();
        });
        return { value: 1 as unknown };
      },
      messages: { topic: (live) => live.assign({ value: 'told' }) },
    },
    ({ state }) => <p>{String(state.value)}</p>,
    'late',
  );
  site = await serveViews({ late: Late });
  const { line } = await site.open();
  gate.resolve();
  await begun.promise;
  site.app.publish('topic');
  expect(await line.settled()).toEqual([]);
  expect(site.calls('onError').map(({ where, error }) => [where, error.message])).toEqual([
    [
      'late',
      'subscribe() was called in the live view "late" after the turn of "mount" had ended; it did nothing.',
    ],
    [
      'late',
      'load() was called in the live view "late" after the turn of "mount" had ended; it did nothing.',
    ],
  ]);
});

test('a mount cleans markup of visitors', async () => {
  const Note = defineLive(
    { mount: ({ sanitize }) => ({ html: sanitize('<b lv-click="a">x</b><script>a()</script>') }) },
    ({ state }) => <p>{unsafeHtml(state.html)}</p>,
    'note',
  );
  const note = await mountLive(Note);
  expect(note.html()).toBe('<p><b>x</b></p>');
});
