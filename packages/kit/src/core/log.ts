import { errorText } from './error-text.js';
import { printableLines } from './printable.js';

/** The log to which kit and its plugins write for operators; `console` is one. */
export interface Log {
  info(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  error(message: string, details?: unknown): void;
}

/** A log that names its writer in front of each message. */
export const namedLog = (log: Log, name: string): Log => ({
  info: (message, details) => log.info(`[${name}] ${message}`, details),
  warn: (message, details) => log.warn(`[${name}] ${message}`, details),
  error: (message, details) => log.error(`[${name}] ${message}`, details),
});

/** Characters of one message. */
const longest = 10_000;

/**
 * A log whose messages are safe in a terminal and a file, whatever they hold. Each goes on as one text, its details in it:
 * `console` and many others take a message with something behind it for a format.
 */
export function printableLog(log: Log): Log {
  const text = (message: string, details: unknown): string =>
    printableLines(
      details === undefined ? String(message) : `${message} ${errorText(details)}`,
      longest,
    );
  return {
    info: (message, details) => log.info(text(message, details)),
    warn: (message, details) => log.warn(text(message, details)),
    error: (message, details) => log.error(text(message, details)),
  };
}
