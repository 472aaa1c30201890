import { parse, stringify } from 'devalue';

/** A signal of `@preact/signals`, whichever copy of it. */
export interface SignalLike {
  readonly brand: symbol;
  peek(): unknown;
}

const brand = Symbol.for('preact-signals');

/** Tells whether a value is a signal. */
export const isSignal = (value: unknown): value is SignalLike =>
  typeof value === 'object' && value !== null && (value as SignalLike).brand === brand;

/** The text of typed data. A signal is written as its id and its value, so that all islands that were given it share it. */
export const devalueText = (value: unknown): string => stringify(value, reducers);

/** Reads the text of typed data. */
export const readDevalueText = (text: string): unknown => parse(text, revivers);

const reducers = {
  Signal: (value: unknown) => isSignal(value) && [signalId(value), value.peek()],
};

const revivers = {
  Signal: ([id, value]: [string, unknown]): SignalLike => {
    const signal = { brand, peek: () => value };
    ids.set(signal, id);
    return signal;
  },
};

const ids = new WeakMap<SignalLike, string>();
/** Several processes may serve one page. */
const origin = Math.random().toString(36).slice(2, 8);
let count = 0;

function signalId(signal: SignalLike): string {
  let id = ids.get(signal);
  if (!id) ids.set(signal, (id = `${origin}-${(count++).toString(36)}`));
  return id;
}
