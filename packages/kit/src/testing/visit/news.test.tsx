import { once } from 'node:events';

import { expect, onTestFinished, test } from 'vitest';

import { defineLive } from '../../live/author/define.js';
import type { LiveView } from '../../live/author/define.js';
import { createTestApp } from '../create-test-app.js';
import { stopTestClock } from '../plugins/test-clock.js';
import { liveVisitor } from './visit.js';

/** What others do, and time, shows on the page of a visitor who does nothing. */
const Harbour = defineLive(
  {
    mount: ({ subscribe, every }) => {
      subscribe('harbour');
      every(1_000, 'tick');
      return { ships: 0, seconds: 0 };
    },
    events: { land: (live) => live.publish('harbour', 'ship') },
    messages: {
      harbour: (live) => live.assign({ ships: live.state.ships + 1 }),
      tick: (live) => live.assign({ seconds: live.state.seconds + 1 }),
    },
  },
  ({ state, on }) => (
    <main>
      <button lv-click={on.land()}>Land</button>
      {state.ships > 1 && <button lv-click={on.land()}>Land again</button>}
      <p>{`${state.ships} ships after ${state.seconds} s`}</p>
    </main>
  ),
  'harbour',
);

const app = () =>
  createTestApp({
    routes: { 'index.tsx': { default: () => <Harbour /> } },
    views: { harbour: Harbour as LiveView },
  });

test('a visitor sees what others do, and what the app publishes', async () => {
  const harbour = app();
  const ann = liveVisitor(harbour)('/');
  const ben = liveVisitor(harbour)('/');
  await ann.see('0 ships');
  await ben.click('Land');
  await ann.see('1 ships');
  await harbour.publish('harbour', 'ship');
  await ann.click('Land again').see('3 ships');
  await ben.see('3 ships').seeNot('1 ships');
});

test('a visitor sees what timers do', async () => {
  const clock = stopTestClock();
  onTestFinished(() => clock.restart());
  const ann = liveVisitor(app())('/');
  await ann.see('after 0 s');
  clock.advance(1_000);
  await ann.see('after 1 s');
});

test('a failure leads to its step in the test', async () => {
  const failure = await liveVisitor(app())('/')
    .see('0 ships')
    .see('storm')
    .click('Land')
    .then(undefined, (error: unknown) => error);
  const [first] = (failure as Error).stack!.split('\n').filter((line) => /^ +at /.test(line));
  expect(first).toContain('news.test.tsx');
});

test('a failure of a visit that nobody awaits is not lost', async () => {
  const runners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  onTestFinished(() => void runners.forEach((runner) => process.on('unhandledRejection', runner)));
  const lost = once(process, 'unhandledRejection');
  liveVisitor(app())('/').see('storm');
  const [failure] = await lost;
  expect(String(failure)).toContain('"storm" is not on the page');
});
