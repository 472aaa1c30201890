import type { Socket } from 'node:net';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';

import { deny, redirect } from '../core/deny.js';
import { defineLive, event } from '../live/author/define.js';
import { stopClock } from '../../test/clock.js';
import { type Deferred, deferred } from '../../test/deferred.js';
import {
  type Host,
  type Line,
  type Opened,
  serveViews,
  type Site,
  type SiteOptions,
} from '../../test/visitor.js';

let site: Site;
let gate: Deferred;
let ran: unknown[];
beforeEach(() => {
  gate = deferred();
  ran = [];
});
afterEach(() => site.stop());

const Counter = defineLive(
  {
    mount: () => ({ count: 0, slow: 0 }),
    events: {
      add(live) {
        ran.push('add');
        live.assign({ count: live.state.count + 1 });
        live.emit('added');
        live.reply(live.state.count);
      },
      typed: event(z.object({ n: z.number() }), (_, { n }) => void ran.push(n)),
      echo: (live, payload) => live.reply(payload),
      async wait(live) {
        ran.push('wait');
        await gate.promise;
        live.assign({ count: live.state.count + 1 });
        live.reply('waited');
      },
      fail() {
        throw new Error('on purpose');
      },
      slow(live) {
        const started = performance.now();
        while (performance.now() - started < 10);
        live.assign({ slow: live.state.slow + 1 });
        ran.push(live.state.slow);
      },
    },
  },
  ({ state }) => <p>{state.count}</p>,
  'counter',
);

const serve = async (options?: SiteOptions): Promise<Site> =>
  (site = await serveViews({ counter: Counter }, options));

const refused = (code: string) => expect.objectContaining({ code });

/** Opens two pages; each frame of the bad one must leave the good one alone. */
async function openTwo(options?: SiteOptions): Promise<{ bad: Opened; good: Opened }> {
  await serve(options);
  return { bad: await site.open(), good: await site.open('/', 'good') };
}

const works = async ({ line }: Opened): Promise<void> => {
  expect(await line.ask([1, 1, 'add'])).toEqual([1, 1, { 0: '1', e: [['added', null]] }, 1]);
};

describe('a message that cannot be handled is answered once, and harms nothing else:', () => {
  let line: Line;
  let opened: Opened;
  const lastWorks = async (errors: string[]) => {
    expect(site.errors).toEqual(errors);
    expect(await line.ask([1, 9, 'add'])).toEqual([1, 9, { 0: '1', e: [['added', null]] }, 1]);
    expect(await line.settled()).toEqual([]);
  };
  beforeEach(async () => {
    await serve();
    opened = await site.open();
    ({ line } = opened);
  });

  test('an event that the view does not declare', async () => {
    const names = [
      'nothing',
      'constructor',
      '__proto__',
      'mount',
      'render',
      'toString',
      'hasOwnProperty',
      'add ',
    ];
    for (const [i, name] of names.entries())
      expect(await line.ask([1, i + 1, name])).toEqual([1, i + 1, null, refused('unknown-event')]);
    await lastWorks(names.map(() => 'unknown-event'));
    expect(site.calls('onError')[0]!.region).toMatchObject({ id: opened.host.id, view: 'counter' });
  });

  test('a payload that its schema refuses', async () => {
    expect(await line.ask([1, 1, 'typed', { n: 'x' }])).toEqual([
      1,
      1,
      null,
      refused('invalid-payload'),
    ]);
    expect(await line.ask([1, 2, 'typed', { n: 5 }])).toEqual([1, 2, {}]);
    expect(ran).toEqual([5]);
    await lastWorks(['invalid-payload']);
  });

  test('a payload with the keys of a promise or a prototype is plain data', async () => {
    // oxlint-disable-next-line no-thenable -- the case under test
    const payload = { then: 'x', constructor: 'x', prototype: { admin: true }, toJSON: 'x' };
    expect(await line.ask([1, 1, 'echo', payload])).toEqual([1, 1, {}, payload]);
    await lastWorks([]);
  });

  test('an event that is too large', async () => {
    expect(await line.ask([1, 1, 'echo', 'x'.repeat(64 * 1024)])).toEqual([
      1,
      1,
      null,
      {
        code: 'too-large',
        reason: `The event "echo" takes ${64 * 1024 + 15} bytes, and the server takes 65536 (maxPayload).`,
      },
    ]);
    await lastWorks([]);
  });

  test('a name that is too long', async () => {
    expect(await line.ask([1, 1, 'x'.repeat(300)])).toEqual([1, 1, null, refused('bad-payload')]);
    await lastWorks([]);
  });

  test('an event, a leave or a join for a channel or region that does not exist', async () => {
    expect(await line.ask([7, 1, 'add'])).toEqual([7, 1, null, refused('not-joined')]);
    expect(await line.ask([7, 2])).toEqual([7, 2, {}]);
    expect(await line.ask([7, 0, { topic: 'lv:x', token: 'y' }])).toEqual([
      7,
      0,
      null,
      refused('stale'),
    ]);
    expect(await line.ask([7, 0, { topic: 'lv:x' }])).toEqual([7, 0, null, refused('bad-payload')]);
    expect(await line.ask([7, 0, { topic: 'x', token: 'y' }])).toEqual([
      7,
      0,
      null,
      refused('unmatched topic'),
    ]);
    await lastWorks([]);
  });

  test('a handler that throws', async () => {
    expect(await line.ask([1, 1, 'fail'])).toEqual([1, 1, null, refused('failed')]);
    await lastWorks(['on purpose']);
  });
});

