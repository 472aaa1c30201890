import { toError } from './thrown.js';

/**
 * Waits for work for so many milliseconds. If they end first, `tooLate` makes the error, and `failed` receives the error that
 * the work still throws.
 *
 * @throws the error of `tooLate`, or of the work
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

/** Ignores a promise that is not waited for: its rejection is reported nowhere. */
export const forget = (work: PromiseLike<unknown>): void => void settle(work).catch(toError);

/** A promise whose rejection is no concern until somebody waits for it. */
export function unheard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** A promise of any value that can be awaited. Unlike `Promise.resolve` it never throws, whatever `then` and `constructor` do. */
export const settle = <T>(work: T | PromiseLike<T>): Promise<T> =>
  new Promise((resolve) => resolve(work));

/** Returns true if a value must be awaited. @throws what reading its `then` throws, as `await` does */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  value !== null &&
  (typeof value === 'object' || typeof value === 'function') &&
  'then' in value &&
  typeof value.then === 'function';
