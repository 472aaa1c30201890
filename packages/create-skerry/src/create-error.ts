/** Something that stops the command: what is wrong with which thing, and what to do. Nothing has been written. */
export class CreateError extends Error {
  constructor(reason: string, nextStep: string) {
    super(`${reason}\n${nextStep}`);
  }
}

/** What the command prints for an error. Those of the file system name the path and the reason; others are faults of the command, and show where. */
export function messageOf(error: unknown): string {
  if (error instanceof CreateError) return error.message;
  const { code, message, stack } = error as NodeJS.ErrnoException;
  return code
    ? `The app could not be written: ${message}\nNothing was left behind. Choose a folder that you may write to.`
    : (stack ?? String(error));
}