describe('channels', () => {
  test('end with a leave, and so does their region', async () => {
    await serve();
    const { line, host } = await site.open();
    await line.ask([1, 1, 'add']);
    expect(await line.ask([1, 2])).toEqual([1, 2, {}]);
    expect(await line.next()).toEqual([1, 'close']);
    expect(await line.ask([1, 3, 'add'])).toEqual([1, 3, null, refused('not-joined')]);
    expect(await line.join(1, host, { have: 1, page: 'page' })).toMatchObject([1, 0, { d: ['0'] }]);
  });

  test('are limited in number', async () => {
    await serve({ limits: { maxChannels: 3, joinRate: 100_000 } });
    const { line, host, cookie } = await site.open();
    expect((await line.join(2, host, { page: 'b' }))[2]).not.toBeNull();
    expect((await line.join(3, host, { page: 'c' }))[2]).not.toBeNull();
    expect(await line.join(4, host, { page: 'd' })).toEqual([
      4,
      0,
      null,
      refused('too-many-channels'),
    ]);
    expect(await (await site.connect(cookie)).join(4, host, { page: 'd' })).toMatchObject([
      4,
      0,
      { d: ['0'] },
    ]);
    await line.ask([2, 1]);
    expect((await line.join(4, host, { page: 'e' }))[2]).not.toBeNull();
    await line.settled();
    expect(await line.ask([4, 1, 'add'])).toMatchObject([4, 1, { 0: '1' }, 1]);
  });

  test('are limited to a hundred by default', async () => {
    await serve({
      routes: { 'index.tsx': { default: () => Array.from({ length: 101 }, () => <Counter />) } },
      limits: { maxParkedPerSession: 200 },
    });
    const { hosts, cookie } = await site.visit();
    const line = await site.connect(cookie);
    for (const [i, { topic, token }] of hosts.entries())
      line.send([i + 1, 0, { topic, token, have: 0, page: 'p' }]);
    const frames = await line.settled();
    expect(frames.slice(0, 100)).toEqual(hosts.slice(1).map((_, i) => [i + 1, 0, {}]));
    expect(frames[100]).toEqual([101, 0, null, refused('too-many-channels')]);
  });

  test('are replaced by a second join, and their region stays', async () => {
    await serve();
    const { line, host } = await site.open();
    await line.ask([1, 1, 'add']);
    const { topic, token } = host;
    line.send([1, 0, { topic, token, have: 1, page: 'page' }]);
    expect(await line.settled()).toEqual([
      [1, 'close'],
      [1, 0, {}, 1],
    ]);
    expect(await line.ask([1, 2, 'add'])).toMatchObject([1, 2, { 0: '2' }, 2]);
    expect(site.calls('onReconnect')).toEqual([]);
    expect([site.calls('onJoin').length, site.calls('onLeave').length]).toEqual([2, 1]);
  });

  test('get templates again if their page is lost, and only then', async () => {
    await serve();
    const { line, host } = await site.open();
    const known = expect.any(Number);
    const markup = [known, '<p data-s="0"></p>'];
    const tree = async (channel: number, have?: number) => {
      const rest = have === undefined ? { page: 'page' } : { page: 'page', have };
      return (await line.join(channel, host, rest))[2];
    };
    expect(await tree(2)).toEqual({ s: markup, d: ['0'] });
    expect(await tree(3)).toEqual({ s: markup, d: ['0'] });
    expect(await tree(4, 99)).toEqual({ s: known, d: ['0'] });
    expect(await tree(5)).toEqual({ s: markup, d: ['0'] });
  });

  test('may join another region, and the first one is parked', async () => {
    await serve({ routes: { 'index.tsx': { default: () => [<Counter />, <Counter />] } } });
    const { hosts, cookie } = await site.visit();
    const [first, second] = hosts as [Host, Host];
    const line = await site.connect(cookie);
    const have = { have: 0, page: 'page' };
    await line.join(1, first, have);
    line.send([1, 0, { topic: second.topic, token: second.token, ...have }]);
    expect(await line.settled()).toEqual([
      [1, 'close'],
      [1, 0, {}],
    ]);
    expect(site.calls('onLeave')).toMatchObject([{ region: { id: first.id } }]);
    await line.ask([1, 1, 'add']);
    expect(await line.join(2, first, have)).toEqual([2, 0, {}]);
  });

  test('of Phoenix clients drop messages for a former channel', async () => {
    await serve();
    const { hosts, cookie } = await site.visit();
    const [{ topic, token }] = hosts as [Host];
    const line = await site.connect(cookie, { version: '2.0.0' });
    const beat = async () => {
      line.send([null, 'beat', 'phoenix', 'heartbeat', {}]);
      await line.next(([, ref]) => ref === 'beat');
      return line.frames.splice(0);
    };
    const click = { type: 'click', event: 'add', value: null };
    line.send(['1', '1', topic, 'phx_join', { token }]);
    line.send(['2', '2', topic, 'phx_join', { token }]);
    expect((await beat()).map((frame) => [frame[0], frame[1], frame[3]])).toEqual([
      ['1', '1', 'phx_reply'],
      ['1', '1', 'phx_close'],
      ['2', '2', 'phx_reply'],
    ]);
    line.send(['1', '3', topic, 'event', click]);
    line.send(['1', '4', topic, 'phx_leave', {}]);
    expect(await beat()).toEqual([]);
    expect(ran).toEqual([]);
    line.send(['2', '5', topic, 'event', click]);
    expect(await line.next()).toEqual([
      '2',
      '5',
      topic,
      'phx_reply',
      { status: 'ok', response: { diff: { 0: '1', e: [['added', null]] }, reply: 1 } },
    ]);
    line.send(['2', '6', topic, 'shout', {}]);
    expect(await line.next()).toMatchObject([
      '2',
      '6',
      topic,
      'phx_reply',
      { status: 'error', response: { reason: 'unmatched topic' } },
    ]);
  });
});

