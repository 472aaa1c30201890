import { ChaosError } from './chaos-error.js';

/** Checks a value of a plan; `at` names its place. @throws ChaosError `chaos-plan` */
export type Check = (value: unknown, at: string) => void;

/** Checks the members of an object by name; an unknown name is a mistake. */
export function members(value: unknown, at: string, checks: Record<string, Check>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad(at, value, 'an object');
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(checks, name))
      throw bad(`${at}.${name}`, member, `left out: known are ${Object.keys(checks).join(', ')}`);
    if (member !== undefined) checks[name]?.(member, `${at}.${name}`);
  }
}

/** A mistake in a plan. */
export const bad = (at: string, value: unknown, wanted: string): ChaosError =>
  new ChaosError('chaos-plan', `${at} is ${shown(value)}. It must be ${wanted}.`);

const shown = (value: unknown): string =>
  typeof value === 'function' ? 'a function' : (JSON.stringify(value)?.slice(0, 80) ?? 'missing');

/** Checks a probability. */
export const probability: Check = (value, at) => {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1))
    throw bad(at, value, 'a probability from 0 to 1');
};

/** Checks a switch. */
export const flag: Check = (value, at) => {
  if (typeof value !== 'boolean') throw bad(at, value, 'true or false');
};

/** Checks a number. */
export const finite: Check = (value, at) => {
  if (!Number.isFinite(value)) throw bad(at, value, 'a number');
};

const milliseconds =
  (most: number): Check =>
  (value, at) => {
    if (typeof value !== 'number' || !(value >= 0 && value <= most))
      throw bad(at, value, `milliseconds from 0 up to ${most}`);
  };

/** Checks milliseconds that may vary, up to a bound. */
export const spreadUpTo =
  (most: number): Check =>
  (value, at) => {
    const check = milliseconds(most);
    if (typeof value === 'number') return check(value, at);
    members(value, at, { mean: check, deviation: check });
    if ((value as { mean?: unknown }).mean === undefined)
      throw bad(`${at}.mean`, undefined, 'milliseconds');
  };

/** Checks milliseconds that may vary, up to the longest time of a timer. */
export const spread = spreadUpTo(2 ** 31 - 1);

/** Checks each item of an array. */
export const list =
  (check: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) throw bad(at, value, 'an array');
    value.forEach((item, i) => check(item, `${at}[${i}]`));
  };

/** Checks a text, or a pattern where that may be one. */
export const text =
  (wanted: string, orPattern = false): Check =>
  (value, at) => {
    if (typeof value !== 'string' && !(orPattern && value instanceof RegExp))
      throw bad(at, value, wanted);
  };
