import type { HookName } from '@skerry/kit';

import type { HttpFaults } from './http/http-faults.js';
import type { Spread } from './pace.js';

/** The faults of frames in one direction. Probabilities are from 0 to 1, for each frame. */
export interface DirectionFaults {
  /** The time that a frame takes; frames keep their order. */
  readonly latency?: Spread;
  /** The probability that a frame is lost. */
  readonly drop?: number;
  /** The probability that a frame comes twice. */
  readonly duplicate?: number;
  /** The probability that later frames overtake a frame. */
  readonly reorder?: number;
  /** The probability that the end of a frame is missing. */
  readonly truncate?: number;
  /** The probability that from this frame on nothing arrives any more, and nobody is told. */
  readonly halfOpen?: number;
}

/** The faults of connections. What `up` or `down` sets counts for that direction, and the rest for both. */
export interface ConnectionFaults extends DirectionFaults {
  /** The faults of frames from the browser. */
  readonly up?: DirectionFaults;
  /** The faults of frames to the browser. */
  readonly down?: DirectionFaults;
  /** The probability, for each frame of either direction, that the connection is closed in its place. */
  readonly cut?: number;
}

/** The faults of the taps of a hook, as a tap of this plugin causes them. */
export interface HookFaults {
  /** The probability that the tap throws: a guard then refuses its step, and an observer costs nothing. */
  readonly throw?: number;
  /** The time that the tap takes. A hook whose taps are synchronous has none. */
  readonly delay?: Spread;
}

/** The faults of event handlers. */
export interface HandlerFaults {
  /** The probability that a `live.assign` throws, and so fails its handler. */
  readonly throw?: number;
  /** The time that passes before a handler runs. */
  readonly delay?: Spread;
}

/** The faults of messages on their way to a region. */
export interface MessageFaults {
  /** The topics that have them; all, unless it is set. */
  readonly topics?: readonly string[];
  /** The probability that a region does not receive a message. */
  readonly drop?: number;
  /** The probability that a region receives a message twice. */
  readonly duplicate?: number;
  /** The time that a message takes longer. */
  readonly delay?: Spread;
}

/** The faults of the clock that `controller.now()` reads. */
export interface ClockFaults {
  /** Milliseconds that it is ahead. */
  readonly offset?: number;
  /** Milliseconds that it gains in each millisecond: 0.01 is one percent too fast. */
  readonly drift?: number;
}

/** The stalls of the event loop: every so often, nothing runs for a while. */
export interface LoopFaults {
  /** The time between two stalls. */
  readonly every: Spread;
  /** The time that a stall takes, a minute at most. */
  readonly stall: Spread;
}

/** All faults of an app; each part is optional. */
export interface FaultPlan {
  readonly connections?: ConnectionFaults;
  readonly hooks?: { readonly [Name in HookName]?: HookFaults };
  readonly handlers?: HandlerFaults;
  readonly messages?: MessageFaults;
  readonly clock?: ClockFaults;
  readonly loop?: LoopFaults;
  /** The faults of outbound HTTP, which can be set at the start alone. */
  readonly http?: HttpFaults;
}

/** The faults of one direction of a connection, those for both included. */
export const directionOf = (
  { up, down, cut: _cut, ...both }: ConnectionFaults,
  direction: 'up' | 'down',
): DirectionFaults => ({ ...both, ...(direction === 'up' ? up : down) });