describe('a connection begins', () => {
  test('without a message, if events may be as large as by default', async () => {
    await serve();
    const line = await site.connect('');
    expect(await line.settled()).toEqual([]);
  });

  test('with the limit on the size of events, if the app sets another', async () => {
    await serve({ limits: { maxPayload: 1000 } });
    const line = await site.connect('');
    expect(await line.settled()).toEqual([[0, 0, {}, { maxPayload: 1000 }]]);
  });
});

test('the answer to a heartbeat counts the frames sent on channels, so that a browser notices a lost one', async () => {
  await serve({
    taps: ({ beforeSend }) => {
      // A connection that loses frames.
      beforeSend.tap(({ text }) => (text.startsWith('[1,2,') ? deny('lost') : undefined));
    },
  });
  const { line } = await site.open();
  expect(await line.ask([0, 5])).toEqual([0, 5, {}, 1]);
  await line.ask([1, 1, 'add']);
  line.send([1, 2, 'add']);
  await line.ask([1, 3, 'add']);
  expect(await line.ask([0, 0])).toEqual([0, 0, {}, 4]);
  const other = await site.connect('');
  expect(await other.ask([0, 0])).toEqual([0, 0, {}, 0]);
});

describe('too many messages at once are refused:', () => {
  test('events, one by one, until there is room again', async () => {
    const pass = stopClock();
    await serve({ limits: { eventRate: 20, maxEventBurst: 3 } });
    const { line } = await site.open();
    for (let seq = 1; seq <= 5; seq++) line.send([1, seq, 'add']);
    const frames = await line.settled();
    expect(frames.map(([, seq, update]) => [seq, update && update[0]])).toEqual([
      [1, '1'],
      [2, '2'],
      [3, '3'],
      [4, null],
      [5, null],
    ]);
    expect(frames[4]).toEqual([1, 5, null, refused('rate-limited')]);
    pass(1000 / 20);
    expect(await line.ask([1, 6, 'add'])).toMatchObject([1, 6, { 0: '4' }, 4]);
  });

  test('joins', async () => {
    await serve({ limits: { maxChannels: 2, joinRate: 0.001 } });
    const { line, host } = await site.open();
    await line.ask([1, 1]);
    await line.join(1, host, { page: 'b' });
    await line.ask([1, 1]);
    expect(await line.join(1, host, { page: 'c' })).toEqual([1, 0, null, refused('rate-limited')]);
  });
});

