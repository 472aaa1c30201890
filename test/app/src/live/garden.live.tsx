import { defineLive, For, type MountContext } from '@skerry/kit';

import Bed from '../islands/bed.island.tsx';
import Plot from '../islands/plot.island.tsx';
import { gardenAfter, step } from '../state/garden.ts';

/** Islands of each kind, fed by one region: rows of them, in one another's slots, coming and going. */
export default defineLive(
  {
    mount: ({ props }: MountContext<{ seed: number; steps: number }>) =>
      gardenAfter(props.seed, props.steps),
    events: { step: (live) => live.assign(step(live.state)) },
  },
  ({ state, on }) => (
    <>
      <button type="button" lv-click={on.step()}>
        Step
      </button>
      <Plot client:load title={state.title} points={state.points} sown={state.sown}>
        <b>{state.title}</b> {state.extra && <u>extra</u>}
      </Plot>
      <Plot client:interaction title={state.title} points={state.points} sown={state.sown}>
        {state.points.length} points
      </Plot>
      <Plot client:none title={state.title} points={state.points} sown={state.sown}>
        <b>{state.title}</b>
      </Plot>
      <ul>
        <For each={state.beds} key={(bed) => bed.key}>
          {(bed) => (
            <li>
              <Bed client:load note={bed.note} tags={bed.tags}>
                {bed.bloom ? <q>{bed.bloom}</q> : 'no bloom'}
              </Bed>
            </li>
          )}
        </For>
      </ul>
      {state.extra && (
        <Plot client:load title={state.title} points={state.points} sown={state.sown}>
          <Bed client:interaction note={state.title} tags={[]}>
            inside {state.points.length}
          </Bed>
        </Plot>
      )}
    </>
  ),
);
