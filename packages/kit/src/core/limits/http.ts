/** Limits on the connections and requests of the HTTP server. */
export const httpLimits = {
  /**
   * Connections of the HTTP server, WebSockets included. One more is closed at once. Set fewer than the process may have
   * descriptors (`ulimit -n`), with room for files and databases.
   */
  maxSockets: 50_000,
  /** Milliseconds within which the headers of a request arrive. A slower request is answered 408, and its connection closed. */
  headersTimeout: 20_000,
  /**
   * Milliseconds within which a request arrives, its body included. A slower request is answered 408, and its connection
   * closed. Set more for large uploads over slow connections.
   */
  requestTimeout: 60_000,
  /**
   * Bytes of the body of a request. A request that announces more is answered 413, and its connection closed; where a body
   * without a length turns out larger, reading it fails. Set as many as your largest upload has, and the same in the proxy.
   */
  maxRequestBytes: 1024 * 1024,
  /** Bytes of what a form of a region posts, the state that it carries included. More is answered 413. */
  maxPostedBytes: 256 * 1024,
  /**
   * Milliseconds that a page or an endpoint takes to answer; an endpoint has `requestTimeout` more where the body is still
   * on its way. Then the answer is 503, and `onError` receives `answer-timeout`. The body of an answer may stream for longer.
   * Set less than the proxy waits, so that visitors see your error page and not the proxy's.
   */
  answerTimeout: 30_000,
  /**
   * Milliseconds that the content of a `<Suspense>` takes, if that says nothing else. Then the nearest error boundary takes its
   * place, and `onError` receives `boundary-timeout`. The answer waits for the slowest. Set less than `answerTimeout`, which
   * bounds a page that is sent in order.
   */
  boundaryTimeout: 20_000,
  /**
   * Milliseconds after which the answer with a page that has a region waits for late content no longer: it ends, and the
   * content comes over the page's connection. Where there is none, the answer waits on. Set less than the proxy waits for the
   * next byte.
   */
  documentTimeout: 5_000,
  /**
   * Milliseconds without a byte, in either direction, while a request arrives or is answered. Then the connection is closed.
   * Set more than the longest pause in what your endpoints stream.
   */
  socketTimeout: 120_000,
  /** Milliseconds that the download of a file takes. Then the connection is closed. */
  downloadTimeout: 60 * 60 * 1000,
  /**
   * Milliseconds for which a connection waits for its next request. Then it is closed. Set more than the proxy keeps its
   * idle connections, or the proxy meets closed ones and answers 502.
   */
  keepAliveTimeout: 5_000,
  /** Requests of one connection that wait for their answers at the same time. One more is answered 503, and the connection closed. */
  maxPipelinedRequests: 32,
  /**
   * Milliseconds within which a WebSocket opens, and within which it closes. Then the connection is cut. Set more than your
   * guards of `beforeConnect` take.
   */
  handshakeTimeout: 20_000,
};