describe('a connection that sends too many frames', () => {
  const limits = {
    frameRate: 0.001,
    maxFrameBurst: 50,
    eventRate: 0.001,
    maxEventBurst: 10,
    maxChannels: 50,
  };

  test.each<[kind: string, send: (line: Line, n: number) => void]>([
    ['heartbeats', (line, n) => line.send([0, n])],
    ['leaves', (line, n) => line.send([7, n])],
    ['events', (line, n) => line.send([1, n, 'add'])],
    ['joins', (line, n) => line.send([n + 1, 0, { topic: 'lv:x', token: 'y' }])],
    ['frames that cannot be read', (line, n) => line.send([n + 1, 0, { topic: 'x', token: 'y' }])],
    ['pings', (line) => line.socket.ping()],
    ['pongs', (line) => line.socket.pong()],
  ])('is closed, and what was too much is not looked at: %s', async (_, send) => {
    const { bad, good } = await openTwo({ limits });
    const [first] = site.connections;
    let pongs = 0;
    bad.line.socket.on('pong', () => pongs++);
    // One frame was its join, five may be dropped.
    for (let n = 1; n <= 49 + 5; n++) send(bad.line, n);
    await works(good);
    send(bad.line, 60);
    expect(await bad.line.closed).toBe(1008);
    expect(bad.line.frames.length + pongs).toBeLessThanOrEqual(49);
    const read = site.calls('afterReceive').filter(({ connection }) => connection === first);
    expect(read.length).toBeLessThanOrEqual(50);
    expect(site.calls('onDisconnect')).toMatchObject([{ code: 1008, reason: 'Too many frames.' }]);
    expect(await good.line.ask([1, 2, 'add'])).toMatchObject([1, 2, { 0: '2' }, 2]);
  });

  test('has some of them dropped first', async () => {
    const { bad } = await openTwo({ limits });
    for (let n = 1; n <= 49 + 5; n++) bad.line.send([0, n]);
    await vi.waitFor(() => expect(bad.line.frames).toHaveLength(49), { timeout: 30_000 });
    expect(site.connections[0]!.open).toBe(true);
  });

  test('may send as many events as their own limit allows, whatever the limit on frames', async () => {
    const { bad } = await openTwo({ limits: { ...limits, eventRate: 1e6, maxEventBurst: 200 } });
    for (let n = 1; n <= 100; n++) bad.line.send([1, n, 'add']);
    await bad.line.next(([, seq]) => seq === 100);
    expect(ran).toHaveLength(100);
  });

  test('counts a long frame as several, and may send the longest', async () => {
    const { bad } = await openTwo({ limits: { ...limits, maxPayload: 1024 * 1024 } });
    const long = (kilobytes: number) => 'x'.repeat(kilobytes * 1024);
    bad.line.send([1, 1, 'echo', long(100)]);
    bad.line.send([1, 2, 'echo', long(100)]);
    bad.line.send([1, 3, 'add']);
    await bad.line.next(([, seq]) => seq === 3);
    const answered = bad.line.frames.filter(([channel]) => channel === 1);
    expect(answered.map(([, seq]) => seq)).toEqual([1]);
    const next = await site.connect(bad.cookie);
    expect(await next.ask([1, 1, 'echo', long(900)])).toEqual([1, 1, null, refused('not-joined')]);
  });
});

