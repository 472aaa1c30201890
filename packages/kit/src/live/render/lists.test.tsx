import { afterEach, expect, test } from 'vitest';

import { defaultLimits } from '../../core/limits.js';
import { For } from '../../template/list/for.js';
import { list } from '../../template/list/keyed-list.js';
import { stopClock } from '../../../test/clock.js';
import { serveViews, type Site } from '../../../test/visitor.js';
import { defineLive } from '../author/define.js';

let site: Site;
afterEach(() => site.stop());

interface Row {
  id: number;
  text: string;
}

const rowOf = (row: Row) => <li>{row.text}</li>;

const Rows = defineLive(
  {
    mount: () => ({
      rows: list<Row>(
        [1, 2, 3].map((id) => ({ id, text: `row ${id}` })),
        (row) => row.id,
      ),
    }),
    events: {
      change(live) {
        live.assign({ rows: live.state.rows.update(2, (row) => ({ ...row, text: 'changed' })) });
        live.assign({ rows: live.state.rows.remove(1).prepend({ id: 4, text: 'first' }) });
      },
      changeAndFail(live) {
        live.assign({ rows: live.state.rows.remove(1).append({ id: 9, text: 'never' }) });
        live.assign({ rows: live.state.rows.update(2, { id: 2, text: 'never' }) });
        throw new Error('on purpose');
      },
      async flushAndFail(live) {
        live.assign({ rows: live.state.rows.move(3, { before: 1 }) });
        await live.flush();
        live.assign({ rows: live.state.rows.remove(2) });
        throw new Error('on purpose');
      },
      async flushTwice(live) {
        live.assign({ rows: live.state.rows.append({ id: 5, text: 'five' }) });
        await live.flush();
        live.assign({ rows: live.state.rows.remove(5) });
        await live.flush();
        live.assign({ rows: live.state.rows.remove(1) });
      },
      keys: (live) => live.reply(live.state.rows.keys()),
    },
  },
  ({ state }) => (
    <ul>
      <For each={state.rows}>{rowOf}</For>
    </ul>
  ),
  'rows',
);

const open = async () => {
  site = await serveViews({ rows: Rows });
  return site.open();
};

test('the diff of a list is the steps of its turn', async () => {
  const { line } = await open();
  const [, , update] = await line.ask([1, 1, 'change']);
  expect(update).toEqual({
    0: {
      l: [
        ['-', '1'],
        ['+', '2', ['4', { s: expect.anything(), d: ['first'] }]],
      ],
      p: { 2: { 0: 'changed' } },
    },
  });
});

test('a turn that throws leaves the list as it was, and the next diff counts from there', async () => {
  const { line } = await open();
  await line.ask([1, 1, 'changeAndFail']);
  expect(await line.ask([1, 2, 'keys'])).toEqual([1, 2, {}, ['1', '2', '3']]);
  const [, , update] = await line.ask([1, 3, 'change']);
  expect(update[0].p).toEqual({ 2: { 0: 'changed' } });
});

test('a failed turn keeps the flushed steps of a list, and loses the steps after the flush', async () => {
  const { line } = await open();
  line.send([1, 1, 'flushAndFail']);
  expect(await line.next()).toEqual([1, { 0: { l: [['>', '3', '1']] } }]);
  await line.next();
  expect(await line.ask([1, 2, 'keys'])).toEqual([1, 2, {}, ['3', '1', '2']]);
  expect(await line.settled()).toEqual([]);
});

test('each flush sends its own steps of a list', async () => {
  const { line } = await open();
  line.send([1, 1, 'flushTwice']);
  expect((await line.next())[1][0].l).toEqual([['+', null, ['5', expect.anything()]]]);
  expect((await line.next())[1]).toEqual({ 0: { l: [['-', '5']] } });
  expect(await line.next()).toEqual([1, 1, { 0: { l: [['-', '1']] } }]);
});

test('an idle region compares a list with the one that it showed', async () => {
  const pass = stopClock();
  const { line } = await open();
  await line.ask([1, 1, 'change']);
  pass(3 * defaultLimits.idleTimeout);
  line.send([1, 2, 'flushAndFail']);
  // The row 1 is gone, so that the handler throws before it flushes.
  expect(await line.next()).toEqual([1, 2, null, expect.objectContaining({ code: 'failed' })]);
  line.send([1, 3, 'flushTwice']);
  expect((await line.next())[1][0].l).toEqual([['+', null, ['5', expect.anything()]]]);
});
