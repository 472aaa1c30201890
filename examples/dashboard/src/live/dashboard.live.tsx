import { defineLive, event, type MountContext } from '@skerry/kit';
import { z } from 'zod';

import Chart from '../islands/chart.island.tsx';
import LimitDialog from '../islands/limit-dialog.react.tsx';
import { memoryInUse } from '../memory.ts';

export default defineLive(
  {
    mount: ({ every }: MountContext) => {
      every(1_000, 'tick');
      return { memory: [memoryInUse()], limit: 500 };
    },
    events: {
      setLimit: event(z.object({ limit: z.number().min(1).max(9_999) }), (live, { limit }) =>
        live.assign({ limit }),
      ),
    },
    messages: {
      tick: (live) => live.assign({ memory: [...live.state.memory.slice(-59), memoryInUse()] }),
    },
  },
  ({ state: { memory, limit } }) => {
    const now = memory.at(-1) ?? 0;
    return (
      <section>
        <p class={{ above: now > limit }}>
          <output>{now.toFixed(1)}</output> MB, {now > limit ? 'above' : 'below'} {limit} MB
        </p>
        <Chart client:visible values={memory} limit={limit} />
        <LimitDialog client:idle limit={limit} />
      </section>
    );
  },
);
