/** Limits on the start, on the taps of plugins, on the log, and on what browsers report. */
export const pluginLimits = {
  /** Milliseconds that `start` of `src/server.ts` takes. Then the start has failed, with `start-failed`. */
  startTimeout: 60_000,
  /** Milliseconds that an asynchronous tap takes, and the function that `start` of `src/server.ts` has returned. Then it has failed, with `hook-timeout`. */
  hookTimeout: 10_000,
  /** Milliseconds that the setup of a plugin takes. Then the start has failed, with `plugin-setup`. */
  setupTimeout: 10_000,
  /** Calls of one tap of an observer that run at the same time. Further calls are skipped: `onError` receives `hook-busy`, once, and at the end `hook-skipped` with their number. */
  maxHookCalls: 1_000,
  /**
   * Entries in a minute that the log takes for the faults of visitors, and as many for failures of the app. Further ones are
   * counted, and a line at the end of the minute says how many they were. Hooks hear of all of them.
   */
  maxLogEntries: 300,
  /** Entries in a minute that the log takes for the faults of one visitor, and for failures at one place of the app. Further ones are counted, as with `maxLogEntries`. */
  maxLogEntriesPerCause: 10,
  /** Hosts and origins in a minute whose refusal the log takes. Further ones are refused without a line. */
  maxLoggedRefusals: 100,
  /** Reports in a minute of islands that failed in browsers. Further reports are dropped. */
  maxIslandReports: 600,
  /** Reports in a minute from one session, and from one address. Further reports are dropped. Behind a proxy set `trustProxy`, or all visitors have one address. */
  maxIslandReportsPerVisitor: 20,
  /** Bytes of one report. A larger one is answered 413, and dropped. */
  maxIslandReportBytes: 4 * 1024,
};
