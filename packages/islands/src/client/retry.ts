import { pause } from './turn.js';

/**
 * Loads a module that may be out of reach for a moment: three times, each after a longer pause. Browsers of before 2026 may
 * remember the first failure; the others are not in vain there, but fail at once.
 *
 * @param wait before the next time, in milliseconds
 */
export const retry = <T>(load: () => Promise<T>, wait = 500): Promise<T> =>
  load().catch((error: unknown) => {
    if (wait > 2000) throw error;
    return pause(wait).then(() => retry(load, wait * 4));
  });
