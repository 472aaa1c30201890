/** Where kit and its plugins write what an operator should know; `console` is one. */
export interface Log {
  info(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  error(message: string, details?: unknown): void;
}

/** A log that names its writer in front of each message. */
export const namedLog = (log: Log, name: string): Log => ({
  info: (message, details) => log.info(`[${name}] ${message}`, ...given(details)),
  warn: (message, details) => log.warn(`[${name}] ${message}`, ...given(details)),
  error: (message, details) => log.error(`[${name}] ${message}`, ...given(details)),
});

// `console` prints a second argument even where it is undefined.
const given = (details: unknown): [] | [unknown] => (details === undefined ? [] : [details]);
