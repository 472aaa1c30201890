import { fail } from '../../core/errors.js';
import { within } from '../../core/within.js';
import type { Region } from './region.js';

/**
 * Waits for work of a region within the time budget of a turn. Where the budget ends first, `late` is called, and what
 * the work still throws is reported.
 *
 * @throws SkerryError `handler-timeout`; what the work throws
 */
export function withinBudget<T>(
  region: Region,
  handler: string,
  work: PromiseLike<T>,
  late: () => void,
): Promise<T> {
  const milliseconds = region.services.limits.turnTime;
  const tooLate = () => {
    late();
    return fail('handler-timeout', { view: region.view.id, handler, milliseconds });
  };
  return within(milliseconds, work, tooLate, (error) => region.report(error, 'late'));
}
