import { describe, expect, test, vi } from 'vitest';

import { loneRegion, type LoneRegionOptions } from '../../../test/lone-region.js';
import { deny } from '../../core/deny.js';
import { fail } from '../../core/errors.js';
import { defineLive } from '../author/define.js';
import type { LiveContext } from '../author/contexts.js';
import { Turn } from './turn.js';

interface State {
  count: number;
  tides?: unknown;
}

type Work = (live: LiveContext<State>) => unknown;

const view = defineLive({ mount: () => ({}) }, () => null, 'tides');

/** A turn of a region that counts from one. */
function begin(options: LoneRegionOptions = {}) {
  const { region, errors } = loneRegion(view, { state: { count: 1 }, ...options });
  return { region, errors, turn: new Turn(region, 'act') };
}

const add: Work = (live) => live.assign({ count: live.state.count + 1 });
const load: Work = (live) => live.load('tides' as never, async () => 'high' as never);

const stagings: Record<string, [work: Work, staged: object]> = {
  'no call': [() => {}, {}],
  assign: [add, { state: { count: 2 } }],
  'assign twice': [
    (live) => {
      add(live);
      add(live);
    },
    { state: { count: 3 } },
  ],
  emit: [
    (live) => {
      live.emit('saved', { id: 1 });
      live.emit('seen');
    },
    {
      meta: {
        e: [
          ['saved', { id: 1 }],
          ['seen', null],
        ],
      },
    },
  ],
  announce: [(live) => live.announce('2 found'), { meta: { e: [['skerry:announce', '2 found']] } }],
  title: [(live) => live.title('Tides'), { meta: { t: 'Tides' } }],
  redirect: [(live) => live.redirect('/tides'), { meta: { to: '/tides' } }],
  resetForm: [(live) => live.resetForm(), { meta: { reset: true } }],
  subscribe: [(live) => live.subscribe('news'), { effects: 1 }],
  unsubscribe: [(live) => live.unsubscribe('news'), { effects: 1 }],
  publish: [(live) => live.publish('news', 'high'), { effects: 1 }],
  load: [load, { state: { count: 1, tides: { status: 'pending' } }, effects: 1 }],
  'session.end': [(live) => live.session.end(), { effects: 1 }],
};

const staged = (turn: Turn) => {
  const { state, meta, effects } = turn.takeStaged();
  return { state, meta, effects: effects.length };
};
const nothing = { state: undefined, meta: undefined, effects: 0 };

describe('a turn', () => {
  test.each(Object.entries(stagings))('stages %s once and commits nothing', (_, [work, what]) => {
    const { region, turn } = begin();
    work(turn.live);
    expect(region.state).toEqual({ count: 1 });
    expect(staged(turn)).toEqual({ ...nothing, ...what });
    expect(staged(turn)).toEqual(nothing);
  });

  test('shows its handler the state that it has staged', () => {
    const { turn } = begin();
    add(turn.live);
    expect(turn.live.state).toEqual({ count: 2 });
  });

  test('keeps the last answer of its handler', () => {
    const { turn } = begin();
    turn.live.reply('first');
    turn.live.reply('second');
    expect(turn.answer).toBe('second');
  });

  test('keeps the word that what the visitor sent is invalid, over a flush too', async () => {
    const { turn } = begin();
    expect(turn.takeStaged().isInvalid).toBeUndefined();
    turn.live.invalid();
    await turn.live.flush();
    expect(turn.takeStaged().isInvalid).toBe(true);
  });

  test.each([
    [true, 1],
    [false, 0],
  ])('warns of mistakes of the app in development (%s)', (development, times) => {
    const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const { turn } = begin({ development, log });
    turn.warn(fail('bad-topic', { topic: 1 }));
    expect(log.warn).toHaveBeenCalledTimes(times);
  });

  test('ends the session after all other effects', () => {
    const did: string[] = [];
    const { region, turn } = begin({
      tap: ({ onBroadcast }) => onBroadcast.tap(() => void did.push('published')),
    });
    vi.spyOn(region.session, 'end').mockImplementation(() => void did.push('session ended'));
    turn.live.session.end();
    turn.live.publish('news');
    for (const effect of turn.takeStaged().effects) effect();
    expect(did).toEqual(['published', 'session ended']);
  });

  test('that ends aborts its signal and takes back subscriptions that are not committed', () => {
    const { region, turn } = begin();
    const { signal } = turn.live;
    turn.live.subscribe('kept');
    for (const effect of turn.takeStaged().effects) effect();
    turn.live.subscribe('news');
    expect(region.subscriptions.held).toEqual([{ topic: 'kept' }, { topic: 'news' }]);
    turn.end();
    expect(signal.aborted).toBe(true);
    expect(region.subscriptions.held).toEqual([{ topic: 'kept' }]);
  });

  test.each([
    ['another patch replaces the assigned one', { count: 9 }, { count: 9 }],
    ['a denial stops the handler', deny(), undefined],
  ])('asks beforeAssign: %s', (_, answer, state) => {
    const { turn } = begin({ tap: (hooks) => hooks.beforeAssign.tap(() => answer) });
    const work = () => add(turn.live);
    if (state) work();
    else expect(work).toThrow(expect.objectContaining({ code: 'denied' }));
    expect(turn.takeStaged().state).toEqual(state);
  });
});

