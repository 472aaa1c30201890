import { defineLive, type MountContext } from '@skerry/kit';

export default defineLive(
  {
    mount: ({ props }: MountContext<{ name: string }>) => ({ name: props.name, count: 0 }),
    events: { add: (live) => live.assign({ count: live.state.count + 1 }) },
  },
  ({ state, on }) => (
    <button type="button" id={state.name} lv-click={on.add()}>
      {state.count}
    </button>
  ),
);
