import { defineLive, For, type KeyedList, list } from '@skerry/kit';

import Chart from './app/src/islands/chart.island.js';
import { makeRow, makeRows, type Row, shuffled } from './data.js';

/** A table of 8 slots a row, from an array or a `list(…)`. */
export const tableOf = (rows: readonly Row[] | KeyedList<Row>) => (
  <table>
    <tbody>
      <For each={rows} key={(row) => row.id}>
        {(row) => (
          <tr class={row.on ? 'on' : 'off'}>
            <td>{row.id}</td>
            <td>{row.name}</td>
            <td>{row.team}</td>
            <td>
              <a href={row.url}>open {row.note}</a>
            </td>
            <td title={row.note}>{row.count}</td>
          </tr>
        )}
      </For>
    </tbody>
  </table>
);

export const counterOf = (count: number) => (
  <p>
    <button lv-click="increment">+</button> {count}
  </p>
);

/** An island that gets its data from a region. */
export const chartOf = (points: readonly number[]) => (
  <section>
    <Chart client:visible points={points} />
  </section>
);

/** The counter that the load drives. */
export const Counter = defineLive(
  {
    mount: () => ({ count: 0 }),
    events: { increment: (live) => live.assign({ count: live.state.count + 1 }) },
  },
  ({ state }) => counterOf(state.count),
  'counter',
);

/** A region with ten slots that does nothing. */
export const Idle = defineLive(
  { mount: () => ({ values: makeRow(7), at: 1 }) },
  ({ state: { values, at } }) => (
    <section class={values.on ? 'on' : 'off'}>
      <h2 title={values.note}>{values.name}</h2>
      <p>
        {values.team}, {values.note}: {values.count}
      </p>
      <a href={values.url}>{values.id}</a>
      <span>{at}</span>
      <b>{values.on}</b>
    </section>
  ),
  'idle',
);

/** A table of a thousand rows whose rows change on demand. */
export const Table = defineLive(
  {
    mount: () => ({ rows: list(makeRows(1000), (row) => row.id) }),
    events: {
      rename: (live, id) =>
        live.assign({
          rows: live.state.rows.update(Number(id), (row) => ({ ...row, name: `${row.name}!` })),
        }),
      shuffle: (live) =>
        live.assign({ rows: live.state.rows.replace(shuffled([...live.state.rows])) }),
    },
  },
  ({ state }) => (
    <section>
      <button type="button">rename</button>
      {tableOf(state.rows)}
    </section>
  ),
  'table',
);

/** A region that shows little, and holds two megabytes. */
export const Heavy = defineLive(
  { mount: () => ({ rows: makeRows(13_000) }) },
  ({ state }) => <p>{state.rows.length} rows</p>,
  'heavy',
);

/** A page around one view. */
export const pageOf = (View: typeof Counter | typeof Idle | typeof Table | typeof Heavy) => () => (
  <main>
    <View />
  </main>
);
