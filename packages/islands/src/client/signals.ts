type Make = (value: unknown) => object;

/** The signals that islands of this page hold, by the id that the server gave them. */
const signals = new Map<string, WeakRef<object>>();
const dropped = new FinalizationRegistry<string>((id) => {
  if (!signals.get(id)?.deref()) signals.delete(id);
});

/** A function that finds the signal with an id, the same for all islands; a new one starts with the server's value. */
export const signalMaker =
  (make: Make = missing) =>
  ([id, value]: [id: string, value: unknown]): object => {
    const known = signals.get(id)?.deref();
    if (known) return known;
    const made = make(value);
    signals.set(id, new WeakRef(made));
    dropped.register(made, id);
    return made;
  };

const missing: Make = () => {
  throw new Error(
    'An island is given a signal: add @preact/signals to the dependencies of the app.',
  );
};
