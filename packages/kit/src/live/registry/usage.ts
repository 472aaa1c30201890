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
