import { defineLive, type MountContext } from '@skerry/kit';

/** One ship of a convoy: a region inside a region. The convoy sets its flag; its load is its own. */
export default defineLive(
  {
    mount: ({ props }: MountContext<{ name: string; flag: string; load?: number }>) => ({
      load: props.load ?? 0,
    }),
    events: {
      load: (live) => live.assign({ load: live.state.load + 1 }),
    },
  },
  ({ state, props, on }) => (
    <>
      <span class={`flag ${props.flag}`}>{props.flag}</span>
      <strong>{props.name}</strong>
      <span>
        carries <span class="load">{state.load}</span>
      </span>
      <button type="button" aria-label={`Load ${props.name}`} lv-click={on.load()}>
        Load
      </button>
    </>
  ),
);
