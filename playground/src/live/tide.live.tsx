import { defineLive, event, type MountContext } from '@skerry/kit';
import { z } from 'zod';

import Chart from '../islands/chart.island.tsx';
import { draw } from './random.ts';

interface Levels {
  points: readonly number[];
  /** Of the next level. */
  seed: number;
}

function measure({ points, seed }: Levels): Levels {
  const { value, seed: next } = draw(seed);
  const level = (points.at(-1) ?? 100) + (value - 0.5) * 24;
  return { points: [...points, Math.round(level * 10) / 10], seed: next };
}

function begin(count: number): Levels {
  let levels: Levels = { points: [], seed: 7 };
  while (levels.points.length < count) levels = measure(levels);
  return levels;
}

/** Levels of the tide: the region has the numbers, the island draws them. */
export default defineLive(
  {
    mount: ({ props }: MountContext<{ points: number }>) => begin(props.points),
    events: {
      add: (live) => live.assign(measure(live.state)),
      slide: (live) => {
        const { points, seed } = measure(live.state);
        live.assign({ points: points.slice(1), seed });
      },
      about: event(z.object({ index: z.number().int().min(0) }), (live, { index }) => {
        const value = live.state.points[index];
        live.reply(
          value === undefined
            ? 'This point is gone.'
            : `Point ${index + 1} of ${live.state.points.length} is at ${value} cm, says the server.`,
        );
      }),
    },
  },
  ({ state, on }) => (
    <>
      <div class="toolbar">
        <button type="button" lv-click={on.add()}>
          Measure again
        </button>
        <button type="button" class="plain" lv-click={on.slide()}>
          Slide on
        </button>
      </div>
      <Chart client:visible points={state.points} unit="cm" />
    </>
  ),
);
