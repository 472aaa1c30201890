import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { findFolder } from '../modules/installed.js';

/** A package that is made for Skerry: its sources may have pages, live views and islands. */
export interface PluginPackage {
  readonly name: string;
  /** Its real folder, with `/`. */
  readonly folder: string;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly skerry?: unknown;
}

/** Finds the packages that an app depends on and whose package.json has the field `skerry`. */
export function pluginPackages(root: string): PluginPackage[] {
  const { dependencies, devDependencies } = readManifest(nearestManifest(root)) ?? {};
  return Object.keys({ ...dependencies, ...devDependencies }).flatMap((name) => {
    const folder = findFolder(name, root);
    const isOne = folder !== undefined && readManifest(join(folder, 'package.json'))?.skerry;
    return isOne ? { name, folder: folder.replaceAll('\\', '/') } : [];
  });
}

/** Finds the packages that an app depends on and that import kit, or packages that do: its server needs one copy of kit. */
export function kitPackages(root: string): string[] {
  const known = new Map<string, boolean>();
  const importsKit = (name: string, from: string): boolean => {
    const folder = findFolder(name, from);
    if (folder === undefined) return false;
    const before = known.get(folder);
    if (before !== undefined) return before;
    known.set(folder, false);
    const { dependencies, peerDependencies } = readManifest(join(folder, 'package.json')) ?? {};
    const names = Object.keys({ ...dependencies, ...peerDependencies });
    const isOne = names.includes(kit) || names.some((each) => importsKit(each, folder));
    known.set(folder, isOne);
    if (isOne) found.add(name);
    return isOne;
  };
  const found = new Set<string>();
  const { dependencies, devDependencies } = readManifest(nearestManifest(root)) ?? {};
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) importsKit(name, root);
  return [...found].filter((name) => !name.startsWith('@skerry/'));
}

const kit = '@skerry/kit';

function nearestManifest(folder: string): string {
  const file = join(folder, 'package.json');
  const parent = dirname(folder);
  return existsSync(file) || parent === folder ? file : nearestManifest(parent);
}

/** The content of a package.json; `undefined` if it cannot be read, which others report. */
function readManifest(file: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}

/** The package that a file belongs to. */
export const packageOf = (
  packages: readonly PluginPackage[],
  file: string,
): PluginPackage | undefined =>
  packages.find(
    ({ folder }) =>
      file.startsWith(`${folder}/`) && !file.slice(folder.length).includes('/node_modules/'),
  );
