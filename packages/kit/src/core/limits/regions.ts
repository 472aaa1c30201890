/** Limits on the regions that the server keeps. The size of a region is estimated. */
export const regionLimits = {
  /**
   * Bytes, estimated, that one region holds: its state, its props, and the data that it keeps of its rendering. A state that takes
   * more is refused with `region-too-large`, and the region keeps the state before. Set a few times what your largest view
   * needs.
   */
  maxRegionBytes: 16 * 1024 * 1024,
  /**
   * Rows of all lists of one form together. A button that adds one more does nothing, and further rows in what a browser
   * sends are left out. Set more than your longest form has.
   */
  maxFormRows: 500,
  /**
   * Bytes, estimated, that all regions of one session hold. For more, regions of the session that wait for a browser are
   * ended, the oldest first; where that is not enough, the state is refused with `session-too-large`.
   */
  maxSessionBytes: 64 * 1024 * 1024,
  /**
   * Milliseconds that a region waits for a browser: for the page that it was rendered in, and after its connection was
   * dropped. Then it ends, and a page that comes later mounts it anew from its props. Set more where visitors lose their
   * connection for longer; it costs memory.
   */
  parkTimeout: 30_000,
  /**
   * Regions of the whole process that wait after their connection was dropped. For one more, the oldest ends; where the
   * address that brings it has more than its share, the oldest of that address. Set as many as lose their connection at once
   * when a proxy restarts.
   */
  maxParkedRegions: 10_000,
  /**
   * Bytes, estimated, that the regions of `maxParkedRegions` hold. For more, regions end as they do there. Set a share of the
   * heap (`--max-old-space-size`) that leaves room for regions that are joined.
   */
  maxParkedBytes: 256 * 1024 * 1024,
  /** Regions of one session that wait for a browser, whether they were joined before or not. For one more, the oldest of the session ends. */
  maxParkedPerSession: 200,
  /**
   * Regions of the whole process that wait for the page that they were rendered in. For one more, a region ends, as with
   * `maxParkedRegions`. Set `parkTimeout` in seconds times the pages that are loaded in a second.
   */
  maxUnclaimedRegions: 10_000,
  /** Bytes, estimated, that the regions of `maxUnclaimedRegions` hold. For more, regions end as they do there. Set as `maxParkedBytes`. */
  maxUnclaimedBytes: 128 * 1024 * 1024,
  /** Milliseconds without work after which a region drops its last tree and the updates of `maxReplayFrames`. It renders the tree again when it needs it. */
  idleTimeout: 10_000,
  /**
   * Updates that a region keeps to send again after its connection was dropped, and emitted events that wait for its next
   * update. Of more, the oldest go; a browser that has missed one that is gone is sent the whole tree.
   */
  maxReplayFrames: 64,
  /** Bytes of the updates that a region keeps to send again. Of more, the oldest go, as with `maxReplayFrames`. */
  maxReplayBytes: 64 * 1024,
  /**
   * Bytes of props, as JSON, that travel in a region's token. Larger props stay on the server: once their region has ended,
   * it cannot be mounted anew, and its page has to be loaded again.
   */
  maxSealedBytes: 2 * 1024,
  /**
   * Bytes of a region's state, as text, that its forms carry for visitors without script, in all of them together. Of a larger state
   * they carry none: once the region has ended, after `parkTimeout`, a form finds a freshly mounted one.
   */
  maxPostedState: 8 * 1024,
  /**
   * Posted forms that the process remembers, so that each counts once: a form that is posted again, by a double click or a reload,
   * is answered as before. Of more, the oldest are forgotten.
   */
  maxPostedForms: 1_000,
  /** Islands of one region that have not hydrated and whose markup is sent when it changes. Of more, the one that was asked for first is sent no longer. */
  maxMarkupRequests: 1_000,
};
