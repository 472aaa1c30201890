import type { Strategy } from './strategy.js';

/** At once. */
export const load: Strategy = (_, hydrate) => hydrate();
