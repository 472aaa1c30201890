import { defineLive } from '@skerry/kit';

/** Counts how often its visitor was greeted. */
export default defineLive(
  {
    mount: () => ({ greeted: 0 }),
    events: {
      greet: (live) => live.assign({ greeted: live.state.greeted + 1 }),
    },
  },
  ({ state, on }) => (
    <p>
      Greeted <b>{state.greeted}</b> times. <button lv-click={on.greet()}>Greet me</button>
    </p>
  ),
);
