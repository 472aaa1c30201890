/** The value that `start` hands to its callback: as it is where that happens at once, else a promise of it. */
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

/** Goes on with a value: at once where it is here, later where it is promised. */
export const chain = <T, R>(
  value: T | Promise<T>,
  next: (value: T) => R | Promise<R>,
): R | Promise<R> => (value instanceof Promise ? value.then(next) : next(value));
