import { wireLimits } from '@skerry/wire';

import { fail } from './errors.js';
import { connectionLimits } from './limits/connections.js';
import { httpLimits } from './limits/http.js';
import { pluginLimits } from './limits/plugins.js';
import { regionLimits } from './limits/regions.js';
import { sessionLimits } from './limits/sessions.js';
import { turnLimits } from './limits/turns.js';

// Each by its own type, so that the declarations keep its documentation.
type Defaults = typeof httpLimits &
  typeof connectionLimits &
  typeof wireLimits &
  typeof regionLimits &
  typeof turnLimits &
  typeof sessionLimits &
  typeof pluginLimits;

/** Bounds on what the server holds, how long it waits and how much it lets in; times are in milliseconds. */
export type Limits = { readonly [Name in keyof Defaults]: number };

/** The bounds in force where an app sets none. */
export const defaultLimits: Limits = {
  ...httpLimits,
  ...connectionLimits,
  ...wireLimits,
  ...regionLimits,
  ...turnLimits,
  ...sessionLimits,
  ...pluginLimits,
};

/** Completes the limits that an app sets with the defaults; refuses unknown names and values that bound nothing. */
export function resolveLimits(set: Partial<Limits> = {}): Limits {
  for (const [limit, value] of Object.entries(set)) {
    if (!Object.hasOwn(defaultLimits, limit)) {
      throw fail('unknown-limit', { limit, known: Object.keys(defaultLimits) });
    }
    const isAge = sessionAges.has(limit);
    if (typeof value !== 'number' || !(value > 0 && value < (isAge ? maxCookieAge : maxTime))) {
      const below = isAge ? '400 days, for which browsers keep a cookie' : '2^31';
      throw fail('bad-limit', { limit, value: String(value), below });
    }
  }
  return { ...defaultLimits, ...set };
}

/** Timers take longer times for none at all. */
const maxTime = 2 ** 31;

const maxCookieAge = 400 * 24 * 60 * 60 * 1000;
/** Limits that no timer waits for. */
const sessionAges: ReadonlySet<string> = new Set<keyof Limits>([
  'sessionIdleTimeout',
  'sessionMaxAge',
]);
