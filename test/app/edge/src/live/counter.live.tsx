import { defineLive } from '@skerry/kit';

export default defineLive(
  {
    mount: () => ({ count: 0 }),
    events: { increment: (live) => live.assign({ count: live.state.count + 1 }) },
  },
  ({ state }) => <button lv-click="increment">{state.count}</button>,
);
