/**
 * An error whose message is meant for visitors. Of any other they are told that something failed, and no more.
 *
 * @example
 * live.load('tides', async (signal) => {
 *   const tides = await findTides(harbour, signal);
 *   if (!tides) throw new VisibleError(`No harbour is called ${harbour}.`);
 *   return tides;
 * });
 */
export class VisibleError extends Error {
  override readonly name = 'VisibleError';
}
