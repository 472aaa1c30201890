/** Anything that was thrown, as an Error. */
export const toThrown = (thrown: unknown): Error =>
  thrown instanceof Error
    ? thrown
    : new Error('Something other than an Error was thrown.', { cause: thrown });
