import { toError } from './thrown.js';

/**
 * Waits for work for so many milliseconds. Where they end first, `tooLate` makes the error, and `failed` hears of what the
 * work still throws.
 *
 * @throws what `tooLate` makes; what the work throws
 */
export function within<T>(
  milliseconds: number,
  work: T | PromiseLike<T>,
  tooLate: () => Error,
  failed: (error: Error) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      reject(tooLate());
    }, milliseconds);
    settle(work).then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (thrown: unknown) => {
        clearTimeout(timer);
        if (isOver) failed(toError(thrown));
        else reject(thrown as Error);
      },
    );
  });
}

/** Takes note that nobody comes to wait for a promise: of what becomes of it nobody hears. */
export const forget = (work: PromiseLike<unknown>): void => void settle(work).catch(toError);

/** A promise of what can be awaited; unlike `Promise.resolve` it never throws, whatever `then` and `constructor` do. */
export const settle = <T>(work: T | PromiseLike<T>): Promise<T> =>
  new Promise((resolve) => resolve(work));
