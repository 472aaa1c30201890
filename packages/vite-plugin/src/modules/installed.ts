import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The name of the package that a specifier leads to. */
export const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** The real path of a package, as seen from a folder. */
export function findFolder(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return realpathSync(folder);
  const parent = dirname(from);
  return parent === from ? undefined : findFolder(name, parent);
}

/** Tells whether an app can import a specifier of a package. Node would look in `NODE_PATH` too, and Vite does not. */
export function isInstalled(root: string, specifier: string): boolean {
  if (findFolder(packageName(specifier), root) === undefined) return false;
  try {
    return Boolean(createRequire(join(root, 'package.json')).resolve(specifier));
  } catch {
    return false;
  }
}
