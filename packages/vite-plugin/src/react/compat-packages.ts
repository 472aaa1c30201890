import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalizePath } from 'vite';

import { importedBy } from '../modules/imported-by.js';
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

/** Tells whether a specifier may be imported: some packages have only parts. */
export function isSpecifier(specifier: string, root: string): boolean {
  const folder = specifier === packageName(specifier) ? findFolder(specifier, root) : undefined;
  const { exports } = folder === undefined ? {} : readManifest(folder);
  const names = typeof exports === 'object' && exports !== null ? Object.keys(exports) : [];
  return names.includes('.') || !names.some((name) => name.startsWith('.'));
}

/** The specifiers by which the sources of an app import packages, such as `acme-chart/parts`. */
export function specifiersIn(root: string, packages: readonly string[]): string[] {
  const src = join(root, 'src');
  const files = existsSync(src) ? (readdirSync(src, { recursive: true }) as string[]) : [];
  return files
    .filter((file) => /\.[jt]sx?$/.test(file))
    .flatMap((file) => {
      const code = readFileSync(join(src, file), 'utf8');
      return packages.some((name) => code.includes(name)) ? importedBy(code, file) : [];
    })
    .filter((source) => packages.includes(packageName(source)));
}

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
