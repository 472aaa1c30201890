import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { ChaosError } from '../chaos-error.js';
import { redactBody, redactHeaders, redactPath } from './redact.js';

/** A request that was answered, and its answer, without secrets. */
export interface Exchange {
  readonly origin: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The form of the body: as it is, or in base64 where it is no text. */
  readonly encoding: 'utf8' | 'base64';
}

/** An answer as it was received. */
export interface Answer {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Headers that tell how the body came over the line; it is recorded whole. */
const ofTheLine = new Set(['transfer-encoding', 'content-length', 'connection', 'keep-alive']);

/** Takes the secrets out of an answer. */
export function toExchange({ origin, method, path, status, headers, body }: Answer): Exchange {
  const kept = Object.entries(redactHeaders(headers)).filter(([name]) => !ofTheLine.has(name));
  const text = new TextDecoder('utf8', { fatal: true, ignoreBOM: true });
  const exchange = { origin, method, path: redactPath(path), status };
  const rest = { headers: Object.fromEntries(kept) };
  try {
    const type = String(headers['content-type'] ?? '');
    return {
      ...exchange,
      ...rest,
      body: redactBody(text.decode(body), type),
      encoding: 'utf8',
    };
  } catch {
    return { ...exchange, ...rest, body: body.toString('base64'), encoding: 'base64' };
  }
}

const format = 'skerry-chaos-http-1';

/** Writes exchanges to a file, as JSON that a person can read and change. */
export async function writeExchanges(file: string, exchanges: readonly Exchange[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ format, exchanges }, null, 2)}\n`);
}

/** Reads exchanges from a file. @throws ChaosError `chaos-record` */
export function readExchanges(file: string): Exchange[] {
  let content: { format?: unknown; exchanges?: unknown } | null;
  try {
    content = JSON.parse(readFileSync(file, 'utf8')) as typeof content;
  } catch (cause) {
    throw unreadable(file, (cause as Error).message, { cause });
  }
  if (content?.format !== format || !Array.isArray(content.exchanges))
    throw unreadable(file, `its format is ${JSON.stringify(content?.format)}, not "${format}"`);
  content.exchanges.forEach((exchange, i) => {
    if (!isExchange(exchange)) throw unreadable(file, `exchange ${i} lacks a member`);
  });
  return content.exchanges as Exchange[];
}

const isExchange = (value: unknown): value is Exchange => {
  const exchange = (value ?? {}) as Partial<Record<keyof Exchange, unknown>>;
  const texts = ['origin', 'method', 'path', 'body'] as const;
  return (
    texts.every((name) => typeof exchange[name] === 'string') &&
    Number.isInteger(exchange.status) &&
    typeof exchange.headers === 'object'
  );
};

const unreadable = (file: string, why: string, options?: ErrorOptions): ChaosError =>
  new ChaosError(
    'chaos-record',
    `The recorded answers in ${file} cannot be played back: ${why}. Record them again with \`http: { record }\`.`,
    options,
  );
