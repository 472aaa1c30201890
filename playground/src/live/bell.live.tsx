import { defineLive } from '@skerry/kit';

/** Since the server started. */
let rings = 0;

/** The harbour's bell: every open page counts each stroke. */
export default defineLive(
  {
    mount: ({ subscribe }) => {
      subscribe('bell');
      return { rings };
    },
    events: {
      ring: (live) => live.publish('bell', ++rings),
    },
    messages: { bell: (live, rings: number) => live.assign({ rings }) },
  },
  ({ state, on }) => (
    <button type="button" class="bell" lv-click={on.ring()}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d="M8 1.5a1 1 0 0 1 1 1v.4a4 4 0 0 1 3 3.9c0 3 .7 4 1.5 4.7v.5h-11v-.5C3.3 10.8 4 9.8 4 6.8a4 4 0 0 1 3-3.9v-.4a1 1 0 0 1 1-1zM6.5 13h3a1.5 1.5 0 0 1-3 0z" />
      </svg>
      <span class="unseen">Ring the bell, rung</span> {state.rings}{' '}
      <span class="unseen">times</span>
    </button>
  ),
);
