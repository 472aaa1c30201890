/** A request; where a server has read it, with the IP address of the visitor. */
export type IncomingRequest = Request & {
  readonly ip?: string | undefined;
  /** Aborts its signal, after its response. */
  abandon?(): void;
};

/** The sender of a request, and the origin that it asks. */
export interface RequestOrigin {
  /** The IP address of the visitor; empty where the socket has none. */
  readonly address: string;
  /** The host that was asked, with its port except where that is the scheme's own. */
  readonly host: string;
  /** True if the visitor's connection is encrypted. */
  readonly secure: boolean;
  /** Scheme and host, such as `https://www.example.org`. */
  readonly origin: string;
  /** True if a trusted proxy passes the request on. */
  readonly proxied: boolean;
}
