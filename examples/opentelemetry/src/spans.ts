import { type TracingChannelSubscribers, tracingChannel } from 'node:diagnostics_channel';
import type { AsyncLocalStorage } from 'node:async_hooks';

import {
  type Context,
  createContextKey,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import type { TracedWork } from '@skerry/kit';

import { describers } from './describe-work.ts';

type Name = keyof TracedWork;

/** Says of a context which request or connection it belongs to. */
const requestKey = createContextKey('skerry.request');

/** Makes spans of everything that Skerry publishes, in the context that `contexts` keeps; returns a function that ends it. */
export function traceSkerry(tracer: Tracer, contexts: AsyncLocalStorage<Context>): () => void {
  const names = Object.keys(describers) as Name[];
  const ends = names.map((name) => traceChannel(name, tracer, contexts));
  return () => ends.forEach((end) => end());
}

function traceChannel<Of extends Name>(
  name: Of,
  tracer: Tracer,
  contexts: AsyncLocalStorage<Context>,
): () => void {
  type Work = TracedWork[Of];
  const channel = tracingChannel<unknown, Work>(name);
  const spans = new WeakMap<Work, Span>();
  const end = (work: Work): void => {
    const span = spans.get(work);
    const { name: known, attributes } = describers[name](work);
    span?.updateName(known).setAttributes({ ...attributes, 'skerry.outcome': work.outcome });
    span?.end();
  };
  // Node calls this before `start`; the result is the context of the work.
  channel.start.bindStore(contexts, (work: Work) => {
    const parent = parentOf(work, contexts.getStore() ?? ROOT_CONTEXT);
    const { name: known, ...options } = describers[name](work);
    const span = tracer.startSpan(known, options, parent);
    spans.set(work, span);
    return trace.setSpan(parent, span);
  });
  const subscribers: TracingChannelSubscribers<Work> = {
    start() {},
    // Work that goes on ends with `asyncEnd`.
    end: (work) => void (work.isAsync || end(work)),
    asyncStart() {},
    asyncEnd: end,
    error: (work) => noteError(spans.get(work), work.error),
  };
  channel.subscribe(subscribers);
  return () => {
    channel.unsubscribe(subscribers);
    channel.start.unbindStore(contexts);
  };
}

/** The context around some work: the running one, unless the work belongs to another request, which may continue a trace. */
function parentOf({ trace: origin }: TracedWork[Name], active: Context): Context {
  if (!origin || active.getValue(requestKey) === origin.requestId) return active;
  const root = ROOT_CONTEXT.setValue(requestKey, origin.requestId);
  const { traceId, parentId: spanId, isSampled } = origin;
  if (spanId === undefined) return root;
  const traceFlags = isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(root, { traceId, spanId, traceFlags, isRemote: true });
}

function noteError(span: Span | undefined, thrown: unknown): void {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  span?.recordException(error);
  span?.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
}
