import { fail } from './errors.js';

/**
 * Checks the path under which an app is: it begins and ends with a slash, and is spelt as browsers do.
 *
 * @throws SkerryError `bad-option`
 */
export function toBase(base = '/'): string {
  const url = URL.canParse(base, 'http://localhost') && new URL(base, 'http://localhost');
  if (!url || url.pathname !== base || !base.endsWith('/') || base.includes('//')) {
    const problem = `is ${JSON.stringify(base)}; write a path that begins and ends with a slash, such as "/app/"`;
    throw fail('bad-option', { option: 'base', problem });
  }
  return base;
}

/** A path of Skerry's own under the base of an app. */
export const underBase = (base: string, path: string): string => base.slice(0, -1) + path;
