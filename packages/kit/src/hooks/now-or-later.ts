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
