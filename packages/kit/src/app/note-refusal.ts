import type { RequestContext } from '../core/request-context.js';
import type { IncomingRequest } from '../core/incoming-request.js';
import type { HostRefusal } from '../core/request-policy.js';
import type { Hooks } from '../hooks/types.js';
import type { Fault } from '../page/error-page.js';

interface WithHooks {
  readonly hooks: Hooks;
}

/** Tells the taps of a refusal that no guard has decided. */
export function noteRefusal(
  { hooks }: WithHooks,
  { request, url, from, session, locals }: RequestContext,
  { status, reason: message }: Fault,
): void {
  const reason = status === 403 ? 'csrf' : 'invalid-input';
  const step = request.method === 'POST' ? 'post' : 'request';
  const { address } = from;
  hooks.onRefuse.call({ reason, step, message, address, request, url, session, locals });
}

/** Tells the taps of a request for a host that is not the app's. */
export const noteHostRefusal = (
  { hooks }: WithHooks,
  { status, reason: message }: HostRefusal,
  request: IncomingRequest,
): void =>
  hooks.onRefuse.call({
    reason: status === 421 ? 'host' : 'invalid-input',
    step: 'request',
    message,
    address: request.ip,
    request,
  });
