import type { Limits } from '../../core/limits.js';

/** The limits on what one message may cause. */
export type CauseLimits = Pick<Limits, 'maxMessageHops' | 'maxCausedMessages'>;

/** The counters of all messages that go back to one first message. */
interface Origin {
  /** Deliveries of all messages except the first. */
  deliveries: number;
  /** Is true once a message was dropped. */
  exceeded: boolean;
}

/** The chain of messages that led to a message. */
export interface Cause {
  readonly origin: Origin;
  /** Messages in a row that led to it, each published by the handler of the one before. */
  readonly hops: number;
}

/** The cause of a message that no other message has caused. */
export const firstCause = (): Cause => ({ origin: { deliveries: 0, exceeded: false }, hops: 0 });

/**
 * The cause of a message for so many receivers; `before` is the cause of the message whose handler publishes it, if any.
 * Returns the name of a limit that the message would exceed.
 */
export function causeOf(
  before: Cause | undefined,
  receivers: number,
  { maxMessageHops, maxCausedMessages }: CauseLimits,
): Cause | keyof CauseLimits {
  if (!before) return firstCause();
  const { origin, hops } = before;
  if (hops >= maxMessageHops) return 'maxMessageHops';
  if (origin.deliveries + receivers > maxCausedMessages) return 'maxCausedMessages';
  origin.deliveries += receivers;
  return { origin, hops: hops + 1 };
}
