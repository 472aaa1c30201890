const day = 24 * 60 * 60 * 1000;

/** Limits on sessions, and on the tokens by which pages join their regions. */
export const sessionLimits = {
  /**
   * Milliseconds without use after which a session ends, at most 400 days. Then its visitor has another session, and open
   * pages load again. Set minutes where your app is about money or health.
   */
  sessionIdleTimeout: 7 * day,
  /**
   * Milliseconds after which a session ends, however much it is used, at most 400 days; `renew()` begins anew. Set hours
   * where your app is about money or health.
   */
  sessionMaxAge: 30 * day,
  /**
   * Milliseconds for which a browser that shows the old cookie of a renewed session waits for the new one. Later, the old
   * cookie is that of a session that has ended.
   */
  sessionAliasMaxAge: 60_000,
  /** Milliseconds for which the connections of a session that has ended stay open, so that a page gets to where its visitor was sent. Then they are closed, and their pages load again. */
  sessionCloseTimeout: 2_000,
  /**
   * Sessions that the process remembers as ended or renewed, for as long as their cookies would be good. Of more, the oldest
   * is forgotten: its cookie is good again. Set more than visitors log in or out in `sessionIdleTimeout` and a day.
   */
  maxEndedSessions: 100_000,
  /**
   * Milliseconds for which a region can be mounted anew from its page. Then the page has to be loaded again; a region that
   * is still there goes on. Set as long as pages stay open.
   */
  tokenMaxAge: day,
};
