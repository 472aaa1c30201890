import type { IncomingMessage } from 'node:http';

import { createTrace, type Trace } from '../../core/trace.js';
import { outcomeOfStatus, type TracedRequest } from '../../core/traced.js';
import { channels, publishWork } from '../../tracing/channels.js';

/** The header by which a request for a connection takes part in a trace. */
export const traceparentOf = ({ headers }: IncomingMessage): string | undefined =>
  headers.traceparent as string | undefined;

/** Decides about a request for a connection, and publishes that on `skerry:request`; the decision is handed the trace. */
export function traceUpgrade<Verdict extends object>(
  request: IncomingMessage,
  decide: (trace: Trace) => Verdict | Promise<Verdict>,
): Verdict | Promise<Verdict> {
  const trace = createTrace(traceparentOf(request));
  const traced: TracedRequest = {
    trace,
    method: request.method ?? 'GET',
    path: new URL(request.url ?? '/', 'http://host.invalid').pathname,
    isUpgrade: true,
  };
  return publishWork(
    channels.request,
    traced,
    () => decide(trace),
    (verdict) => {
      traced.status = 'status' in verdict ? (verdict.status as number) : 101;
      traced.outcome = outcomeOfStatus(traced.status);
    },
  );
}
