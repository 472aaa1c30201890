import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/**
 * Lets `writeHead` send every header of a list. If any header was set before, Node keeps only the last one of each
 * name: one of two cookies.
 */
export function keepRepeatedHeaders(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response) as (...parts: unknown[]) => ServerResponse;
  response.writeHead = (...parts: unknown[]) => {
    const headers = parts.pop();
    return writeHead(...parts, Array.isArray(headers) ? byName(headers as string[]) : headers);
  };
}

function byName(list: readonly string[]): OutgoingHttpHeaders {
  const headers = Object.create(null) as Record<string, string | string[]>;
  for (let i = 0; i < list.length; i += 2) {
    const name = (list[i] as string).toLowerCase();
    const value = list[i + 1] as string;
    headers[name] = name in headers ? [headers[name] as string, value].flat() : value;
  }
  return headers;
}
