import { defineLive, For } from '@skerry/kit';

import Ship from './ship.live.tsx';

const names = ['Skua', 'Merlin', 'Osprey', 'Kestrel', 'Plover', 'Avocet'];
const flags = ['blue', 'red', 'yellow'] as const;

/** Ships under one flag. Each is a region of its own, and goes on as it was when the flag changes. */
export default defineLive(
  {
    mount: () => ({ flag: 0, size: 3 }),
    events: {
      hoist: (live) => live.assign({ flag: (live.state.flag + 1) % flags.length }),
      join: (live) => live.assign({ size: Math.min(names.length, live.state.size + 1) }),
      leave: (live) => live.assign({ size: Math.max(0, live.state.size - 1) }),
    },
  },
  ({ state, on }) => (
    <section class="convoy" aria-label="Convoy">
      <div class="toolbar" role="group" aria-label="Change the convoy">
        <button type="button" lv-click={on.hoist()}>
          Hoist the next flag
        </button>
        {/* A button that is disabled would lose the focus. */}
        <button type="button" lv-click={on.join()} aria-disabled={state.size === names.length}>
          A ship joins
        </button>
        <button type="button" lv-click={on.leave()} aria-disabled={state.size === 0}>
          A ship leaves
        </button>
      </div>
      <ul>
        <For each={names.slice(0, state.size)} key={(name) => name}>
          {(name) => (
            <li>
              <Ship name={name} flag={flags[state.flag] as string} />
            </li>
          )}
        </For>
      </ul>
    </section>
  ),
);
