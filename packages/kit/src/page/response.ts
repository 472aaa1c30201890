import { type HeaderOverrides, setHeaders } from '../core/answer-headers.js';
import { FastResponse } from 'srvx/node';

/** A document on its way out. */
export interface DocumentResponse {
  status: number;
  html: string;
  /** What the page and its layouts ask for. */
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

/** Sends the visitor to another path of this site, to be asked for with GET. */
export const redirectResponse = (to: string): Response => toLocation(303, to);

/** Says that the same is to be asked for under another path of this site, now and always. */
export const movedResponse = (to: string): Response => toLocation(308, to);

// An empty text, unlike no body, is sent with its length.
const toLocation = (status: number, location: string): Response =>
  new FastResponse('', { status, headers: { location } });
