/** A test asked for something that is not there, or the region broke one of its promises. */
export class LiveTestError extends Error {
  override readonly name = 'LiveTestError';
}
