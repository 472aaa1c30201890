import { defineLive, event, type MountContext } from '@skerry/kit';
import { z } from 'zod';

export default defineLive(
  {
    mount: ({ props, subscribe }: MountContext<{ start?: number; label?: string }>) => {
      subscribe('counter:set');
      return { count: props.start ?? 0 };
    },
    events: {
      increment: event(z.object({ by: z.number().int().min(-10).max(10) }), (live, { by }) =>
        live.assign({ count: live.state.count + by }),
      ),
      reset: (live) => live.assign({ count: 0 }),
      share: (live) => live.publish('counter:set', live.state.count),
    },
    messages: { 'counter:set': (live, count: number) => live.assign({ count }) },
  },
  ({ state, props, on }) => (
    <div class="counter" role="group" aria-label={props.label ?? 'Counter'}>
      <button type="button" aria-label="Take one away" lv-click={on.increment({ by: -1 })}>
        −
      </button>
      <output>{state.count}</output>
      <button type="button" aria-label="Add one" lv-click={on.increment({ by: 1 })}>
        +
      </button>
      <button type="button" class="plain" lv-click="reset">
        Reset
      </button>
      <button type="button" class="plain" lv-click={on.share()}>
        Set all to {state.count}
      </button>
    </div>
  ),
);
