/** Something that stops the command: what is wrong with which thing, and what to do. Nothing has been written. */
export class CreateError extends Error {
  constructor(reason: string, nextStep: string) {
    super(`${reason}\n${nextStep}`);
  }
}
