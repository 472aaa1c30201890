import { ChaosError } from './chaos-error.js';
import type { FaultPlan } from './plan.js';

/** Hooks whose taps are synchronous: the work that they guard cannot wait. */
const synchronous: ReadonlySet<string> = new Set([
  'beforeAssign',
  'beforeRender',
  'beforeMessage',
  'beforeSend',
]);

type Check = (value: unknown, at: string) => void;

/**
 * Checks a plan, which may come from a panel or a file.
 *
 * @param hooks the names of all hooks
 * @throws ChaosError `chaos-plan`, which names the member, its value and what it may be
 */
export function checkPlan(plan: FaultPlan, hooks: readonly string[]): void {
  members(plan, 'faults', {
    connections: (value, at) =>
      members(value, at, { ...direction, cut: probability, up: inDirection, down: inDirection }),
    hooks: (value, at) =>
      members(value, at, Object.fromEntries(hooks.map((hook) => [hook, hookFaults(hook)]))),
    handlers: (value, at) => members(value, at, { throw: probability, delay: spread }),
    messages: (value, at) =>
      members(value, at, {
        topics,
        drop: probability,
        duplicate: probability,
        delay: spread,
      }),
    clock: (value, at) => members(value, at, { offset: finite, drift: finite }),
    loop: (value, at) => {
      members(value, at, { every: spread, stall: spread });
      for (const name of ['every', 'stall'])
        if (!Object.hasOwn(value as object, name)) throw bad(`${at}.${name}`, undefined, 'a time');
    },
    // Its own check reads it at the start.
    http: () => {},
  });
}

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

const probability: Check = (value, at) => {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1))
    throw bad(at, value, 'a probability from 0 to 1');
};

const finite: Check = (value, at) => {
  if (!Number.isFinite(value)) throw bad(at, value, 'a number');
};

const longest = 2 ** 31 - 1;

const milliseconds: Check = (value, at) => {
  if (typeof value !== 'number' || !(value >= 0 && value <= longest))
    throw bad(at, value, 'milliseconds from 0 up to 2^31 − 1');
};

/** Checks milliseconds that may vary. */
export const spread: Check = (value, at) => {
  if (typeof value === 'number') return milliseconds(value, at);
  members(value, at, { mean: milliseconds, deviation: milliseconds });
  if ((value as { mean?: unknown }).mean === undefined)
    throw bad(`${at}.mean`, undefined, 'milliseconds');
};

const topics: Check = (value, at) => {
  if (!Array.isArray(value) || value.some((topic) => typeof topic !== 'string'))
    throw bad(at, value, 'an array of topics');
};

const direction: Record<string, Check> = {
  latency: spread,
  drop: probability,
  duplicate: probability,
  reorder: probability,
  truncate: probability,
  halfOpen: probability,
};

const inDirection: Check = (value, at) => members(value, at, direction);

const hookFaults =
  (hook: string): Check =>
  (value, at) => {
    members(value, at, { throw: probability, delay: spread });
    if (synchronous.has(hook) && (value as { delay?: unknown }).delay !== undefined)
      throw bad(
        `${at}.delay`,
        (value as { delay?: unknown }).delay,
        `left out: taps of ${hook} are synchronous, and \`loop\` stalls them`,
      );
  };
