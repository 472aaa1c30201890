import { validateHeaderValue } from 'node:http';

import { send } from '@fastify/send';

import { fail } from './errors.js';

/** Headers by name; `false` takes away what an outer layer or a default has set. */
export type HeaderOverrides = Readonly<Record<string, string | false>>;

/** The headers of every answer that does not set them itself, by their names in lower case. */
export type AnswerHeaders = Readonly<Record<string, string>>;

const defaults: AnswerHeaders = {
  // Browsers do not guess that a download is a script or a page.
  'x-content-type-options': 'nosniff',
  // Other sites learn the origin, and never the path.
  'referrer-policy': 'strict-origin-when-cross-origin',
};

/**
 * Reads the option `headers` over the defaults.
 *
 * @throws SkerryError `bad-option`
 */
export function toAnswerHeaders(overrides: HeaderOverrides = {}): AnswerHeaders {
  if (typeof overrides !== 'object' || overrides === null || Array.isArray(overrides))
    throw fail('bad-option', { option: 'headers', problem: 'is not an object' });
  const answer = mergeHeaders([defaults, overrides]);
  for (const [name, value] of Object.entries(answer))
    if (!isHeader(name, value))
      throw fail('bad-option', {
        option: 'headers',
        problem: `sets ${JSON.stringify(name)} to ${JSON.stringify(value)}, which is no header`,
      });
  return setHeaders(answer);
}

/** Merges headers, outermost first, by their names in lower case. */
export function mergeHeaders(layers: readonly HeaderOverrides[]): HeaderOverrides {
  const merged: Record<string, string | false> = {};
  for (const layer of layers)
    for (const [name, value] of Object.entries(layer)) merged[name.toLowerCase()] = value;
  return merged;
}

/** Those that are set, as they are sent. @throws TypeError for what is no header */
export function setHeaders(headers: HeaderOverrides): AnswerHeaders {
  const set = Object.entries(headers).filter(
    (entry): entry is [string, string] => entry[1] !== false,
  );
  // Node refuses some characters that `Headers` takes, and `Headers` takes away space at the ends.
  return Object.fromEntries([...new Headers(set)].map(checkedHeader));
}

function checkedHeader([name, value]: [string, string]): [string, string] {
  validateHeaderValue(name, value);
  return [name, value];
}

function isHeader(name: string, value: unknown): boolean {
  try {
    return value === false || (typeof value === 'string' && name in setHeaders({ [name]: value }));
  } catch {
    return false;
  }
}

/** The media type of a file by the ending of its path, with the charset for text; `undefined` if none is known. */
export function mediaType(path: string): string | undefined {
  const type = send.mime.getType(path);
  if (!type) return undefined;
  return send.isUtf8MimeType(type) ? `${type}; charset=utf-8` : type;
}
