import { normalizePath } from 'vite';

import { findFolder, packageName, readManifest } from '../modules/installed.js';

/** A package that uses React, itself or through another. */
export interface Package {
  name: string;
  /** Its real path, with `/`. */
  folder: string;
}

/** The packages that an app depends on, without Skerry's. */
export const dependenciesOf = (root: string): string[] =>
  Object.keys(readManifest(root).dependencies ?? {}).filter((name) => !name.startsWith('@skerry/'));

/** Finds packages by specifiers, and those that they depend on: all that use React. */
export function findPackages(root: string, specifiers: readonly string[]): Package[] {
  const found = new Map<string, Package>();
  const seen = new Set<string>();
  const usesReact = (name: string, from: string): boolean => {
    if (isReact(name)) return true;
    const folder = findFolder(name, from);
    if (folder === undefined || seen.has(folder)) return found.has(folder ?? '');
    seen.add(folder);
    const { dependencies, peerDependencies } = readManifest(folder);
    const names = Object.keys({ ...dependencies, ...peerDependencies });
    const uses = names.filter((name) => usesReact(name, folder)).length > 0;
    if (uses) found.set(folder, { name, folder: normalizePath(folder) });
    return uses;
  };
  for (const specifier of specifiers) usesReact(packageName(specifier), root);
  return [...found.values()];
}

const isReact = (name: string): boolean => /^(?:react|react-dom|scheduler)$/.test(name);
