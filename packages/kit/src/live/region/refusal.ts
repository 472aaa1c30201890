import type { Refusal } from '@skerry/wire';

import {
  type Denial,
  isDenial,
  isInterrupt,
  isMissing,
  isRedirect,
  type Redirect,
} from '../../core/deny.js';
import { SkerryError, VisibleError } from '../../core/errors.js';
import type { Reply } from '../render/update-sink.js';
import { withCause } from './trace-reply.js';

/** The refusal of a region that has failed. */
export const regionFailed = { code: 'failed', reason: 'The region failed and starts again.' };

/** The refusal of a channel without a region. */
export const notJoined = { code: 'not-joined', reason: 'No region is joined here.' };

/** The refusal of an outdated page. */
export const stale = (reason: string): Refusal => ({
  code: 'stale',
  reason: `${reason} Load the page again.`,
});

/** The refusal of a message that may be sent again after a while. */
export const tooMany: Reply = {
  error: { code: 'rate-limited', reason: 'Too many events are waiting.' },
};

/**
 * The refusal of a message for its cause. Reasons of guards and errors of the framework are sent; an error of the app is
 * sent only as a failure, unless it is a `VisibleError`.
 */
export function refusal(cause: Denial | Redirect | Error): Reply {
  if (isRedirect(cause)) return { diff: { to: cause.to } };
  if (isMissing(cause)) return { error: { code: 'not-found', reason: cause.reason } };
  if (isDenial(cause)) return { error: { code: 'denied', reason: cause.reason } };
  return withCause({ error: refusalOf(cause) }, cause);
}

/** The refusal of a region that an error has reset. */
export const resetBy = (cause: unknown): Reply => withCause({ error: regionFailed }, cause);

function refusalOf(cause: Error): Refusal {
  if (cause instanceof VisibleError) return { code: 'failed', reason: cause.message };
  const code = cause instanceof SkerryError ? wireCodes[cause.code] : undefined;
  if (!code) return { code: 'failed', reason: 'The event could not be handled.' };
  return { code, reason: cause.message };
}

/** Returns true for a handler's own no, and for the error of a guard that refused a call of a handler. */
export const isRefused = (failure: unknown): boolean =>
  isInterrupt(failure) || (failure instanceof SkerryError && failure.code === 'denied');

const wireCodes: Partial<Record<SkerryError['code'], string>> = {
  'unknown-event': 'unknown-event',
  'invalid-payload': 'invalid-payload',
  'handler-timeout': 'timeout',
  denied: 'denied',
};
