/** Limits on the connections by which browsers join regions. */
export const connectionLimits = {
  /**
   * Connections of the whole process. One more is refused with 503, and `onError` receives `too-many-connections`, once a
   * minute. Set as many as the memory of the process allows; `usage()` says what they hold.
   */
  maxConnections: 50_000,
  /**
   * Connections of one address; those of one network of IPv6 (its first 64 bits) count as one address. One more is refused
   * with 429, and `onError` receives `too-many-connections`, once a minute. Behind a proxy set `trustProxy`, or all visitors
   * have one address. Set more where many visitors share an address, such as a school.
   */
  maxConnectionsPerAddress: 1_000,
  /** Connections of one session. One more is refused with 429, and `onError` receives `too-many-connections`, once a minute. */
  maxConnectionsPerSession: 100,
  /**
   * Milliseconds without a frame from the browser, which sends one every 30 seconds. Then the connection is closed with the
   * code 1013, and its regions wait for the browser. A proxy has to wait longer than 30 seconds on a quiet WebSocket.
   */
  heartbeatTimeout: 120_000,
  /**
   * Frames per second, of any kind, that one connection sends in the long run; every 4 KiB of a frame count as one. Further
   * frames are dropped; where those are more than a tenth of the rate, the connection is closed with the code 1008. Where
   * `eventRate` is higher, it counts in place of this.
   */
  frameRate: 200,
  /** Frames that one connection sends at once. Further frames are dropped, as with `frameRate`. Where `maxEventBurst` is higher, it counts in place of this. */
  maxFrameBurst: 1_000,
  /**
   * Events per second that one connection sends in the long run. Further events are refused with `rate-limited`, and the
   * page sends them again after a while. Set fewer where handlers are costly; a visitor who clicks sends a few a second.
   */
  eventRate: 50,
  /** Events that one connection sends at once. Further events are refused, as with `eventRate`. */
  maxEventBurst: 100,
  /**
   * Joins, and requests for parts of a tree, per second that one connection sends in the long run; `maxChannels` at once.
   * Further ones are refused with `rate-limited`, and the page sends them again after a while.
   */
  joinRate: 10,
  /**
   * Bytes that wait to be sent on one connection. At a sixteenth of them, changes wait until the browser has read, and are
   * sent as one; beyond all of them, the next frame closes the connection with the code 1013.
   */
  maxOutboundBytes: 1024 * 1024,
};
