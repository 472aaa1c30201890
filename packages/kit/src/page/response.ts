import { holesHeader } from '@skerry/wire';

import { type AnswerHeaders, type HeaderOverrides, setHeaders } from '../core/answer-headers.js';
import { underBase } from '../core/base.js';
import type { ResolvedConfig } from '../core/config.js';
import { AppResponse } from '../core/app-response.js';
import { refreshHtml } from './boundary.js';
import { withoutNoscript } from './noscript.js';
import { documentEnd, type DocumentRest, DocumentStream } from './stream.js';

/** The path of the rules by which browsers load pages ahead. */
export const speculationPath = '/_skerry/speculation-rules.json';

/** The other files that a document leads to. */
export interface DocumentLeads {
  /** The files that it links, as a `Link` header names them. */
  readonly links?: string;
  /** The `Link` header of every answer. */
  readonly ownLinks?: string | undefined;
  /** Set if browsers may load other pages ahead, by the rules of the app. */
  readonly speculation?: ResolvedConfig['speculation'];
  /** The path of the app; `/` by default. */
  readonly base?: string;
}

/** A document on its way out. */
export interface DocumentResponse extends DocumentLeads {
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
    ...leadingHeaders(document.headers, document),
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

/** Answers with the holes of a page that the reader has: parts of a document, each in a line of JSON. */
export function holesResponse({ prefix, rest }: { prefix: string; rest: DocumentRest }): Response {
  const lines = new DocumentStream(undefined, rest, (html) => toLine(withoutNoscript(html)));
  // seam: srvx reads Node streams, which are not among the bodies of its type
  return new AppResponse(lines as never, 200, { ...linesHeaders, [holesHeader]: prefix });
}

/** Redirects a visitor who has a page whose holes were asked for. */
export const holesRedirect = (to: string): Response =>
  new AppResponse(toLine(refreshHtml(to)) + toLine(documentEnd), 200, { ...linesHeaders });

const toLine = (html: string): string => `${JSON.stringify(html)}\n`;

const linesHeaders = { 'content-type': 'application/x-ndjson', 'x-accel-buffering': 'no' };

/** The headers that lead to other files, unless those of the page take them away. */
export function leadingHeaders(
  own: HeaderOverrides,
  { links, ownLinks, speculation, base = '/' }: DocumentLeads,
): AnswerHeaders {
  const headers: Record<string, string> = {};
  const { link = ownLinks } = own;
  if (links && link !== false) headers.link = link ? `${link}, ${links}` : links;
  if (speculation && own['speculation-rules'] === undefined)
    headers['speculation-rules'] = `"${underBase(base, speculationPath)}"`;
  return headers;
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
