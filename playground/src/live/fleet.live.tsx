import { defineLive, event, For, type MountContext } from '@skerry/kit';
import { z } from 'zod';

import { launch, loadOne, makeFleet, shuffle, sinkOne, swap } from './fleet.ts';

interface Props {
  /** Heading of the table. */
  title: string;
  ships: number;
  seed: number;
}

const id = z.number().int();

export default defineLive(
  {
    mount: ({ props }: MountContext<Props>) => makeFleet(props.ships, props.seed),
    events: {
      load: (live) => live.assign(loadOne(live.state)),
      launch: (live) => live.assign(launch(live.state)),
      sink: (live) => live.assign(sinkOne(live.state)),
      swap: (live) => live.assign(swap(live.state)),
      shuffle: (live) => live.assign(shuffle(live.state)),
      rename: event(z.object({ id, name: z.string().max(40) }), (live, { id, name }) => {
        const { ships } = live.state;
        if (ships.has(id)) live.assign({ ships: ships.update(id, (ship) => ({ ...ship, name })) });
      }),
      remove: event(z.object({ id }), (live, { id }) => {
        const { ships } = live.state;
        if (ships.has(id)) live.assign({ ships: ships.remove(id) });
      }),
    },
  },
  ({ state, props, on }) => (
    <section class="fleet" aria-label={props.title}>
      <div class="toolbar" role="group" aria-label={`Change ${props.title}`}>
        <button type="button" lv-click={on.load()}>
          Update one
        </button>
        <button type="button" lv-click={on.launch()}>
          Prepend
        </button>
        <button type="button" lv-click={on.sink()}>
          Remove one
        </button>
        <button type="button" lv-click={on.swap()}>
          Swap
        </button>
        <button type="button" lv-click={on.shuffle()}>
          Shuffle
        </button>
      </div>
      <div class="rows" role="region" aria-label={`${props.title}, rows`} tabindex={0}>
        <table>
          <caption>
            {props.title}: <span class="count">{state.ships.size.toLocaleString('en')}</span> ships
          </caption>
          <thead>
            <tr>
              <th scope="col">No.</th>
              <th scope="col">Ship</th>
              <th scope="col">Port</th>
              <th scope="col" class="number">
                Containers
              </th>
              <th scope="col">
                <span class="unseen">Action</span>
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={state.ships}>
              {(ship) => (
                <tr>
                  <th scope="row">{ship.id}</th>
                  <td>
                    <input
                      name="name"
                      value={ship.name}
                      maxlength={40}
                      autocomplete="off"
                      aria-label={`Name of ship ${ship.id}`}
                      lv-input={on.rename.with({ id: ship.id })}
                    />
                  </td>
                  <td>{ship.port}</td>
                  <td class="number">{ship.containers}</td>
                  <td>
                    <button
                      type="button"
                      class="plain"
                      aria-label={`Remove ship ${ship.id}`}
                      lv-click={on.remove({ id: ship.id })}
                    >
                      Remove
                    </button>
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </section>
  ),
);
