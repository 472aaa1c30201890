import { ChaosError } from '../chaos-error.js';
import type { ExploreOptions } from './explore.js';
import type { MonkeyWorld, RecordedRun } from './options.js';

/** The parts of the monkey that need `fast-check`, which an app may lack. @throws ChaosError `chaos-plan` */
async function loadExplorer(): Promise<typeof import('./explore.js')> {
  try {
    return await import('./explore.js');
  } catch (cause) {
    throw new ChaosError(
      'chaos-plan',
      'This part of the monkey needs fast-check. Install it: npm install --save-dev fast-check',
      { cause },
    );
  }
}

/**
 * Looks for few steps, in whatever order frames arrive, that break a promise: the commands and the scheduler of fast-check make
 * them, and shrink what fails. Needs `fast-check`.
 *
 * @throws MonkeyError if something is found, with the shrunk steps
 */
export const exploreApp = async (
  options: ExploreOptions,
): Promise<{ seed: number; runs: number }> => (await loadExplorer()).exploreApp(options);

/**
 * Repeats a recorded run, as the tests do that the monkey writes. Needs `fast-check`.
 *
 * @throws MonkeyError if it fails as it did
 */
export const replayMonkey = async (world: MonkeyWorld, recorded: RecordedRun): Promise<void> =>
  (await loadExplorer()).replayMonkey(world, recorded);
