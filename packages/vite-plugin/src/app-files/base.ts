import { FileError } from './exports.js';

/** Tells whether Vite's option `base` names another host, from which files for the browser come. */
const isElsewhere = (base: string): boolean => /^(?:[a-z]+:)?\/\//i.test(base);

/** The path of the app under Vite's option `base`: an address of another host is that of its files alone. */
export const pageBase = (base: string): string => (isElsewhere(base) ? '/' : base);

/**
 * Checks Vite's option `base`, and settles it for development: files come from the development server.
 *
 * @throws FileError for a relative path: pages are in folders of different depth
 */
export function baseOption(base: string | undefined, command: 'serve' | 'build'): string {
  if (base === undefined) return '/';
  if (isElsewhere(base)) return command === 'serve' ? '/' : base;
  if (base.startsWith('/')) return base;
  throw new FileError(
    `The option \`base\` of vite.config.ts is ${JSON.stringify(base)}, which is relative, and pages are in folders of different depth.`,
    'Write the whole path of the app, such as "/app/".',
  );
}
