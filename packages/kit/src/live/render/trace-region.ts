import { traceOfLocals } from '../../core/trace.js';
import { channels, publishWork } from '../../tracing/channels.js';
import type { TracedFlush, TracedRender } from '../../tracing/contexts.js';
import type { RegionCore } from '../region/parts.js';

type TracedRegion = Pick<RegionCore, 'locals' | 'info'>;

/** Renders a region, and publishes that on `skerry:render`. @throws what the rendering throws */
export function traceRender<T>({ locals, info: region }: TracedRegion, render: () => T): T {
  const traced: TracedRender = { trace: traceOfLocals(locals), region, path: region.path };
  // seam: the work is synchronous, so that its result is there.
  return publishWork(channels.render, traced, render) as T;
}

/** Sends an update of a region, and publishes that on `skerry:flush`; `send` returns its bytes. */
export function traceFlush({ locals, info: region }: TracedRegion, send: () => number): number {
  const { path, view: name } = region;
  const traced: TracedFlush = { trace: traceOfLocals(locals), region, path, name };
  // seam: the work is synchronous, so that its result is there.
  return publishWork(channels.flush, traced, send, (bytes) => (traced.bytes = bytes)) as number;
}
