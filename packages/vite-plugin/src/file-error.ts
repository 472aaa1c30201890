/** A fault in the files of an app, with the next step. */
export class FileError extends Error {
  override readonly name = 'FileError';

  constructor(reason: string, hint: string) {
    super(`${reason} ${hint}`);
  }
}

/** The message of an error with its next step, which errors of kit hold apart. */
export const fullMessage = ({ message, hint }: { message: string; hint?: unknown }): string =>
  typeof hint !== 'string' || String(message).includes(hint) ? message : `${message} ${hint}`;