describe('a turn that is over', () => {
  const late: [string, Work][] = Object.entries(stagings)
    .filter(([call]) => !/ /.test(call))
    .map(([call, [work]]) => [call, work]);

  test.each(late)('stages no %s and reports the call once', (_, work) => {
    const { errors, turn } = begin();
    turn.closeTurn();
    work(turn.live);
    work(turn.live);
    expect(staged(turn)).toEqual(nothing);
    expect(errors).toEqual(['late: turn-ended']);
  });

  test('takes no answer', () => {
    const { errors, turn } = begin();
    turn.closeTurn();
    turn.live.reply('late');
    expect(turn.answer).toBeUndefined();
    expect(errors).toEqual(['late: turn-ended']);
  });

  test('calls nothing invalid any more', () => {
    const { errors, turn } = begin();
    turn.closeTurn();
    turn.live.invalid();
    expect(turn.takeStaged().isInvalid).toBeUndefined();
    expect(errors).toEqual(['late: turn-ended']);
  });

  test('reports nothing where its region has ended', () => {
    const { region, errors, turn } = begin();
    turn.closeTurn();
    region.endRegion('left');
    add(turn.live);
    expect(errors).toEqual([]);
  });
});

describe('a flush', () => {
  test('commits the staged state, so that the end of the turn commits the rest', async () => {
    const { region, turn } = begin();
    add(turn.live);
    await turn.live.flush();
    expect(region.state).toEqual({ count: 2 });
    add(turn.live);
    expect(turn.takeStaged().state).toEqual({ count: 3 });
    expect(region.state).toEqual({ count: 2 });
  });

  test('after the turn commits nothing and is reported', async () => {
    const { region, errors, turn } = begin();
    add(turn.live);
    turn.closeTurn();
    await turn.live.flush();
    expect(region.state).toEqual({ count: 1 });
    expect(errors).toEqual(['late: turn-ended']);
  });

  test('rejects where the turn ends before it is done, so that the handler stops', async () => {
    const { turn } = begin();
    const flushed = turn.live.flush();
    turn.end();
    await expect(flushed).rejects.toMatchObject({ code: 'turn-ended' });
  });

  test('beyond the limit of a turn rejects', async () => {
    const { turn } = begin({ limits: { maxFlushes: 1 } });
    await turn.live.flush();
    await expect(turn.live.flush()).rejects.toMatchObject({ code: 'too-many-flushes' });
  });
});

test('sanitize cleans markup, also when the turn is over', () => {
  const { turn } = begin();
  const clean = () => turn.live.sanitize('<b onclick="a()">x');
  expect(clean()).toBe('<b>x</b>');
  turn.end();
  expect(clean()).toBe('<b>x</b>');
});
