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
