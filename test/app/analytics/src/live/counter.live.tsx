import { defineLive } from '@skerry/kit';

export default defineLive(
  {
    mount: () => ({ count: 0 }),
    events: {
      add: (live) => live.assign({ count: live.state.count + 1 }),
      fail() {
        throw new Error('on purpose');
      },
    },
  },
  ({ state, on }) => (
    <p>
      <output>{state.count}</output> <button lv-click={on.add()}>add</button>{' '}
      <button lv-click={on.fail()}>fail</button>
    </p>
  ),
);
