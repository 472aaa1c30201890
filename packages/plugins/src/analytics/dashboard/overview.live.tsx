import { defineLive, useLocals } from '@skerry/kit';
import { accessOf, type Span } from '@skerry/plugins/analytics';

import Chart from '@skerry/plugins/analytics/dashboard/chart.island.tsx';
import { guard } from './guard.ts';
import { summarize, type Table } from './summary.ts';

// The guard lets nobody in where there is no access.
const read = (span: Span) => ({ summary: summarize(accessOf(useLocals())!.shared, span) });

/** What was counted in the latest minutes, hours or days; it changes as it is counted. */
export default defineLive(
  {
    guard,
    mount({ subscribe }) {
      subscribe('skerry:analytics');
      return read('hour');
    },
    events: {
      minutes: (live) => live.assign(read('minute')),
      hours: (live) => live.assign(read('hour')),
      days: (live) => live.assign(read('day')),
    },
    messages: { 'skerry:analytics': (live) => live.assign(read(live.state.summary.span)) },
  },
  ({ state: { summary }, on }) => (
    <div class="skerry-analytics">
      <p class="skerry-spans">
        <button lv-click={on.minutes()} aria-pressed={`${summary.span === 'minute'}`}>
          Minutes
        </button>
        <button lv-click={on.hours()} aria-pressed={`${summary.span === 'hour'}`}>
          Hours
        </button>
        <button lv-click={on.days()} aria-pressed={`${summary.span === 'day'}`}>
          Days
        </button>
      </p>
      <dl>
        {summary.totals.map(({ name, cells }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{cells[0]}</dd>
          </div>
        ))}
      </dl>
      <Chart client:visible title="Page views" points={summary.points} labels={summary.labels} />
      <div class="skerry-tables">{summary.tables.map(renderTable)}</div>
    </div>
  ),
);

const renderTable = ({ title, columns, rows }: Table) => (
  <table key={title}>
    <caption>{title}</caption>
    <thead>
      <tr>
        <th scope="col">Name</th>
        {columns.map((column, i) => (
          <th scope="col" key={i}>
            {column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(({ name, cells }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          {cells.map((cell, i) => (
            <td key={i}>{cell}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
