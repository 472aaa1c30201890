/** Starts the hydration of an island. */
export type Hydrate = (
  /** The reason, for `skerry:hydrated`; by default the name of the strategy. */
  reason?: string,
  /** Events to replay once the island can take them; more may be added until then. */
  missed?: readonly Event[],
) => void;

/**
 * Decides when an island hydrates. Its result is called when the island has hydrated or left the page.
 *
 * @param host the element around the island
 * @param hydrate starts the hydration; only the first call counts
 * @param value the value of the directive, as text; `undefined` if it has none
 */
export type Strategy = (
  host: HTMLElement,
  hydrate: Hydrate,
  value: string | undefined,
) => (() => void) | void;

/** Hydrates at once. */
export const load: Strategy = (_, hydrate) => hydrate();

/** Renders at once what the server has left out. */
export const only: Strategy = (_, hydrate) => hydrate();

/** Never hydrates. */
export const none: Strategy = () => {};
