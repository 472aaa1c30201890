import type { Refusal } from '@skerry/wire';

import { type Denial, isDenial, isRedirect, type Redirect } from '../../core/deny.js';
import { SkerryError } from '../../core/errors.js';
import { VisibleError } from '../../core/visible-error.js';
import type { Reply } from '../render/update-sink.js';

/** What a browser is told of a region that has failed. */
export const regionFailed = { code: 'failed', reason: 'The region failed and starts again.' };

/** What a browser is told where its channel leads nowhere. */
export const notJoined = { code: 'not-joined', reason: 'No region is joined here.' };

/** What a browser is told that shows what is no longer good. */
export const stale = (reason: string): Refusal => ({
  code: 'stale',
  reason: `${reason} Load the page again.`,
});

/** What a browser is told that is to send the same again after a while. */
export const tooMany: Reply = {
  error: { code: 'rate-limited', reason: 'Too many events are waiting.' },
};

/**
 * What a browser is told of what stopped its message: a guard's word, ours by name; of the app's own errors only that it
 * failed, unless they are meant to be seen.
 */
export function refusal(cause: Denial | Redirect | Error): Reply {
  if (isRedirect(cause)) return { diff: { to: cause.to } };
  if (isDenial(cause)) return { error: { code: 'denied', reason: cause.reason } };
  if (cause instanceof VisibleError) return { error: { code: 'failed', reason: cause.message } };
  const code = cause instanceof SkerryError ? wireCodes[cause.code] : undefined;
  if (!code) return { error: { code: 'failed', reason: 'The event could not be handled.' } };
  return { error: { code, reason: (cause as SkerryError).message } };
}

/** Whether an error says that a guard refused what a handler asked for. */
export const isRefused = (error: unknown): boolean =>
  error instanceof SkerryError && error.code === 'denied';

const wireCodes: Partial<Record<SkerryError['code'], string>> = {
  'unknown-event': 'unknown-event',
  'invalid-payload': 'invalid-payload',
  'handler-timeout': 'timeout',
  denied: 'denied',
};
