import { defineLive, event } from '@skerry/kit';
import { z } from 'zod';

import Chart from '../islands/chart.island.tsx';

/** A hundred points in an island, and an island that gets its markup while it sleeps. */
export default defineLive(
  {
    mount: () => ({ points: Array.from({ length: 100 }, (_, i) => i) }),
    events: {
      add: (live) => live.assign({ points: [...live.state.points, 42] }),
      slide: (live) => live.assign({ points: [...live.state.points.slice(1), 42] }),
      gale: (live) => live.emit('gale', 9),
      about: event(z.object({ index: z.number().min(0) }), (live, { index }) =>
        live.reply(`point ${live.state.points[index]}`),
      ),
    },
  },
  ({ state, on }) => (
    <>
      <button type="button" id="add" lv-click={on.add()} />
      <button type="button" id="slide" lv-click={on.slide()} />
      <button type="button" id="gale" lv-click={on.gale()} />
      <Chart client:load points={state.points} />
    </>
  ),
);
