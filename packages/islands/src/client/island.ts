import type { IslandHost } from '@skerry/wire';

import type { Hydrate, Strategy } from './strategy.js';

/** The props of an island: data, and the elements that its framework renders for slots. */
export type Props = Record<string, unknown>;

/** A loaded island: a component, and the functions that render it. */
export interface IslandModule {
  default: unknown;
  /** Takes over the content of a host. Errors of the component, now or later, go to `host.fail`. */
  mount(host: HTMLElement & { fail(error: unknown): void }, component: unknown): Show;
  /** Makes the element of a slot. */
  jsx(type: string, props: object): unknown;
}

/** Renders an island: the first call hydrates the existing markup. Without props it unmounts the island. */
export type Show = (props?: Props) => void;

/** Loads an island. */
export interface LoadIsland {
  (): Promise<IslandModule>;
  /** The load that is under way or done, so that islands of one kind hydrate in the order in which they asked. */
  loading?: Promise<IslandModule>;
}

/** The islands of an app, as the browser knows them. */
export interface IslandOptions {
  /** Loaders of islands, by name. */
  islands: { get(name: string): LoadIsland | undefined };
  /** Strategies, by name. Skerry's own are loaded when an island names a missing one. */
  strategies: { get(name: string): Strategy | undefined };
  /** Loads the app's `@preact/signals`; absent if it has none. */
  signals?: () => Promise<{ signal(value: unknown): object }>;
}

/** Detail of the event `skerry:hydrated`. */
export interface HydratedDetail {
  name: string;
  strategy: string;
  /** The event that started hydration, or the strategy. */
  reason: string;
  /** Milliseconds from the reason until the island had hydrated. */
  wait: number;
}

/** The host of an island, as optional features see it. */
export interface Island extends HTMLElement, IslandHost {
  /** Undoes the set-up of the strategy. */
  leave: (() => void) | void;
  /** Renders the island. Absent until it is mounted. */
  show: Show | void;
  /** Detail of the event `skerry:hydrated`, once that was dispatched. */
  detail: HydratedDetail | undefined;
  /** Mutations since the start of the task in which the island failed; absent once they are undone. */
  changes: MutationRecord[] | undefined;
  readonly hydrate: Hydrate;
  patched(): void;
  /** Starts an island that is `gone`. */
  connectedCallback(): void;
  /** Leaves the island as it last was on the page. */
  fail(cause: unknown): void;
}
