import type { Limits } from '../../core/limits.js';

/** The limits on what one message may cause. */
export type CauseLimits = Pick<Limits, 'maxMessageHops' | 'maxCausedMessages'>;

/** What all messages share that go back to one, which no handler of messages has published. */
interface Origin {
  /** Deliveries of all but the first. */
  deliveries: number;
  /** Whether one of them was dropped. */
  exceeded: boolean;
}

/** Where a message comes from. */
export interface Cause {
  readonly origin: Origin;
  /** Messages in a row that led to it, each published by the handler of the one before. */
  readonly hops: number;
}

/**
 * The cause of a message for so many receivers that the handler of another one publishes, or nobody's; the name of a limit
 * where it is one too many.
 */
export function causeOf(
  before: Cause | undefined,
  receivers: number,
  { maxMessageHops, maxCausedMessages }: CauseLimits,
): Cause | keyof CauseLimits {
  if (!before) return { origin: { deliveries: 0, exceeded: false }, hops: 0 };
  const { origin, hops } = before;
  if (hops >= maxMessageHops) return 'maxMessageHops';
  if (origin.deliveries + receivers > maxCausedMessages) return 'maxCausedMessages';
  origin.deliveries += receivers;
  return { origin, hops: hops + 1 };
}
