import { defineLive } from '@skerry/kit';

import Press from '../islands/press.island.tsx';

/** Counts presses of a button that an island shows. */
export default defineLive(
  {
    mount: () => ({ told: 0 }),
    events: { told: (live) => live.assign({ told: live.state.told + 1 }) },
  },
  ({ state }) => (
    <>
      <output id="told">{state.told}</output>
      <Press client:interaction />
    </>
  ),
);
