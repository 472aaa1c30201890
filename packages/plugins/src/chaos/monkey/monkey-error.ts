import { ChaosError } from '../chaos-error.js';
import { replayLine } from '../replay-line.js';
import type { Violation } from './history.js';
import type { MonkeyRun, MonkeyStep } from './options.js';

/** A run that has found something: what is wrong, the steps that lead there, and the test that repeats them, if one was written. */
export class MonkeyError extends ChaosError {
  constructor(
    readonly run: MonkeyRun,
    readonly violations: readonly Violation[],
    readonly steps: readonly MonkeyStep[],
    readonly file?: string | undefined,
  ) {
    const shown = violations
      .slice(0, 5)
      .map(({ invariant, message }) => `${invariant}: ${message}`);
    const rest = violations.length > 5 ? `\nand ${violations.length - 5} more` : '';
    super(
      'chaos-found',
      `The monkey has found ${violations.length} violations in ${steps.length} steps.\n${shown.join('\n')}${rest}\n` +
        `To repeat them: ${replayLine(run)}${file === undefined ? '' : `\nThe test that repeats them: ${file}`}`,
    );
  }
}
