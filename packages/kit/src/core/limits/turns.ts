/** Limits on the work of regions, and on the messages between them. */
export const turnLimits = {
  /**
   * Milliseconds that one turn of a region takes, and its `mount`. Then the turn is over: its signal aborts, its changes are
   * dropped, and it fails with `handler-timeout`.
   */
  turnTimeout: 5_000,
  /** Milliseconds that one load of `live.load` takes. Then it fails with `load-timeout`, and its signal aborts. */
  loadTimeout: 30_000,
  /** Milliseconds in one go for which a handler or a render holds up the event loop. More is a warning in the log (`slow-handler`), for each once a minute. */
  slowTurnTimeout: 50,
  /**
   * Milliseconds that the event loop keeps one in a hundred pieces of work waiting, measured over a minute. More is a warning
   * in the log (`slow-loop`), in production.
   */
  slowLoopTimeout: 100,
  /** Calls of `live.flush()` in one turn. One more throws `too-many-flushes`. */
  maxFlushes: 1_000,
  /**
   * Events and messages that wait in the queue of one region. A further event is refused with `rate-limited`, and the page
   * sends it again after a while; a further message is dropped, and `onError` receives `region-busy`.
   */
  maxQueuedTurns: 100,
  /** Bytes, estimated, of the events and messages of `maxQueuedTurns`. Further ones are refused or dropped as they are there. */
  maxQueueBytes: 1024 * 1024,
  /**
   * Bytes, estimated, that wait in the queues of all regions of one connection. Further events for a region that is busy are
   * refused with `rate-limited`, and the page sends them again after a while.
   */
  maxWaitingBytes: 2 * 1024 * 1024,
  /** Timers of one region, by `every` and `after`. One more throws `too-many-timers`. */
  maxTimers: 100,
  /** Messages in a chain, each published by the handler of the one before. One more is dropped, and `onError` receives `message-loop`. */
  maxMessageHops: 100,
  /**
   * Deliveries of the messages that handlers publish in the course of one message. A message that would cause more is dropped, and
   * `onError` receives `message-loop`. Set more than the largest topic has receivers, where handlers publish to it.
   */
  maxCausedMessages: 10_000,
  /** Messages of one topic that wait to be delivered. One more is dropped, and `onError` receives `topic-busy`. */
  maxTopicQueue: 10_000,
  /** Milliseconds after a failed turn within which a second one resets the region. Then `onPanic` fires, and the browser mounts the region anew. */
  failureMaxAge: 10_000,
  /**
   * Errors in a minute that nothing caught. At one more, the process stops as at SIGTERM, with the exit code 1. A visitor who
   * finds a handler that leaves such errors can get there: mend the handler.
   */
  maxPanics: 1_000,
};
