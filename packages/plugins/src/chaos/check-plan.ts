import {
  bad,
  type Check,
  finite,
  list,
  members,
  probability,
  spread,
  spreadUpTo,
  text,
} from './checks.js';
import type { FaultPlan } from './plan.js';

/** The longest stall, in milliseconds: nothing can end one, not even the stop of the process. */
const longestStall = 60_000;

/** Hooks whose taps are synchronous: the work that they guard cannot wait. */
const synchronous: ReadonlySet<string> = new Set([
  'beforeAssign',
  'beforeRender',
  'beforeMessage',
  'beforeSend',
]);

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
        topics: list(text('a topic')),
        drop: probability,
        duplicate: probability,
        delay: spread,
      }),
    clock: (value, at) => members(value, at, { offset: finite, drift: finite }),
    loop: (value, at) => {
      members(value, at, { every: spread, stall: spreadUpTo(longestStall) });
      for (const name of ['every', 'stall'])
        if (!Object.hasOwn(value as object, name)) throw bad(`${at}.${name}`, undefined, 'a time');
    },
    // Its own check reads it at the start.
    http: () => {},
  });
}

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
