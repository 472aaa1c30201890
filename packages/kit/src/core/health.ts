/** The time for which the event loop kept work waiting, in milliseconds. */
export interface LoopDelay {
  readonly mean: number;
  /** The delay that one piece of work in a hundred exceeded. */
  readonly p99: number;
  readonly max: number;
}

/** The state of an app's process. */
export interface Health {
  /** The delays of the event loop, in milliseconds. */
  readonly loopDelay: LoopDelay;
}
