import type { IncomingRequest } from '../core/incoming-request.js';
import { headerOf } from '../core/request-origin.js';
import { createTrace } from '../core/trace.js';
import { outcomeOfStatus, type TracedRequest } from '../core/traced.js';
import { channels, publishWork } from '../tracing/channels.js';

/** Answers a request, and publishes that on `skerry:request`; the answer is handed what it may add to. */
export function traceRequest(
  request: IncomingRequest,
  url: URL | undefined,
  answer: (traced: TracedRequest) => Response | Promise<Response>,
): Response | Promise<Response> {
  const traced: TracedRequest = {
    trace: createTrace(headerOf(request, 'traceparent')),
    method: request.method,
    path: (url ?? new URL(request.url)).pathname,
    isUpgrade: false,
  };
  return publishWork(
    channels.request,
    traced,
    () => answer(traced),
    ({ status }) => {
      traced.status = status;
      traced.outcome ??= outcomeOfStatus(status);
    },
  );
}
