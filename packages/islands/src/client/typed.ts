import { parse } from 'devalue';

import type { IslandOptions } from './island.js';
import { signalMaker } from './signals.js';

/**
 * What reads the texts of typed data that are in a text.
 *
 * @throws Error when there are signals in it, and the app has none
 */
export async function decoder(
  text: string,
  { signals }: IslandOptions,
): Promise<(part: string) => unknown> {
  // Where the word is none of ours, signals are loaded for nothing, and no harm is done.
  const Signal = text.includes('Signal') && signals ? await signals() : undefined;
  return (part) => parse(part, { Signal: signalMaker(Signal?.signal) });
}
