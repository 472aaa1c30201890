import type { Log } from '@skerry/kit';

/** A log that takes messages for another one, and ignores that it throws: nobody who records is to hear of it. */
export const safeLog = (log: Log): Log => ({
  info: (...entry) => attempt(() => log.info(...entry)),
  warn: (...entry) => attempt(() => log.warn(...entry)),
  error: (...entry) => attempt(() => log.error(...entry)),
});

function attempt(write: () => void): void {
  try {
    write();
  } catch {
    // There is no other place to tell it.
  }
}
