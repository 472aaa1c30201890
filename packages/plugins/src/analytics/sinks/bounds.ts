/**
 * Checks the bounds that a sink was given. One that is no number would bound nothing: `NaN` is neither above nor below any number.
 *
 * @param sink the name of its function, for the message
 * @param bounds values by the names of their options
 * @throws TypeError that names the option
 */
export function checkBounds(sink: string, bounds: Readonly<Record<string, unknown>>): void {
  for (const [option, bound] of Object.entries(bounds)) {
    if (Number.isSafeInteger(bound) && (bound as number) > 0) continue;
    throw new TypeError(
      `${sink}(): "${option}" is not a whole number above 0. Give it one, or leave it out.`,
    );
  }
}
