import { findFolder, manifestOfApp, readManifest } from '../modules/installed.js';

/** A package that is made for Skerry: its sources may have pages, live views and islands. */
export interface PluginPackage {
  readonly name: string;
  /** Its real folder, with `/`. */
  readonly folder: string;
}

/** Finds the packages that an app depends on and whose package.json has the field `skerry`. */
export function pluginPackages(root: string): PluginPackage[] {
  const { dependencies, devDependencies } = manifestOfApp(root);
  return Object.keys({ ...dependencies, ...devDependencies }).flatMap((name) => {
    const folder = findFolder(name, root);
    const isOne = folder !== undefined && readManifest(folder).skerry;
    return isOne ? { name, folder: folder.replaceAll('\\', '/') } : [];
  });
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
