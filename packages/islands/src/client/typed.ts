import { parse } from 'devalue';

import type { IslandOptions } from './island.js';
import { signalMaker } from './signals.js';

/**
 * The decoder of the typed data in a text.
 *
 * @throws Error if it holds signals, and the app does not use signals
 */
export async function decoder(
  text: string,
  { signals }: IslandOptions,
): Promise<(part: string) => unknown> {
  // If the word has another meaning, signals are loaded in vain, which does no harm.
  const Signal = text.includes('Signal') && signals ? await signals() : undefined;
  return (part) => parse(part, { Signal: signalMaker(Signal?.signal) });
}