test('a connection whose frames come all at once does not block the others', async () => {
  const { bad, good } = await openTwo();
  const { _socket } = bad.line.socket as unknown as { _socket: Socket };
  _socket.cork();
  for (let n = 1; n <= 10; n++) bad.line.send([1, n, 'slow']);
  _socket.uncork();
  good.line.send([1, 1, 'add']);
  await good.line.next(([, seq]) => seq === 1);
  expect(ran.length).toBeLessThan(10);
  // All of them arrive, in order.
  await bad.line.next(([, seq]) => seq === 10);
  expect(ran.filter((what) => what !== 'add')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

describe('an event that is sent again', () => {
  test('is answered, and not run again', async () => {
    await serve();
    const { line } = await site.open();
    await line.ask([1, 1, 'add']);
    const [, , , reply] = await line.ask([1, 2, 'add']);
    expect(reply).toBe(2);
    expect(await line.ask([1, 2, 'add'])).toEqual([1, 2, {}, 2]);
    expect(await line.ask([1, 1, 'add'])).toEqual([1, 1, {}]);
    await line.ask([1, 3, 'fail']);
    expect(await line.ask([1, 3, 'fail'])).toEqual([1, 3, null, refused('failed')]);
    expect(ran).toEqual(['add', 'add']);
    expect(site.errors).toEqual(['on purpose']);
  });

  test('over another connection, while its handler still runs, is not run again', async () => {
    await serve();
    const { line, host, cookie } = await site.open();
    line.send([1, 1, 'wait']);
    await site.until(() => ran.length === 1);
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 1);
    const next = await site.connect(cookie);
    next.send([1, 0, { topic: host.topic, token: host.token, have: 0, page: 'page' }]);
    expect(await next.settled()).toEqual([]);
    gate.resolve();
    // The join waits for the turn, counts its event, and brings its changes.
    expect(await next.next()).toEqual([1, 0, { 0: '1' }, 1]);
    expect(await next.ask([1, 1, 'wait'])).toEqual([1, 1, {}, 'waited']);
    expect(ran).toEqual(['wait']);
  });
});

describe('a join is guarded', () => {
  test('by beforeJoin the first time, and by beforeResume from then on', async () => {
    let answer: ReturnType<typeof deny | typeof redirect> | undefined;
    const asked: string[] = [];
    await serve({
      taps({ beforeJoin, beforeResume }) {
        beforeJoin.tap(async () => (asked.push('join'), answer));
        beforeResume.tap(async () => (asked.push('resume'), answer));
      },
    });
    const { hosts, cookie } = await site.visit();
    const [host] = hosts as [Host];
    const have = { have: 0, page: 'page' };
    let line = await site.connect(cookie);
    answer = deny('not yours');
    expect(await line.join(1, host, have)).toEqual([
      1,
      0,
      null,
      { code: 'denied', reason: 'not yours' },
    ]);
    answer = redirect('/login');
    expect(await line.join(1, host, have)).toEqual([1, 0, { to: '/login' }]);
    expect(await line.ask([1, 1, 'add'])).toEqual([1, 1, null, refused('not-joined')]);
    answer = undefined;
    expect(await line.join(1, host, have)).toEqual([1, 0, {}]);
    expect(asked).toEqual(['join', 'join', 'join']);
    await line.ask([1, 1, 'add']);
    line.cut();
    await site.until(() => site.calls('onDisconnect').length === 1);
    line = await site.connect(cookie);
    answer = deny('no more');
    expect(await line.join(1, host, have)).toEqual([
      1,
      0,
      null,
      { code: 'denied', reason: 'no more' },
    ]);
    answer = undefined;
    expect(await line.join(1, host, have)).toMatchObject([1, 0, { 0: '1' }, 1]);
    expect(asked.slice(3)).toEqual(['resume', 'resume']);
    expect(site.calls('onReconnect')).toHaveLength(1);
  });

  /** Serves with a guard of joins that answers when the test resolves it; each join adds one to the list. */
  const serveSlowGuard = async (): Promise<Deferred[]> => {
    const answers: Deferred[] = [];
    await serve({
      taps: ({ beforeJoin }) =>
        beforeJoin.tap(async () => {
          const answer = deferred();
          answers.push(answer);
          await answer.promise;
        }),
    });
    return answers;
  };

  test('and a channel that was left meanwhile does not get the region', async () => {
    const answers = await serveSlowGuard();
    const { hosts, cookie } = await site.visit();
    const [{ topic, token }] = hosts as [Host];
    const line = await site.connect(cookie);
    const join = [1, 0, { topic, token, have: 0, page: 'page' }];
    line.send(join);
    line.send([1, 1, 'add']);
    expect(await line.next()).toEqual([1, 1, null, refused('not-joined')]);
    line.send([1, 2]);
    expect(await line.next()).toEqual([1, 2, {}]);
    answers[0]!.resolve();
    expect(await line.next(([, ref]) => ref === 0)).toEqual([1, 0, null, refused('not-joined')]);
    expect(site.calls('onJoin')).toEqual([]);
    await line.settled();
    // The region was not ended: the next join adopts it.
    line.send(join);
    await site.until(() => answers.length === 2);
    answers[1]!.resolve();
    expect(await line.next()).toEqual([1, 0, {}]);
  });

  test('and of two pages that join at once, each gets a region of its own', async () => {
    const answers = await serveSlowGuard();
    const { hosts, cookie } = await site.visit();
    const [{ topic, token }] = hosts as [Host];
    const line = await site.connect(cookie);
    line.send([1, 0, { topic, token, have: 0, page: 'a' }]);
    line.send([2, 0, { topic, token, have: 0, page: 'b' }]);
    await site.until(() => answers.length === 2);
    for (const answer of answers) answer.resolve();
    expect(await line.next()).toEqual([1, 0, {}]);
    // The region of the second request is taken, so the guard is called for another one.
    await site.until(() => answers.length === 3);
    answers[2]!.resolve();
    expect(await line.next()).toMatchObject([2, 0, { d: ['0'] }]);
    await line.ask([1, 1, 'add']);
    expect(await line.ask([2, 1, 'add'])).toMatchObject([2, 1, { 0: '1' }, 1]);
  });
});
