/** The carrier of a connection's frames, as the connection uses it. */
export interface Transport {
  /** Bytes that wait to be sent; the connection is told by `drained` when they have become fewer. */
  readonly buffered: number;
  /** Sends a frame. */
  send(text: string): void;
  /** Closes the carrier. @param code as WebSocket defines it */
  close(code: number, reason: string): void;
  /** Lets the client wait with its frames. */
  pause(): void;
  /** Lets the client go on. */
  resume(): void;
}
