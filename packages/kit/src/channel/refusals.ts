import type { ClientMessage, Refusal, WireError } from '@skerry/wire';

import type { CloseReason } from '../core/close-reason.js';
import type { Locals } from '../core/locals.js';
import type { LiveSession } from '../core/session.js';
import type { HookPayloads } from '../hooks/payloads.js';
import type { ConnectionInfo } from '../hooks/subjects.js';
import type { Hooks } from '../hooks/types.js';
import type { Region } from '../live/region/region.js';

/** A refusal of a message, as its connection tells it to plugins. */
export type RefusedMessage = Pick<
  HookPayloads['onRefuse'],
  'reason' | 'step' | 'message' | 'region' | 'event'
>;

/** Tells the taps of a refusal that no guard has decided; of a frame, if no other step is named. */
export function noteRefusal(
  { onRefuse }: Hooks,
  connection: ConnectionInfo & { readonly session: LiveSession; readonly locals: Locals },
  refused: Omit<RefusedMessage, 'step'> & Partial<RefusedMessage>,
): void {
  const { session, locals, address } = connection;
  onRefuse.call({ step: 'frame', ...refused, connection, session, locals, address });
}

export const tooManyChannels = { code: 'too-many-channels', reason: 'too many channels joined' };
export const tooMany = { code: 'rate-limited', reason: 'Too many messages.' };

/** The refusal of a frame that names a channel to answer. */
export const frameRefusal = ({ code, message }: WireError): Refusal => ({
  code: code === 'unknown-event' ? 'unmatched topic' : code,
  reason: message,
});

/** The reasons for closing a connection whose frame names no channel to answer, if not `protocol-error`. */
export const closeReasons: Partial<Record<WireError['code'], CloseReason>> = {
  'too-large': 'too-large',
  'not-utf8': 'not-utf8',
};

/** A message as plugins see it: nothing shows that a form keeps secret, and nothing of an event for no region. */
export function disclosed(
  message: ClientMessage,
  regionOf: (event: ClientMessage & { kind: 'event' }) => Region | undefined,
): ClientMessage {
  if (message.kind !== 'event') return message;
  const region = regionOf(message);
  const handler = region?.view.events.get(message.payload.event);
  if (region && !handler?.disclose) return message;
  const value = handler?.disclose?.(message.payload.value);
  return { ...message, payload: { ...message.payload, value } };
}
