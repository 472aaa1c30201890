import { afterEach, describe, expect, test } from 'vitest';

import { serveViews, type Site } from '../../../test/visitor.js';
import type { LiveContext } from '../author/contexts.js';
import { defineLive } from '../author/define.js';

let site: Site;
afterEach(() => site.stop());

/** What the handler of the next event does. */
let act: (live: LiveContext<{ count: number }>) => void;

const View = defineLive(
  {
    mount: () => ({ count: 0 }),
    events: {
      act(live) {
        live.assign({ count: live.state.count + 1 });
        act(live);
      },
    },
  },
  ({ state }) => <p>{state.count}</p>,
  'rows',
);

const refused = [1, 1, null, { code: 'failed', reason: 'The event could not be handled.' }];

/** Has a handler do something that fails, and sees that the region goes on. Returns the error. */
async function failed(
  mode: 'development' | 'production',
  wrong: typeof act,
): Promise<{ code?: string; message: string }> {
  site = await serveViews({ rows: View }, { mode });
  const { line } = await site.open();
  act = wrong;
  expect(await line.ask([1, 1, 'act'])).toEqual(refused);
  act = () => {};
  expect(await line.ask([1, 2, 'act'])).toEqual([1, 2, { 0: '1' }]);
  expect(site.calls('onPanic')).toEqual([]);
  const [{ error, where }, ...others] = site.calls('onError') as [{ error: Error; where: string }];
  expect([where, others]).toEqual(['event', []]);
  return error;
}

const cycle: Record<string, unknown> = { id: 1 };
cycle.rows = [{ all: cycle }];

class Row {
  readonly id = 1;
}

const values: [what: string, value: unknown, path: string, words: string][] = [
  ['a cycle', cycle, '.rows[0].all', 'an object that contains it'],
  ['a BigInt', { rows: [{ id: 5n }] }, '.rows[0].id', 'a bigint'],
  ['a BigInt alone', 5n, '', 'a bigint'],
  ['a function', { done: () => {} }, '.done', 'the function done'],
  ['a symbol', [Symbol('x')], '[0]', 'a symbol'],
  ['a Map', new Map([[1, 2]]), '', 'a Map'],
  ['a promise', { row: Promise.resolve() }, '.row', 'a Promise'],
  ['an error', { error: new Error('x') }, '.error', 'an Error'],
  ['a date', { at: new Date(0) }, '.at', 'a Date'],
  ['NaN', { level: Number.NaN }, '.level', 'NaN'],
  ['an instance', new Row(), '', 'a Row'],
  ['undefined in a list', [1, undefined], '[1]', 'undefined'],
];

describe.each(['development', 'production'] as const)('in %s', (mode) => {
  test.each(values)('%s in a reply fails its turn alone', async (_, value, path, words) => {
    const { code, message } = await failed(mode, (live) => live.reply(value));
    expect(code).toBe('payload-not-serialisable');
    expect(message).toBe(
      `"act" of the live view "rows" calls live.reply() with ${words} at "value${path}".`,
    );
  });

  test.each(values)(
    '%s in an emitted event fails its turn alone',
    async (_, value, path, words) => {
      const { code, message } = await failed(mode, (live) => live.emit('saved', value));
      expect(code).toBe('payload-not-serialisable');
      expect(message).toBe(
        `"act" of the live view "rows" calls live.emit("saved") with ${words} at "payload${path}".`,
      );
    },
  );

  test.each<[call: string, argument: unknown, words: string]>([
    ['emit', 5, 'a number as its name'],
    ['emit', {}, 'an empty object as its name'],
    ['emit', Symbol('x'), 'a symbol as its name'],
    ['emit', null, 'null as its name'],
    ['emit', '', 'an empty text as its name'],
    ['announce', 5n, 'a bigint as its text'],
    ['title', 5n, 'a bigint as its text'],
    ['title', undefined, 'undefined as its text'],
  ])('live.%s takes text alone (%#)', async (call, argument, words) => {
    const { code, message } = await failed(mode, (live) => {
      // seam: what TypeScript refuses
      (live as unknown as Record<string, (value: unknown) => void>)[call]!(argument);
    });
    expect(code).toBe('not-text');
    expect(message).toBe(`"act" of the live view "rows" calls live.${call}() with ${words}.`);
  });
});

test('plain data travels as it is, and members that are undefined are left out', async () => {
  site = await serveViews({ rows: View });
  const { line } = await site.open();
  const row = { id: 1, tags: ['a'], none: null, left: undefined, inner: { deep: [[true]] } };
  act = (live) => {
    live.emit('saved', [row, row]);
    live.emit('closed');
    live.reply(row);
  };
  const { left: _, ...sent } = row;
  const events = [
    ['saved', [sent, sent]],
    ['closed', null],
  ];
  expect(await line.ask([1, 1, 'act'])).toEqual([1, 1, { 0: '1', e: events }, sent]);
  act = (live) => live.reply(undefined);
  expect(await line.ask([1, 2, 'act'])).toEqual([1, 2, { 0: '2' }]);
});

test('a message of a topic stays in the process, so it may hold anything', async () => {
  site = await serveViews({ rows: View });
  const { line } = await site.open();
  act = (live) => live.publish('rows', { cycle, id: 5n });
  expect(await line.ask([1, 1, 'act'])).toEqual([1, 1, { 0: '1' }]);
  expect(site.errors).toEqual([]);
});
