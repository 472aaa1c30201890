/** Says that an island's time has come. */
export type Hydrate = (
  /** What brought it about, for `skerry:hydrated`; the name of the strategy where nothing is said. */
  reason?: string,
  /** Events that the island is to get once it can take them; more may be added until then. */
  missed?: readonly Event[],
) => void;

/**
 * Decides when an island hydrates. What it returns is called when the island has hydrated or has left the page.
 *
 * @param host the element around the island
 * @param hydrate to be called when the time has come; the first call counts
 * @param value what the directive was told, as text; `undefined` where it stands alone
 */
export type Strategy = (
  host: HTMLElement,
  hydrate: Hydrate,
  value: string | undefined,
) => (() => void) | void;

/** At once. */
export const load: Strategy = (_, hydrate) => hydrate();

/** Never. */
export const none: Strategy = () => {};
