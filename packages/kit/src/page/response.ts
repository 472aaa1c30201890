import { type AnswerHeaders, type HeaderOverrides, setHeaders } from '../core/answer-headers.js';
import { AppResponse } from '../core/app-response.js';

import { type DocumentRest, DocumentStream } from './stream.js';

/** A document on its way out. */
export interface DocumentResponse {
  status: number;
  html: string;
  rest?: DocumentRest;
  varies?: boolean;
  /** The headers that the page and its layouts set. */
  headers: HeaderOverrides;
}

/** Answers with a document, or with its headers alone. @throws TypeError if one of its headers is none */
export function documentResponse(request: Request, document: DocumentResponse): Response {
  const { status, html, rest } = document;
  const headers: Record<string, string> = {
    'content-type': 'text/html; charset=utf-8',
    ...sendableHeaders(document.headers),
  };
  // Crawlers, and browsers that need the module for late content, get other documents.
  if (document.varies)
    headers.vary = [headers.vary, 'sec-ch-ua, user-agent'].filter(Boolean).join(', ');
  if (request.method === 'HEAD') return new AppResponse(null, status, headers);
  if (!rest) return new AppResponse(html, status, headers);
  // nginx would hold the boundaries back.
  headers['x-accel-buffering'] = 'no';
  // seam: srvx reads Node streams, which are not among the bodies of its type
  return new AppResponse(new DocumentStream(html, rest) as never, status, headers);
}

/** The headers of pages as they are sent: those of a page are often the same for every request. */
const sendable = new WeakMap<HeaderOverrides, AnswerHeaders>();

/** The headers that are set. @throws TypeError if one of them is none */
function sendableHeaders(overrides: HeaderOverrides): AnswerHeaders {
  let headers = sendable.get(overrides);
  if (!headers) sendable.set(overrides, (headers = setHeaders(overrides)));
  return headers;
}

/** Redirects the visitor to another path of this site, with GET. */
export const redirectResponse = (to: string): Response => toLocation(303, to);

/** Redirects a request permanently to another path of this site, with the same method. */
export const movedResponse = (to: string): Response => toLocation(308, to);

// An empty text is sent with a length, and a missing body is not.
const toLocation = (status: number, location: string): Response =>
  new AppResponse('', status, { location });
