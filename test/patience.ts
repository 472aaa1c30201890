/**
 * Milliseconds that a test waits for what has to come, however busy the machine is. Nothing is proven by them: only a test
 * that fails waits so long.
 */
export const patience = 120_000;
