import { defineLive, type MountContext } from '@skerry/kit';

export default defineLive(
  {
    mount: ({ props }: MountContext<{ start?: number }>) => ({ count: props.start ?? 0 }),
    events: {
      increment: (live) => live.assign({ count: live.state.count + 1 }),
      reset: (live) => live.assign({ count: 0 }),
    },
  },
  ({ state, on }) => (
    <p>
      <button lv-click={on.increment()}>+</button> <output>{state.count}</output>{' '}
      <button lv-click={on.reset()}>reset</button>
    </p>
  ),
);
