import type { Trace } from './trace.js';

/**
 * The outcome of traced work: `redirected` sends the visitor elsewhere, `refused` is a denial or a fault of the visitor, and `failed` one
 * of the app, of a plugin or of Skerry.
 */
export type TraceOutcome = 'ok' | 'redirected' | 'refused' | 'failed';

/** The message of a tracing channel: one object for a piece of work, from its `start` to its last event. */
export interface Traced {
  /** The trace of the request or the connection; absent if neither has caused the work, such as a timer. */
  readonly trace?: Trace | undefined;
  /** True from `end` on if the work goes on after it: then `asyncStart` and `asyncEnd` follow. */
  isAsync?: boolean;
  /** The outcome; it is there with the last event. */
  outcome?: TraceOutcome;
  /** The failure, as it was thrown; it is there with `error`, and may hold what a visitor wrote. */
  error?: unknown;
}

/** A request, for a page, an endpoint, a path of Skerry's own or a connection, up to the head of its answer: `skerry:request`. */
export interface TracedRequest extends Traced {
  /** The method, such as `GET`. */
  readonly method: string;
  /** The path of the URL, without the query. */
  readonly path: string;
  /** True if it asks for a connection. */
  readonly isUpgrade: boolean;
  /** The pattern of the page or the endpoint, such as `/posts/:slug`; absent if none has the path. */
  route?: string;
  /** The status of the answer; it is there with the last event. */
  status?: number;
}

/** The outcome that a status tells. */
export function outcomeOfStatus(status: number): TraceOutcome {
  if (status >= 500) return 'failed';
  if (status >= 400) return 'refused';
  return status >= 300 && status !== 304 ? 'redirected' : 'ok';
}
