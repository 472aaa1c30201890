import { badOption } from './errors.js';

/** The least and the largest value of each number, by its name. */
export type Bounds<Name extends string> = Readonly<
  Record<Name, readonly [least: number, most: number]>
>;

/**
 * Checks an option that consists of numbers. One that is no number would be within every bound that is written as a comparison.
 *
 * @param option its name: `limits`
 * @throws AuthError `bad-options`
 */
export function checkNumbers<Name extends string>(
  option: string,
  given: unknown,
  bounds: Bounds<Name>,
): void {
  if (typeof given !== 'object' || given === null)
    throw badOption(option, 'is no object', `Give { ${Object.keys(bounds).join(', ')} }.`);
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(bounds, name))
      throw badOption(
        `${option}.${name}`,
        'is not known',
        `Use ${Object.keys(bounds).join(', ')}.`,
      );
    const [least, most] = bounds[name as Name];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !(value >= least && value <= most))
      throw badOption(
        `${option}.${name}`,
        `is ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`,
        `Give a number from ${least} to ${most}.`,
      );
  }
}
