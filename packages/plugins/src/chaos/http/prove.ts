import { createRequire } from 'node:module';

import type { MockAgent } from 'undici';

import { ChaosError } from '../chaos-error.js';

/** An origin whose host no name server knows (RFC 2606, 2). */
export const reservedOrigin = 'http://skerry-chaos.invalid';

/** Milliseconds after which a request to a reserved name has gone astray: no server is to answer it. */
const patience = 5_000;

/**
 * Proves that the mock is in the way of Node's own `fetch`: a request to a reserved name must be answered by it. Versions of
 * undici from npm and in Node may have dispatchers of their own.
 *
 * @param path a path that no other mock has
 * @throws ChaosError `chaos-fetch`, which names both versions
 */
export async function proveInterception(mock: MockAgent, path: string): Promise<void> {
  mock.get(reservedOrigin).intercept({ path }).reply(200, path);
  let seen: string;
  try {
    const signal = AbortSignal.timeout(patience);
    const response = await globalThis.fetch(reservedOrigin + path, { signal });
    seen = await response.text();
    if (seen === path) return;
    seen = `was answered by somebody else, with the status ${response.status}`;
  } catch (error) {
    const { message, cause } = error as Error;
    seen = `failed: ${message}${cause instanceof Error ? ` (${cause.message})` : ''}`;
  }
  throw new ChaosError(
    'chaos-fetch',
    `The mock of outbound HTTP is not in the way of fetch(): a request to ${reservedOrigin} ${seen}. ` +
      `Node has undici ${process.versions.undici ?? 'of an unknown version'}, and the package is undici ${packageVersion()}: ` +
      'they share no dispatcher, or something has replaced fetch(). ' +
      'Use versions that share one, put back the fetch() of Node, or leave out `http` of the faults.',
  );
}

function packageVersion(): string {
  const require = createRequire(import.meta.url);
  return (require('undici/package.json') as { version: string }).version;
}
