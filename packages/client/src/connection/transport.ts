/** The connection, as its transport uses it. */
export interface TransportReceiver {
  /** Frames can be sent. */
  onopen: () => void;
  /** A frame has come. */
  onmessage: (frame: { data: string }) => void;
  /** The server or the network has closed the transport. @param isUnreadable true if the server could not read a frame */
  onclose: (isUnreadable: boolean) => void;
}

/** A way to the server, as the connection uses it. A WebSocket is one, since the members have the same names. */
export interface Transport {
  /** 1 while frames can be sent. */
  readonly readyState: number;
  /** The calls of the receiver; `null` ends them. */
  onopen: unknown;
  onmessage: unknown;
  onclose: unknown;
  /** Sends a frame. */
  send(text: string): void;
  close(): void;
}

/** Opens a transport. */
export type OpenTransport = (receiver: TransportReceiver) => Transport;
