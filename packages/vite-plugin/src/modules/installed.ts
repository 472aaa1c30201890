import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The fields of a package.json that the plugin reads. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly type?: string;
  readonly exports?: unknown;
  readonly sideEffects?: unknown;
  readonly skerry?: unknown;
  readonly engines?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly os?: unknown;
  readonly cpu?: unknown;
}

/** The content of the package.json in a folder. One that cannot be read is empty here: others report it. */
export function readManifest(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return {};
  }
}

/** The package.json of the app in a folder: there, or in the nearest folder around it. */
export function manifestOfApp(root: string): Manifest {
  const parent = dirname(root);
  const isHere = existsSync(join(root, 'package.json')) || parent === root;
  return isHere ? readManifest(root) : manifestOfApp(parent);
}

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
