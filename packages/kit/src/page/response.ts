import { type HeaderOverrides, setHeaders } from '../core/answer-headers.js';
import { FastResponse } from 'srvx/node';

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

/** Answers with a document, or with its headers alone. */
export function documentResponse(request: Request, document: DocumentResponse): Response {
  const { status, html, rest } = document;
  const headers = new Headers({
    'content-type': 'text/html; charset=utf-8',
    ...setHeaders(document.headers),
  });
  // Crawlers, and browsers that need the module for late content, get other documents.
  if (document.varies) headers.append('vary', 'sec-ch-ua, user-agent');
  if (request.method === 'HEAD') return new FastResponse(null, { status, headers });
  if (!rest) return new FastResponse(html, { status, headers });
  // nginx would hold the boundaries back.
  headers.set('x-accel-buffering', 'no');
  // seam: srvx reads Node streams, which are not among the bodies of its type
  return new FastResponse(new DocumentStream(html, rest) as never, { status, headers });
}

/** Redirects the visitor to another path of this site, with GET. */
export const redirectResponse = (to: string): Response => toLocation(303, to);

/** Redirects a request permanently to another path of this site, with the same method. */
export const movedResponse = (to: string): Response => toLocation(308, to);

// An empty text is sent with a length, and a missing body is not.
const toLocation = (status: number, location: string): Response =>
  new FastResponse('', { status, headers: { location } });
