import { normalizePath } from 'vite';

import { findFolder, manifestOfApp, readManifest } from '../modules/installed.js';
import { findObstacle } from '../modules/package-facts.js';
import { packagesInside } from '../plugin-parts/inside.js';
import { type Compat, findReactPackages } from '../react/compat.js';

/** The options that say where packages belong. */
export interface PlaceOptions {
  readonly compat: Compat;
  /** True if everything that can be bundled is. */
  readonly bundlePackages: boolean;
}

/** A package that the built server imports from outside its bundle. */
export interface OutsidePackage {
  readonly name: string;
  /** What npm is told to install. */
  readonly version: string;
  /** The reason why it cannot be part of the bundle; `undefined` if it is outside because the app depends on it. */
  readonly reason: string | undefined;
}

/** The place of a package: inside the bundle, or outside for a reason. */
type Place =
  | { isInside: true }
  | {
      isInside: false;
      reason: string | undefined;
      /** True if the app finds it beside its build. */
      isReachable: boolean;
    };

const inside: Place = { isInside: true };

/** Decides for each package whether it is inside the bundle. */
export class PackagePlaces {
  readonly #root: string;
  readonly #isBundled: boolean;
  readonly #inside: ReadonlySet<string>;
  readonly #ofSkerry: readonly string[];
  readonly #declared: Readonly<Record<string, string>>;
  readonly #places = new Map<string, Place>();

  constructor(root: string, { compat, bundlePackages }: PlaceOptions) {
    this.#root = root;
    this.#isBundled = bundlePackages;
    // Their imports of React are renamed.
    const onPreact = findReactPackages(root, compat).map(({ folder }) => folder);
    const compiled = [...packagesInside(root)];
    this.#inside = new Set([...compiled.map(([folder]) => folder), ...onPreact].map(normalizePath));
    this.#ofSkerry = compiled.flatMap(([folder, name]) =>
      name.startsWith('@skerry/') ? `${normalizePath(folder)}/` : [],
    );
    const { dependencies, optionalDependencies } = manifestOfApp(root);
    this.#declared = { ...dependencies, ...optionalDependencies };
  }

  /** The place of a package, of which one file is imported by another. */
  placeOf(name: string, folder: string, file: string, importer = ''): Place {
    const known = this.#places.get(folder);
    if (known) return known;
    const place = this.#decide(name, folder, file, this.#isOfSkerry(importer));
    this.#places.set(folder, place);
    return place;
  }

  #decide(name: string, folder: string, file: string, isTried: boolean): Place {
    if (this.#inside.has(folder)) return inside;
    // The app may have another version of it than the package that imports it.
    const isReachable = this.#isAt(name, folder);
    if (!this.#isBundled && isReachable && isInstallable(this.#declared[name]))
      return { isInside: false, reason: undefined, isReachable };
    const obstacle = findObstacle(folder, file);
    // Skerry's own dependencies are tried in bundles. Where nobody would find another one outside, it may still work there.
    const isForced = obstacle?.isNative || (isReachable && !isTried);
    if (!obstacle || !isForced) return inside;
    return { isInside: false, reason: obstacle.reason, isReachable };
  }

  #isOfSkerry(file: string): boolean {
    return this.#ofSkerry.some((folder) => file.startsWith(folder));
  }

  /** Tells whether the app finds a package in this folder. */
  #isAt(name: string, folder: string): boolean {
    const own = findFolder(name, this.#root);
    return own !== undefined && normalizePath(own) === folder;
  }

  #isOutside(folder: string, name: string): boolean {
    return folder.endsWith(`/${name}`) && this.#places.get(folder)?.isInside === false;
  }

  /** What must be installed for a package; `undefined` for an optional one that is not there. */
  describe(name: string): OutsidePackage | undefined {
    const folder =
      [...this.#places.keys()].find((each) => this.#isOutside(each, name)) ??
      findFolder(name, this.#root);
    const place = this.#places.get(folder ?? '');
    const { version } = folder === undefined ? {} : readManifest(folder);
    if (version === undefined) return undefined;
    const reason = place && !place.isInside ? place.reason : undefined;
    const real = /^npm:(@?[^@]+)/.exec(this.#declared[name] ?? '')?.[1];
    return { name, version: real ? `npm:${real}@${version}` : version, reason };
  }
}

/** Tells whether a dependency comes from a registry, so that another machine can install it. */
const isInstallable = (range: string | undefined): boolean =>
  range !== undefined && (/^(?:npm|catalog):/.test(range) || !/[:/]/.test(range));
