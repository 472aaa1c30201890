import { randomBytes } from 'node:crypto';

import { findBlamed } from './blame.js';
import type { Locals } from './locals.js';
import { randomName } from './random-name.js';

/** The place of a request or a connection in a trace: a distributed one, if the caller takes part in it. */
export interface Trace {
  /** The name of this request or connection, which no other has. */
  readonly requestId: string;
  /** The name of the trace: 32 hexadecimal digits, those of `traceparent` or random ones. */
  readonly traceId: string;
  /** The name of the span that has asked, of `traceparent`: 16 hexadecimal digits; absent without a valid one. */
  readonly parentId?: string;
  /** True if the caller records its span, as `traceparent` says. */
  readonly isSampled: boolean;
}

// Copies of kit in one process share it: a plugin with a copy of its own finds the traces of the app.
const key: unique symbol = Symbol.for('skerry.traces');
const shared = globalThis as { [key]?: WeakMap<Locals, Trace | string> };
/** The traces that were asked for, and the headers of those that were not yet. */
const traces = (shared[key] ??= new WeakMap());

/** Makes the locals of a request or a connection, of which guards and {@link traceOf} make use. They inherit those of the app. */
export function createLocals(origin?: string | Trace | null, ofApp?: Locals): Locals {
  const locals = Object.create(ofApp ?? Object.prototype) as object;
  if (origin) traces.set(locals, origin);
  // seam: an app declares the members that its guards set.
  return locals as Locals;
}

/**
 * Returns the trace of a request or a connection: of the one whose `locals` it is handed, as payloads of hooks, props of pages, and
 * live views have them; otherwise of the page, the endpoint or the live view that is at work. It is made when it is first asked for.
 *
 * `traceparent` is read as W3C Trace Context has it; a malformed one is ignored.
 *
 * @returns `undefined` if nothing that has a trace is at work
 */
export function traceOf(work: { readonly locals?: Locals | undefined } = {}): Trace | undefined {
  const locals = work.locals ?? findBlamed()?.locals;
  return locals && traceOfLocals(locals);
}

/** The trace of the request or the connection with these locals. */
export function traceOfLocals(locals: Locals): Trace {
  const known = traces.get(locals);
  if (typeof known === 'object') return known;
  const trace = createTrace(known);
  traces.set(locals, trace);
  return trace;
}

/** The trace that a `traceparent` continues; a new one without a valid header. */
export function createTrace(header?: string | null): Trace {
  const requestId = randomName();
  const caller = header ? readTraceparent(header) : undefined;
  if (caller) return { requestId, ...caller };
  return { requestId, traceId: randomBytes(16).toString('hex'), isSampled: false };
}

/**
 * The form of all versions, the first 55 characters of which are those of version `00` (W3C Trace Context, 3.2.2 and 3.2.4); in later ones
 * more may follow.
 */
const form = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-[\x21-\x7e]*)?$/;

function readTraceparent(header: string): Omit<Trace, 'requestId'> | undefined {
  if (header.length > 256) return undefined;
  const [, version, traceId, parentId, flags, more] = form.exec(header) ?? [];
  if (!traceId || !parentId || version === 'ff' || (version === '00' && more)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  return { traceId, parentId, isSampled: (Number.parseInt(flags!, 16) & 1) === 1 };
}
