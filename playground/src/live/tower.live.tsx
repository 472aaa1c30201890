import { defineLive, type MountContext } from '@skerry/kit';

/** A dashboard that ticks: by a timer of its own, and by what the server publishes. */
export default defineLive(
  {
    mount: ({ subscribe, every }: MountContext) => {
      subscribe('tower:flash');
      every(1_000, 'second');
      return { seconds: 0, isCounting: true, flashes: 0, isLit: false };
    },
    events: {
      stop(live) {
        live.stopTimers('second');
        live.assign({ isCounting: false });
      },
      start(live) {
        live.every(1_000, 'second');
        live.assign({ isCounting: true });
      },
    },
    messages: {
      second: (live) => live.assign({ seconds: live.state.seconds + 1 }),
      'tower:flash': (live, flashes) => {
        live.assign({ flashes, isLit: true });
        live.after(500, 'dark');
      },
      dark: (live) => live.assign({ isLit: false }),
    },
  },
  ({ state, on }) => (
    <div class="controls">
      <p>
        On the tower for <output class="seconds">{state.seconds}</output> s, the light has flashed{' '}
        <output class="flashes">{state.flashes}</output> times: {state.isLit ? 'light' : 'dark'}
      </p>
      <button type="button" lv-click={state.isCounting ? on.stop() : on.start()}>
        {state.isCounting ? 'Stop' : 'Start'} the clock
      </button>
    </div>
  ),
);
