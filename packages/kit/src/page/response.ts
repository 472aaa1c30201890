import { FastResponse } from 'srvx/node';

/** A response that was made for one request, by us: nobody else holds its headers. */
export class OwnResponse extends FastResponse {}

/** A document on its way out. */
export interface DocumentResponse {
  status: number;
  html: string;
  /** What the page and its layouts ask for. */
  headers: Readonly<Record<string, string>>;
  /** Whether it holds a live region: then nobody else may be shown it. */
  live: boolean;
}

/** Answers with a document, or with its headers alone. */
export function documentResponse(request: Request, document: DocumentResponse): Response {
  const { status, html, live } = document;
  const headers = new Headers(document.headers);
  if (!headers.has('content-type')) headers.set('content-type', 'text/html; charset=utf-8');
  if (live) headers.set('cache-control', 'private, no-store');
  return new OwnResponse(request.method === 'HEAD' ? null : html, { status, headers });
}

/** Sends the visitor to another path of this site, to be asked for with GET. */
export const redirectResponse = (to: string): Response => toLocation(303, to);

/** Says that the same is to be asked for under another path of this site, now and always. */
export const movedResponse = (to: string): Response => toLocation(308, to);

// An empty text, unlike no body, is sent with its length.
const toLocation = (status: number, location: string): Response =>
  new OwnResponse('', { status, headers: { location } });
