/** Keeps the top-level state of a module through its updates, in development. Runs in browsers. */
export interface Kept {
  /**
   * A signal or a context. It stays the same after an update as long as its source text is the same; a signal that
   * starts with another value stays too, and gets the new value.
   */
  value<Value>(name: string, text: string, make: () => Value): Value;
  /** Ends an effect when the module is updated. */
  effect<Stop>(stop: Stop): Stop;
}

interface Memory {
  values: Map<string, { text: string; value: unknown }>;
  stops: unknown[];
}

/**
 * Takes over the state of the version before.
 *
 * @param data of `import.meta.hot`: it outlives the versions of a module
 */
export function keep(data: { skerry?: Memory }): Kept {
  const { values, stops } = (data.skerry ??= { values: new Map(), stops: [] });
  // Its effects would run with the old code, next to those of the new code.
  for (const stop of stops.splice(0)) if (typeof stop === 'function') stop();
  return {
    value<Value>(name: string, text: string, make: () => Value): Value {
      const before = values.get(name);
      if (before?.text === text) return before.value as Value;
      const made = make();
      const value = restarted(before?.value, made);
      values.set(name, { text, value });
      return value as Value;
    },
    effect(stop) {
      stops.push(stop);
      return stop;
    },
  };
}

/** The old signal, with the value of the new one; the new value if they are not signals. */
function restarted(before: unknown, made: unknown): unknown {
  if (!isSignal(before) || !isSignal(made)) return made;
  before.value = made.peek();
  return before;
}

const isSignal = (value: unknown): value is { value: unknown; peek(): unknown } =>
  (value as { brand?: unknown } | undefined)?.brand === Symbol.for('preact-signals');
