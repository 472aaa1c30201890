import { Readable } from 'node:stream';

import { HTTPResponse } from 'h3';
import { FastResponse } from 'srvx/node';

import { fail } from '../core/errors.js';

/** The statuses of answers that end with their headers. */
export const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * A copy of a response of the app for one answer: other answers may share the original.
 *
 * @throws SkerryError `bad-response` if it cannot be sent
 */
export function checkResponse(response: Response): Response {
  const { status, statusText, headers } = response;
  if (!(status >= 200 && status <= 599))
    throw fail('bad-response', { problem: `a Response that has the status ${status}` });
  const body = withoutBody.has(status) ? null : response.body;
  if (response.bodyUsed || body?.locked)
    throw fail('bad-response', { problem: 'a Response that has been read or sent before' });
  return new FastResponse(body, { status, statusText, headers: new Headers(headers) });
}

/** Cancels a body that nobody reads. */
export function cancelBody(answer: unknown): void {
  const body = answer instanceof Response || answer instanceof HTTPResponse ? answer.body : answer;
  if (body instanceof ReadableStream) body.cancel().catch(() => undefined);
  else if (body instanceof Readable) body.destroy();
}

/** A response without the body that its status forbids. */
export function bodiless(response: Response): Response {
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new FastResponse(null, { status, statusText, headers });
}

/**
 * The answer of a page that has made a response itself.
 *
 * @throws SkerryError `bad-response` if it cannot be sent
 */
export function pageAnswer(request: Request, response: Response): Response {
  const answer = checkResponse(response);
  if (request.method !== 'HEAD' && !withoutBody.has(answer.status)) return answer;
  cancelBody(answer);
  return request.method === 'HEAD' ? headOf(answer) : bodiless(answer);
}

/** A response without its body; its headers say what GET would answer. */
const headOf = ({ status, statusText, headers }: Response): Response =>
  new FastResponse(null, { status, statusText, headers });
