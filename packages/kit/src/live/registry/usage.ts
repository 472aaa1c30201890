/** Some of the regions of an app. */
export interface RegionCount {
  readonly count: number;
  /** About how many bytes they hold; a value that several of them share counts once. */
  readonly bytes: number;
}

/** The numbers of connections and regions of an app. */
export interface Usage {
  readonly connections: number;
  readonly regions: {
    /** Regions with a connection. */
    readonly joined: RegionCount;
    /** Regions that wait for the page that they were rendered in. */
    readonly unclaimed: RegionCount;
    /** Regions that wait after their connection was dropped. */
    readonly parked: RegionCount;
  };
}

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
