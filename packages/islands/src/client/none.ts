import type { Strategy } from './strategy.js';

/** Never. */
export const none: Strategy = () => {};
