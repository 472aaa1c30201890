import { fail } from '../../core/errors.js';
import type { Limits } from '../../core/limits.js';
import { within } from '../../core/within.js';

/** The time limit of work of a region, and the receiver of errors that come later. */
export interface Budget {
  readonly view: { readonly id: string };
  readonly limits: Pick<Limits, 'turnTimeout'>;
  reportError(thrown: unknown, where: string): void;
}

/**
 * Waits for work of a region within the time limit of a turn. If the time ends first, `late` is called, and later errors of
 * the work are reported.
 *
 * @throws SkerryError `handler-timeout`; errors of the work
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
  return within(milliseconds, work, tooLate, (error) => budget.reportError(error, 'late'));
}
