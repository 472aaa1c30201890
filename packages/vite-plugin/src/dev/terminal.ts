import { buildErrorMessage, type ErrorPayload, type Logger, type Rollup } from 'vite';

import { errorPayload } from './overlay.js';

/** Writes failures to the terminal, each once for an edit: Vite would write those again that a browser meets as well. */
export class Terminal {
  readonly #logger: Logger;
  /** Those that were written since the last edit, by message and place. */
  readonly #written = new Set<string>();

  constructor(logger: Logger) {
    this.#logger = logger;
    const writeAny = logger.error.bind(logger);
    // seam: Vite writes by the logger of its configuration, and names the error
    logger.error = (text, options) => {
      const { error } = options ?? {};
      if (!error || !this.#written.has(keyOf(errorPayload(error).err))) writeAny(text, options);
    };
  }

  writeFailure(error: unknown): void {
    const { err } = errorPayload(error);
    this.#written.add(keyOf(err));
    const text = buildErrorMessage(err as Rollup.RollupError, [err.message]);
    this.#logger.error(text, { timestamp: true });
  }

  /** Forgets what was written: after an edit it is new. */
  forgetFailures(): void {
    this.#written.clear();
  }
}

const keyOf = ({ message, loc, stack }: ErrorPayload['err']): string =>
  JSON.stringify([message, loc, stack]);
