import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';

import { FileError } from '../app-files/exports.js';
import { fileOf, frameworkOf, frameworkOfCopy, isIslandFile } from '../app-files/island-file.js';
import { frameworkOfRuntime, type JsxOwners } from '../app-files/jsx-owners.js';
import { importedBy } from '../modules/imported-by.js';
import { packageName } from '../modules/installed.js';
import type { Resolve } from '../modules/resolve-import.js';
import { findPackages, type Package } from './compat-packages.js';

/** The specifiers of React's modules. */
export const moduleOfReact = /^(?:react(?:-dom)?(?:\/.*)?|scheduler)$/;

/**
 * The modules in which Preact takes the place of React: Preact islands, packages, and copies of what these islands import of the
 * app, so that React islands can import the same component.
 */
export class PreactSide {
  readonly #root: string;
  readonly #packages: readonly Package[];
  readonly #jsxOwners: JsxOwners;
  readonly #reached = new Map<string, string | undefined>();

  constructor(root: string, packages: readonly Package[], jsxOwners: JsxOwners) {
    this.#root = root;
    this.#packages = packages;
    this.#jsxOwners = jsxOwners;
  }

  has(id = ''): boolean {
    const file = fileOf(id);
    if (isIslandFile(file)) return frameworkOf(file) === 'preact';
    return isCopy(id) || this.#isOfPackage(file);
  }

  /** Tells whether it matters what a module of the app imports. */
  concerns(importer: string): boolean {
    const file = fileOf(importer);
    return !isPackaged(file) && (isIslandFile(file) || isCopy(importer));
  }

  /** @throws {FileError} if a React island imports a package that runs on Preact, or needs one that does */
  check(source: string, importer: string): void {
    if (this.has(importer) || !/^[@\w]/.test(source)) return;
    const name = packageName(source);
    const onPreact = this.#onPreactFrom(name);
    if (onPreact === undefined) return;
    const file = relative(this.#root, fileOf(importer));
    const needed = onPreact === name ? '' : `needs ${onPreact}, which `;
    throw new FileError(
      `${file} is a React island and imports ${name}, which ${needed}runs on Preact: \`skerry({ compat })\` names it, or a package that needs it.`,
      `Make the island one of Preact, ${file.replace('.react.', '.island.')}, and name ${name} in \`compat\`; or take what brings it there out of \`compat\`, and make the islands of Preact that use it ones of React. A package is on one side.`,
    );
  }

  /** The package on Preact that a package is, or needs. */
  #onPreactFrom(name: string): string | undefined {
    if (!this.#reached.has(name)) {
      const needed = findPackages(this.#root, [name]);
      const isOnPreact = ({ folder }: Package) => this.#isOfPackage(`${folder}/`);
      const found =
        needed.find((it) => it.name === name && isOnPreact(it)) ?? needed.find(isOnPreact);
      this.#reached.set(name, found?.name);
    }
    return this.#reached.get(name);
  }

  /** Tells whether a module of the app uses React: itself, by its JSX, or through what it imports. */
  async reachesReact(id: string, resolve: Resolve, seen = new Set<string>()): Promise<boolean> {
    if (seen.has(id) || !isSource(id)) return false;
    seen.add(id);
    const code = await readFile(id, 'utf8');
    const runtime = await this.#jsxOwners.runtimeOf(this.#root, id, code);
    if (id.endsWith('x') && frameworkOfRuntime(runtime ?? '') === 'react') return true;
    const sources = importedBy(code, id);
    if (sources.some((source) => moduleOfReact.test(source) || this.#holds(packageName(source))))
      return true;
    for (const source of sources) {
      const found = await resolve(source, id);
      if (found !== undefined && (await this.reachesReact(found, resolve, seen))) return true;
    }
    return false;
  }

  #holds = (name: string): boolean => this.#packages.some((it) => it.name === name);

  #isOfPackage(file: string): boolean {
    return this.#packages.some(({ folder }) => file.startsWith(`${folder}/`));
  }
}

const isCopy = (id: string): boolean => frameworkOfCopy(id) === 'preact';

const isPackaged = (file: string): boolean => file.includes('/node_modules/');

/** Tells whether a module is a component, or other code, of the app, and no island. */
const isSource = (id: string): boolean =>
  /^[^\0?]+\.[cm]?[jt]sx?$/.test(id) && !isPackaged(id) && !isIslandFile(id);
