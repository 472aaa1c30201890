import type { Refusal, Update } from '@skerry/wire';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { Channel, type ChannelDelegate } from './channel.js';
import type { IncomingUpdate, LiveEvent } from './live-event.js';
import type { Connection } from './connection.js';

beforeEach(() => {
  vi.useFakeTimers();
  // The first attempt waits 250 ms, the next 500 ms.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A region and a connection of one channel; both write down their calls. */
class World implements ChannelDelegate {
  readonly topic = 'lv:a';
  isBehind = false;
  readonly log: string[] = [];
  readonly channel: Channel;
  #number = 0;

  constructor() {
    const connection = {
      addMember: () => this.log.push('added'),
      removeMember: () => this.log.push('removed'),
      claim: () => ++this.#number,
      release: () => {},
      send: (...frame: unknown[]) => this.log.push(described(frame)),
    };
    // seam: all of a connection that a channel uses
    this.channel = new Channel(connection as unknown as Connection, this);
  }

  joinPayload() {
    return { token: 'token' };
  }

  takeUpdate({ update, answer, reply, joins }: IncomingUpdate): void {
    const answered = answer ? ` to ${answer.name}: ${String(reply)}` : '';
    this.log.push(`update ${JSON.stringify(update)}${joins ? ' of a join' : ''}${answered}`);
  }

  takeRefusal({ code }: Refusal, event?: LiveEvent): void {
    this.log.push(`refused ${event?.name ?? 'join'}: ${code}`);
  }

  showState(state: string): void {
    this.log.push(state);
  }

  rejoin(): void {}

  push(...names: string[]): void {
    for (const name of names) this.channel.pushEvent({ type: 'click', name, value: null });
  }

  pushParallel(...names: string[]): void {
    for (const name of names)
      this.channel.pushEvent({ type: 'click', name, value: null, isParallel: true });
  }

  answer(ref: number, diff: Update = {}, reply?: unknown): void {
    this.channel.onFrame([1, ref, diff, reply], '');
  }

  refuse(ref: number, code: string): void {
    this.channel.onFrame([1, ref, null, { code, reason: '' }], '');
  }

  /** Opens the connection, and has the join answered. */
  join(diff: Update = {}): void {
    this.channel.onOpened();
    this.answer(0, diff);
  }

  crash(): void {
    this.channel.onFrame([1, 'crash', { code: 'failed', reason: '' }], '');
  }
}

const tree: Update = { s: 1 };

function described([channel, ref, what]: unknown[]): string {
  if (what === undefined) return `leave ${channel}`;
  return typeof what === 'string' ? `event ${channel}.${ref} ${what}` : `join ${channel}`;
}

/** The calls that follow from some steps, after a join and without the states. */
function callsOf(steps: (world: World) => void): string[] {
  const world = new World();
  world.join();
  world.log.length = 0;
  steps(world);
  return world.log.filter((call) => !/^(connecting|live|offline)$/.test(call));
}

type Row = [title: string, steps: (world: World) => void, calls: string[]];

test('a channel is added to its connection, joins when that opens, and is live once the join is answered', () => {
  const world = new World();
  world.channel.start();
  world.push('a');
  world.join(tree);
  expect(world.log).toEqual([
    'connecting',
    'added',
    'connecting',
    'join 1',
    'live',
    'update {"s":1} of a join',
    'event 1.1 a',
  ]);
});

describe('the events of a channel', () => {
  test.each<Row>([
    [
      'are sent one by one, each after the answer to the one before',
      (world) => {
        world.push('a', 'b');
        world.answer(1, {}, 'done');
      },
      ['event 1.1 a', 'update {} to a: done', 'event 1.2 b'],
    ],
    [
      'are answered once, and by their own number',
      (world) => {
        world.push('a');
        world.answer(2);
        world.answer(1);
        world.answer(1);
      },
      ['event 1.1 a', 'update {} to a: undefined'],
    ],
    [
      'do not wait for one that is refused',
      (world) => {
        world.push('a', 'b');
        world.refuse(1, 'invalid-payload');
      },
      ['event 1.1 a', 'refused a: invalid-payload', 'event 1.2 b'],
    ],
    [
      'wait while an update is not shown yet',
      (world) => {
        world.isBehind = true;
        world.push('a');
        world.isBehind = false;
        world.channel.flush();
      },
      ['event 1.1 a'],
    ],
    [
      'keep their number when the server asks for a pause, which grows',
      (world) => {
        world.push('a', 'b');
        world.refuse(1, 'rate-limited');
        vi.advanceTimersByTime(499);
        world.log.push('500 ms');
        vi.advanceTimersByTime(1);
        world.refuse(1, 'rate-limited');
        vi.advanceTimersByTime(999);
        world.log.push('1000 ms');
        vi.advanceTimersByTime(1);
      },
      ['event 1.1 a', '500 ms', 'event 1.1 a', '1000 ms', 'event 1.1 a'],
    ],
    [
      'that do not wait keep their order when the server asks for a pause, and nothing overtakes them',
      (world) => {
        world.pushParallel('a', 'b');
        world.push('c');
        world.refuse(1, 'rate-limited');
        world.pushParallel('d');
        world.refuse(2, 'rate-limited');
        vi.advanceTimersByTime(500);
        world.answer(2);
        world.answer(3);
        world.answer(4);
      },
      [
        'event 1.1 a',
        'event 1.2 b',
        'event 1.2 a',
        'event 1.3 b',
        'event 1.4 d',
        'update {} to a: undefined',
        'update {} to b: undefined',
        'update {} to d: undefined',
        'event 1.5 c',
      ],
    ],
    [
      'are refused beyond a thousand waiting ones',
      (world) => world.push(...Array.from({ length: 1001 }, (_, i) => `${i}`)),
      ['event 1.1 0', 'refused 1000: queue-full'],
    ],
  ])('%s', (_, steps, calls) => {
    expect(callsOf(steps)).toEqual(calls);
  });
});

describe('after a dropped connection, a channel', () => {
  test.each<Row>([
    [
      'joins under another number, and sends an event without an answer again',
      (world) => {
        world.push('a', 'b');
        world.channel.onClosed();
        world.join();
      },
      ['event 1.1 a', 'join 2', 'update {} of a join', 'event 2.1 a'],
    ],
    [
      'drops the event that a lost region may have handled',
      (world) => {
        world.push('a', 'b');
        world.channel.onClosed();
        world.join(tree);
      },
      ['event 1.1 a', 'join 2', 'refused a: lost', 'update {"s":1} of a join', 'event 2.2 b'],
    ],
    [
      'gives up an event that the server could not read twice',
      (world) => {
        world.push('a', 'b');
        world.channel.onClosed(true);
        world.join();
        world.channel.onClosed(true);
        world.join();
      },
      [
        'event 1.1 a',
        'join 2',
        'update {} of a join',
        'event 2.1 a',
        'refused a: unreadable',
        'join 3',
        'update {} of a join',
        'event 3.2 b',
      ],
    ],
    [
      'keeps an event that was on its way during two other closes',
      (world) => {
        world.push('a');
        world.channel.onClosed(false);
        world.join();
        world.channel.onClosed(false);
        world.join();
      },
      [
        'event 1.1 a',
        'join 2',
        'update {} of a join',
        'event 2.1 a',
        'join 3',
        'update {} of a join',
        'event 3.1 a',
      ],
    ],
  ])('%s', (_, steps, calls) => {
    expect(callsOf(steps)).toEqual(calls);
  });
});

describe('a channel whose region', () => {
  test.each<Row>([
    [
      'crashed joins again, later each time',
      (world) => {
        world.crash();
        vi.advanceTimersByTime(250);
        world.answer(0, tree);
        world.crash();
        vi.advanceTimersByTime(499);
        world.log.push('500 ms');
        vi.advanceTimersByTime(1);
      },
      ['join 2', 'update {"s":1} of a join', '500 ms', 'join 3'],
    ],
    [
      'is unknown to the server joins again',
      (world) => {
        world.push('a');
        world.refuse(1, 'not-joined');
        vi.advanceTimersByTime(250);
      },
      ['event 1.1 a', 'join 2'],
    ],
    [
      'was closed is ended, and refuses its waiting events',
      (world) => {
        world.push('a', 'b');
        world.channel.onFrame([1, 'close'], '');
        vi.runAllTimers();
      },
      ['event 1.1 a', 'leave 1', 'ended', 'removed', 'refused a: ended', 'refused b: ended'],
    ],
    [
      'has gone from the page leaves',
      (world) => world.channel.stop('ended'),
      ['leave 1', 'ended', 'removed'],
    ],
    [
      'is lost on the page joins again at once, and later the next time',
      (world) => {
        world.channel.restart(true);
        vi.advanceTimersByTime(0);
        world.channel.restart(true);
        vi.advanceTimersByTime(499);
        world.log.push('500 ms');
        vi.advanceTimersByTime(1);
      },
      ['join 2', '500 ms', 'join 3'],
    ],
  ])('%s', (_, steps, calls) => {
    expect(callsOf(steps)).toEqual(calls);
  });
});

describe('a refused join', () => {
  test.each(['failed', 'timeout', 'rate-limited'])('is tried again after %s', (code) => {
    const world = new World();
    world.channel.onOpened();
    world.refuse(0, code);
    vi.advanceTimersByTime(250);
    expect(world.log.filter((call) => call.startsWith('join'))).toEqual(['join 1', 'join 2']);
  });

  test.each(['bad-token', 'stale', 'denied'])('is final after %s', (code) => {
    const world = new World();
    world.channel.onOpened();
    world.refuse(0, code);
    vi.runAllTimers();
    expect(world.log.slice(2)).toEqual(['failed', 'removed', `refused join: ${code}`]);
  });
});
