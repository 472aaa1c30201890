import { fail } from '../core/errors.js';
import type { Region } from './region.js';

/**
 * Waits for work of a region within the time budget of a turn. Where the budget ends first, `late` is called, and what
 * the work still throws is reported.
 *
 * @throws SkerryError `handler-timeout`; what the work throws
 */
export async function withinBudget<T>(
  region: Region,
  handler: string,
  work: Promise<T>,
  late: () => void,
): Promise<T> {
  const milliseconds = region.services.limits.turnTime;
  let timer: NodeJS.Timeout | undefined;
  const budget = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      work.catch((error: unknown) => region.report(error, 'late'));
      late();
      reject(fail('handler-timeout', { view: region.view.id, handler, milliseconds }));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, budget]);
  } finally {
    clearTimeout(timer);
  }
}
