import { defineLive, For } from '@skerry/kit';
import { require } from '@skerry/plugins/auth';

import { recentRecords, type TrailRecord } from '../trail.ts';

/** The newest records of the audit log, as they are written. */
export default defineLive(
  {
    guard: require('admin'),
    mount({ subscribe }) {
      subscribe('trail');
      return { records: recentRecords() };
    },
    messages: {
      trail(live, record: TrailRecord) {
        const { records } = live.state;
        // The first state may have it already: it was written before its message came.
        if (record.seq <= (records[0]?.seq ?? 0)) return;
        live.assign({ records: [record, ...records].slice(0, 50) });
      },
    },
  },
  ({ state }) => (
    <div class="scroll" tabindex={0} role="region" aria-labelledby="trail">
      <table class="trail">
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col">Time</th>
            <th scope="col">What</th>
            <th scope="col">Outcome</th>
            <th scope="col">Who</th>
          </tr>
        </thead>
        <tbody>
          <For each={state.records} key={({ seq }) => seq}>
            {({ seq, time, type, outcome, actor }) => (
              <tr>
                <td>{seq}</td>
                <td>{time.slice(11, 19)}</td>
                <td>{type}</td>
                <td>{outcome}</td>
                <td>{actor ?? ''}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  ),
);
