/** The value that `start` passes to its callback: as it is if that happens at once, otherwise a promise of it. */
export function nowOrLater<Value>(
  start: (done: (value: Value) => void) => void,
): Value | Promise<Value> {
  let outcome: { value: Value } | undefined;
  let resolve: ((value: Value) => void) | undefined;
  start((value) => {
    if (resolve) resolve(value);
    else outcome = { value };
  });
  return outcome ? outcome.value : new Promise<Value>((whenDone) => (resolve = whenDone));
}

/** Continues with a value: at once if it is there, later if it is a promise. */
export const chain = <T, R>(
  value: T | Promise<T>,
  next: (value: T) => R | Promise<R>,
): R | Promise<R> => (value instanceof Promise ? value.then(next) : next(value));

/** All values of a list: a promise only where one of them is. */
export const allOf = <T>(values: readonly (T | Promise<T>)[]): T[] | Promise<T[]> =>
  values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as T[]);

/** Does work, and hands what it throws to another function: at once, or later if the work is a promise. */
export function rescue<T, R>(
  work: () => T | Promise<T>,
  failed: (thrown: unknown) => R | Promise<R>,
): T | R | Promise<T | R> {
  try {
    const value = work();
    return value instanceof Promise ? value.catch(failed) : value;
  } catch (thrown) {
    return failed(thrown);
  }
}

/** Does work, and something after it, however it ends. */
export function lastly<T>(work: () => T | Promise<T>, after: () => void): T | Promise<T> {
  let value: T | Promise<T> | undefined;
  try {
    value = work();
    return value instanceof Promise ? value.finally(after) : value;
  } finally {
    if (!(value instanceof Promise)) after();
  }
}
