import { type HeaderOverrides, setHeaders } from '../core/answer-headers.js';
import { FastResponse } from 'srvx/node';

/** A document on its way out. */
export interface DocumentResponse {
  status: number;
  html: string;
  /** The headers that the page and its layouts set. */
  headers: HeaderOverrides;
}

/** Answers with a document, or with its headers alone. */
export function documentResponse(request: Request, document: DocumentResponse): Response {
  const { status, html } = document;
  const headers = new Headers({
    'content-type': 'text/html; charset=utf-8',
    ...setHeaders(document.headers),
  });
  return new FastResponse(request.method === 'HEAD' ? null : html, { status, headers });
}

/** Redirects the visitor to another path of this site, with GET. */
export const redirectResponse = (to: string): Response => toLocation(303, to);

/** Redirects a request permanently to another path of this site, with the same method. */
export const movedResponse = (to: string): Response => toLocation(308, to);

// An empty text is sent with a length, and a missing body is not.
const toLocation = (status: number, location: string): Response =>
  new FastResponse('', { status, headers: { location } });
