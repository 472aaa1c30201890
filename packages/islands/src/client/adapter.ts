/** What an island is given: data, and what its framework puts where its slots are. */
export type Props = Record<string, unknown>;

/** An island, as it is loaded: a component, and what brings it to life. */
export interface IslandModule {
  default: unknown;
  /** Takes charge of what a host holds. What the component throws, now or later, it tells to `host.fail`. */
  mount(host: HTMLElement & { fail(error: unknown): void }, component: unknown): Show;
  /** Makes what stands in the place of a slot. */
  jsx(type: string, props: object): unknown;
}

/** Renders an island: the first time it hydrates what is there already. Without props it takes it off the page. */
export type Show = (props?: Props) => void;
