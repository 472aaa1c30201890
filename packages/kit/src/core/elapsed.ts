/** Microseconds since a time of `performance.now()`. */
export const microsSince = (started: number): number => (performance.now() - started) * 1000;
