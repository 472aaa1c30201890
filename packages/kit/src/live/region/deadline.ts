import { fail } from '../../core/errors.js';
import type { Limits } from '../../core/limits.js';
import { within } from '../../core/within.js';

/** The time that work of a region may take, and who hears of work that took longer. */
export interface Budget {
  readonly view: { readonly id: string };
  readonly limits: Pick<Limits, 'turnTimeout'>;
  report(thrown: unknown, where: string): void;
}

/**
 * Waits for work of a region within the time budget of a turn. Where the budget ends first, `late` is called, and errors
 * that the work still throws are reported.
 *
 * @throws SkerryError `handler-timeout`; what the work throws
 */
export function withinDeadline<T>(
  budget: Budget,
  handler: string,
  work: PromiseLike<T>,
  late: () => void,
): Promise<T> {
  const milliseconds = budget.limits.turnTimeout;
  const tooLate = () => {
    late();
    return fail('handler-timeout', { view: budget.view.id, handler, milliseconds });
  };
  return within(milliseconds, work, tooLate, (error) => budget.report(error, 'late'));
}
