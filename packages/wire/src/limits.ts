/** Bytes of one incoming frame where an app sets no other bound. */
export const defaultMaxPayload = 64 * 1024;

/** Limits on the frames that a receiver accepts, checked before anything is built from them. */
export const wireLimits = {
  /**
   * Bytes of one incoming frame. A larger one is refused with `too-large` where it names the event that it brings; any other,
   * and one of more than twice as many bytes, closes its connection with the code 1009.
   */
  maxPayload: defaultMaxPayload,
  /** Fragments of one incoming WebSocket message. A message of more closes its connection. */
  maxFragments: 64,
  /** Levels of nesting in one incoming frame. A deeper one closes its connection with the code 1008. */
  maxDepth: 32,
  /** Values (numbers, strings, members, …) in one incoming frame. A frame with more closes its connection with the code 1008. */
  maxValues: 10_000,
  /** Characters of a topic, an event's name or a reference. A message with a longer one is refused with `bad-payload`, or closes its connection with the code 1008. */
  maxName: 256,
  /** Characters of a region's token. A join with a longer one is refused with `bad-payload`. */
  maxToken: 8 * 1024,
  /**
   * Channels on one connection, one for each region, and joins at once. A further join is refused with `too-many-channels`,
   * and its region does not go live. Set as many as your largest page has regions.
   */
  maxChannels: 100,
};

/** Limits on what a receiver accepts; each may be set by its name in the app's options. */
export type WireLimits = { readonly [Name in keyof typeof wireLimits]: number };
