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
    /** Those with a connection. */
    readonly joined: RegionCount;
    /** Those that wait for the page that they were rendered in. */
    readonly unclaimed: RegionCount;
    /** Those that wait after their connection was dropped. */
    readonly parked: RegionCount;
  };
}
