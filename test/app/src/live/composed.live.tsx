import { defineLive, type MountContext } from '@skerry/kit';

import Fold from '../islands/fold.island.tsx';
import { Line } from '../parts/line.tsx';

/** Blocks, which can be in no paragraph; inside it is a paragraph with an island that is a block. */
export default defineLive(
  {
    mount: ({ props }: MountContext<{ name: string }>) => ({ name: props.name, count: 0 }),
    events: { add: (live) => live.assign({ count: live.state.count + 1 }) },
  },
  ({ state, on }) => (
    <div id={state.name}>
      <button type="button" class="add" lv-click={on.add()}>
        {state.count}
      </button>
      <Line>
        <Fold client:load label={`fold ${state.count}`}>
          <b>slot {state.count}</b>
        </Fold>
      </Line>
    </div>
  ),
);
