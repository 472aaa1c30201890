import { traceOfLocals } from '../../core/trace.js';
import { channels, publishWork } from '../../tracing/channels.js';
import type { TracedEvent } from '../../tracing/contexts.js';
import type { Respond } from '../render/update-sink.js';
import type { RegionCore } from './parts.js';
import { noteReply } from './trace-reply.js';

/** Handles an event, and publishes that on `skerry:event`; `handle` answers with the function that it is handed. */
export function traceEvent(
  { locals, info: region }: Pick<RegionCore, 'locals' | 'info'>,
  event: string,
  respond: Respond,
  handle: (respond: Respond) => void | Promise<void>,
): void | Promise<void> {
  const traced: TracedEvent = { trace: traceOfLocals(locals), region, event };
  return publishWork(channels.event, traced, () =>
    handle((answer) => {
      noteReply(channels.event, traced, answer);
      return respond(answer);
    }),
  );
}
