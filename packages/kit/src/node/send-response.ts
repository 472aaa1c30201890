import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { sendNodeResponse } from 'srvx/node';

import { DocumentStream } from '../page/stream.js';

/** A response of srvx taken apart, which can be done once. */
interface ResponseParts {
  readonly status: number;
  readonly statusText: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: unknown;
}

/** A response of srvx, as Node's server can send it. */
interface Sendable {
  _toNodeResponse(): ResponseParts;
}

/** Sends a response: a text in one write with its headers, and documents. srvx sends other bodies. */
export function sendResponse(res: ServerResponse, response: Response | Sendable): unknown {
  if (!('_toNodeResponse' in response)) return sendBySrvx(res, response);
  const parts = response._toNodeResponse();
  const { status, statusText, headers, body } = parts;
  const isOurs = typeof body === 'string' || body instanceof DocumentStream;
  if (!isOurs || statusText !== '' || res.headersSent)
    return sendBySrvx(res, { _toNodeResponse: () => parts });
  res.writeHead(status, toOutgoing(headers));
  if (typeof body === 'string') return res.end(body);
  return res.destroyed ? void body.destroy() : body.sendTo(res);
}

function sendBySrvx(res: ServerResponse, response: Response | Sendable): Promise<void> {
  const writeHead = res.writeHead.bind(res) as (...parts: unknown[]) => ServerResponse;
  res.writeHead = (...parts: unknown[]) => {
    const headers = parts.pop();
    return writeHead(...parts, Array.isArray(headers) ? toOutgoing(headers) : headers);
  };
  // seam: srvx asks nothing else of a response of its own
  return sendNodeResponse(res, response as Response);
}

/** A list of headers as `writeHead` takes it: if any was ever set before, Node keeps only the last one of each name. */
function toOutgoing(list: readonly string[]): string[] | OutgoingHttpHeaders {
  const names = list.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
  if (new Set(names).size === names.length) return list as string[];
  const headers = Object.create(null) as Record<string, string | string[]>;
  for (const [i, name] of names.entries()) {
    const value = list[2 * i + 1] as string;
    headers[name] = name in headers ? [headers[name] as string, value].flat() : value;
  }
  return headers;
}
