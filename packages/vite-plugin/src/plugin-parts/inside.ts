import { findFolder, manifestOfApp, readManifest } from '../modules/installed.js';
import { importsStyles } from '../modules/package-facts.js';

/**
 * Finds the packages that Node cannot load for an app, and that are compiled with it in development and production: Skerry's and all
 * that depend on them, so that there is one kit; those that are made for Skerry; and those whose code imports style sheets.
 *
 * @returns their names, by their folders
 */
export function packagesInside(root: string): ReadonlyMap<string, string> {
  const { dependencies, devDependencies } = manifestOfApp(root);
  const inside = new Map<string, string>();
  const seen = new Set<string>();
  const isInside = (name: string, from: string, isDirect: boolean): boolean => {
    const folder = findFolder(name, from);
    if (folder === undefined || seen.has(folder)) return inside.has(folder ?? '');
    seen.add(folder);
    const manifest = readManifest(folder);
    const needed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    const hasSome = needed.filter((each) => isInside(each, folder, false)).length > 0;
    const hasStyles = isDirect || JSON.stringify(manifest.sideEffects ?? '').includes('css');
    if (hasSome || isOfSkerry(name) || manifest.skerry || (hasStyles && importsStyles(folder)))
      inside.set(folder, name);
    return inside.has(folder);
  };
  for (const name of Object.keys(dependencies ?? {})) isInside(name, root, true);
  for (const name of Object.keys(devDependencies ?? {})) isInside(name, root, false);
  return inside;
}

const isOfSkerry = (name: string): boolean => name.startsWith('@skerry/');
