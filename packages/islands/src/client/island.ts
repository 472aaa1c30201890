import type { IslandHost } from '@skerry/wire';

import type { Hydrate, Strategy } from './strategy.js';

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

/** Loads an island. */
export interface LoadIsland {
  (): Promise<IslandModule>;
  /** The load that is under way or done, so that islands of one kind hydrate in the order in which they asked for it. */
  loading?: Promise<IslandModule>;
}

/** The islands of an app, as the browser knows them. */
export interface IslandOptions {
  /** Loaders of islands, by name. */
  islands: { get(name: string): LoadIsland | undefined };
  /** Strategies, by name. Those of Skerry that are missing are loaded when an island names them. */
  strategies: { get(name: string): Strategy | undefined };
  /** Loads the app's `@preact/signals`; absent where it has none. */
  signals?: () => Promise<{ signal(value: unknown): object }>;
}

/** Detail of the event `skerry:hydrated`. */
export interface HydratedDetail {
  name: string;
  strategy: string;
  /** The event that started hydration, or the strategy. */
  reason: string;
  /** Milliseconds from then until the island had hydrated. */
  wait: number;
}

/** The host of an island, as the features that only some islands need see it. */
export interface Island extends HTMLElement, IslandHost {
  /** Undoes the set-up of the strategy. */
  leave: (() => void) | void;
  /** Renders the island. Absent until it is mounted. */
  show: Show | void;
  /** Detail of the event `skerry:hydrated`, from when it was dispatched. */
  detail: HydratedDetail | undefined;
  /** Mutations of the task in which the island failed, and those since; absent once they are undone. */
  changes: MutationRecord[] | undefined;
  readonly hydrate: Hydrate;
  patched(): void;
  /** Starts an island that is `gone`. */
  connectedCallback(): void;
  /** Leaves the island as it last was on the page. */
  fail(cause: unknown): void;
}
