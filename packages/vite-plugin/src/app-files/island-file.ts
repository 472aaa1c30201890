import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** A package with a name, and its folder. */
interface OwnPackage {
  readonly name: string;
  readonly folder: string;
}

/** A framework whose components may be islands. */
export type Framework = 'preact' | 'react';

const specifier = /\.(?:island|react)(?:\.[cm]?[jt]sx?)?$/;
const file = /\.(island|react)\.[cm]?[jt]sx?$/;

/** Tells whether an import, as it is written, leads to an island. */
export const isIslandImport = (source: string): boolean => specifier.test(source);

/** Tells whether a file is an island's. */
export const isIslandFile = (path: string): boolean => file.test(path);

/** The framework of an island, by its file. */
export const frameworkOf = (path: string): Framework =>
  file.exec(path)?.[1] === 'react' ? 'react' : 'preact';

/**
 * The name of an island on the wire: its path under `src` without `.tsx`, the import for an island of a package, and the
 * path from the root for one elsewhere, or in its package for one beside the root.
 *
 * @param source the import, as it is written
 * @param path the file that it leads to
 */
export function islandName(root: string, source: string, path: string): string {
  if (path.startsWith(`${root}/src/`))
    return path.slice(root.length + '/src/'.length).replace(/\.tsx$/, '');
  const isOfPackage = !/^[./#~]|^@\//.test(source);
  if (isOfPackage) return source;
  const inPackages = path.split('/node_modules/').at(-1) as string;
  return inPackages === path ? nameBeside(root, path) : inPackages;
}

/** The name of an island or a live view that belongs to no `src` and is in no `node_modules`: no name has dots that a URL would lose. */
export function nameBeside(root: string, path: string): string {
  const relative = posix.relative(root, path);
  if (!relative.startsWith('../')) return relative;
  const owner = nearestPackage(posix.dirname(path));
  return owner ? owner.name + path.slice(owner.folder.length) : relative;
}

const owners = new Map<string, OwnPackage | undefined>();

/** The package around a folder, if it has a name. */
function nearestPackage(folder: string): OwnPackage | undefined {
  if (!owners.has(folder)) {
    const file = `${folder}/package.json`;
    const parent = posix.dirname(folder);
    const name =
      existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name;
    const found = name ? { name, folder } : parent === folder ? undefined : nearestPackage(parent);
    owners.set(folder, found);
  }
  return owners.get(folder);
}

/** Tells whether a file is browser code by its name or place: an island, or something in a folder `islands` of the sources. */
export function isBrowserCode(path: string): boolean {
  const source = path.lastIndexOf('/src/');
  return isIslandFile(path) || (source >= 0 && path.includes('/islands/', source));
}

/** Tells whether a module is the definition of an island on the server, by its id. */
export const isWrapper = (id: string): boolean => /[?&]island=/.test(id);

/** The file of a module, whose id may end in a query. */
export const fileOf = (id: string): string => id.replace(/[?#].*$/s, '');

/** The id of the copy of a module that runs on a framework, for its islands. */
export const copyFor = (framework: Framework, file: string): string => `${file}?on=${framework}`;

/** The framework of such a copy, by its id; `undefined` for another module. */
export const frameworkOfCopy = (id: string): Framework | undefined =>
  /\?on=(preact|react)$/.exec(id)?.[1] as Framework | undefined;
