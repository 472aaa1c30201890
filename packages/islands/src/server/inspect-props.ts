import { isPlainObject } from '@skerry/wire';

import { IslandPropsError } from './props-error.js';
import { isSignal } from './devalue-text.js';

/** Inspects the props of an island once: refuses other values than data, and finds out what can write them. */
export class PropsInspector {
  /** True if JSON can write all of it. */
  plain = true;
  /** True if an object is in more than one place, or in itself. */
  linked = false;
  readonly #seen = new Set<object>();
  readonly #openSignals = new Set<object>();
  readonly #path: Step[] = [];

  constructor(readonly island: string) {}

  /** @throws IslandPropsError when the value, or one in it, is no data */
  inspect(value: unknown): void {
    if (saysJson(value)) return;
    if (typeof value === 'object') this.#inspectObject(value!);
    else if (typeof value === 'function') throw this.#refusal('a function');
    else if (typeof value === 'symbol') throw this.#refusal('a symbol');
    else this.plain = false;
  }

  #inspectObject(value: object): void {
    if (Array.isArray(value)) {
      // A hole reads as undefined, which is not plain either.
      if (this.#isNew(value)) for (let i = 0; i < value.length; i++) this.#enter(i, value[i]);
    } else if (isPlainObject(value)) {
      if (this.#isNew(value)) this.#inspectMembers(value);
    } else {
      this.plain = false;
      this.#inspectTyped(value);
    }
  }

  #inspectMembers(value: Record<string, unknown>): void {
    if (Object.getOwnPropertySymbols(value).length > 0)
      throw this.#refusal('an object with a symbol for a key');
    for (const key of Object.keys(value)) {
      if (key === '__proto__') throw this.#refusal('an object with a member named "__proto__"');
      this.#enter(key, value[key]);
    }
  }

  #inspectTyped(value: object): void {
    if (isSignal(value)) {
      this.#inspectSignal(value);
    } else if (value instanceof Map) {
      if (!this.#isNew(value)) return;
      for (const [key, inner] of value as Map<unknown, unknown>) {
        this.#enter('keys()', key);
        this.#enter({ key }, inner);
      }
    } else if (value instanceof Set) {
      if (!this.#isNew(value)) return;
      for (const inner of value as Set<unknown>) this.#enter('values()', inner);
    } else if (!leaves.has(tagOf(value))) {
      throw this.#refusal(nameOf(value));
    }
  }

  /** A signal may be in several places: its id tells that they share it. */
  #inspectSignal(signal: { peek(): unknown }): void {
    if (this.#openSignals.has(signal)) throw this.#refusal('a signal that holds itself');
    if (this.#seen.has(signal)) return;
    this.#seen.add(signal);
    this.#openSignals.add(signal);
    this.#enter('value', signal.peek());
    this.#openSignals.delete(signal);
  }

  #enter(step: Step, value: unknown): void {
    if (saysJson(value)) return;
    this.#path.push(step);
    this.inspect(value);
    this.#path.pop();
  }

  #isNew(value: object): boolean {
    const { size } = this.#seen;
    if (this.#seen.add(value).size > size) return true;
    this.linked = true;
    this.plain = false;
    return false;
  }

  #refusal(kind: string): IslandPropsError {
    const path = this.#path.map(writeStep).join('').replace(/^\./, '');
    return new IslandPropsError(this.island, path, kind);
  }
}

/** Tells whether JSON can write a value that is no object. */
const saysJson = (value: unknown): boolean =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  value === null ||
  (typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0));

/** Tells whether JSON can write all of a value, which is data. */
export function isPlain(value: unknown): boolean {
  const inspector = new PropsInspector('');
  inspector.inspect(value);
  return inspector.plain;
}

/** A step towards a value: a member, an item, or what a map has under a key. */
type Step = string | number | { readonly key: unknown };

const writeStep = (step: Step): string => {
  if (typeof step === 'number') return `[${step}]`;
  if (typeof step === 'object') return `.get(${JSON.stringify(String(step.key))})`;
  return /^[\w$]+(\(\))?$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
};

/** Objects without others inside that typed data knows. */
const leaves = new Set(
  (
    'Date URL URLSearchParams RegExp Number String Boolean BigInt ArrayBuffer DataView ' +
    'Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Float16Array Int32Array Uint32Array ' +
    'Float32Array Float64Array BigInt64Array BigUint64Array Temporal.Duration Temporal.Instant ' +
    'Temporal.PlainDate Temporal.PlainTime Temporal.PlainDateTime Temporal.PlainMonthDay ' +
    'Temporal.PlainYearMonth Temporal.ZonedDateTime'
  ).split(' '),
);

const tagOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);

function nameOf(value: object): string {
  if (typeof (value as PromiseLike<unknown>).then === 'function') return 'a promise';
  const { name } = (value.constructor ?? {}) as { name?: unknown };
  return `an instance of ${name ? String(name) : 'a class'}`;
}
