import type { Traced } from '../../core/traced.js';
import { channels, noteFailure, type WorkChannel } from '../../tracing/channels.js';
import type { Reply } from '../render/update-sink.js';

/** The failures behind refusals, of which a visitor is told no more than a code. */
const causes = new WeakMap<Reply, unknown>();

/** The refusal of a failure, with its cause for those who trace it. */
export function withCause(reply: Reply, cause: unknown): Reply {
  if (channels.join.hasSubscribers || channels.event.hasSubscribers) causes.set(reply, cause);
  return reply;
}

/** The codes of refusals that are no fault of the visitor's. */
const failures: ReadonlySet<string> = new Set(['failed', 'timeout']);

/** Completes the message of a join or an event by its answer. */
export function noteReply<Work extends Traced & { code?: string }>(
  channel: WorkChannel<Work>,
  traced: Work,
  reply: Reply,
): void {
  if (!('error' in reply)) {
    if (reply.diff?.to !== undefined) traced.outcome = 'redirected';
    return;
  }
  const { code, reason } = reply.error;
  traced.code = code;
  if (failures.has(code)) noteFailure(channel, traced, causes.get(reply) ?? new Error(reason));
  else traced.outcome = 'refused';
}
