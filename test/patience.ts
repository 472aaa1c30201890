/**
 * Milliseconds that a test waits for an expected state on a busy machine. They prove nothing: only a test
 * that fails waits so long.
 */
export const patience = 120_000;
