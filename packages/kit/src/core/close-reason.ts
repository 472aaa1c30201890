/** The server's reason for closing a connection. */
export type CloseReason = keyof typeof closeCodes;

/** The code of WebSocket for each reason: clients and `onDisconnect` see it. */
export const closeCodes = {
  /** A frame is not UTF-8. */
  'not-utf8': 1007,
  /** A frame cannot be read, and names no channel to answer. */
  'protocol-error': 1008,
  /** The client sends too many frames. */
  'too-many-frames': 1008,
  /** A frame is above `maxPayload`. */
  'too-large': 1009,
  /** The client must connect again: the server stops, or the session needs a newer cookie. */
  reconnect: 1012,
  /** The client reads nothing, or sends nothing, for too long. */
  unresponsive: 1013,
  /** The session is over: its page connects again, with another session, and is then stale. */
  'session-over': 4001,
} as const;
