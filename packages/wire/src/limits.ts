/** Bounds on what a receiver accepts or holds; each may be set by its name in the app's options. */
export interface WireLimits {
  /** Bytes of one incoming frame; one of up to twice as many is refused by name where it can be, and any other closes its connection. */
  maxPayload: number;
  /** Fragments of one incoming WebSocket message. */
  maxFragments: number;
  /** Levels of nesting in one incoming frame. */
  maxDepth: number;
  /** Values (numbers, strings, members, …) in one incoming frame. */
  maxValues: number;
  /** Characters of a topic, an event's name or a reference. */
  maxName: number;
  /** Characters of a region's token. */
  maxToken: number;
  /** Channels on one connection. */
  maxChannels: number;
}

/** Bytes of one incoming frame where an app sets no other bound. */
export const defaultMaxPayload = 64 * 1024;

/** The bounds in force where an app sets none. */
export const wireLimits: Readonly<WireLimits> = {
  maxPayload: defaultMaxPayload,
  maxFragments: 64,
  maxDepth: 32,
  maxValues: 10_000,
  maxName: 256,
  maxToken: 8 * 1024,
  maxChannels: 100,
};
