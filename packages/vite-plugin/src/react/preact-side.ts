import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';

import { FileError } from '../app-files/exports.js';
import { fileOf, frameworkOf, isIslandFile, isPreactVariant } from '../app-files/island-file.js';
import { namedRuntime } from '../app-files/jsx-owners.js';
import { importedBy } from '../modules/imported-by.js';
import { packageName } from '../modules/installed.js';
import type { Resolve } from '../modules/resolve-import.js';
import type { Package } from './compat-packages.js';

/** The specifiers of React's modules. */
export const moduleOfReact = /^(?:react(?:-dom)?(?:\/.*)?|scheduler)$/;

/**
 * The modules in which Preact takes the place of React: Preact islands, packages, and copies of what these islands import of the
 * app, so that React islands can import the same component.
 */
export class PreactSide {
  readonly #root: string;
  readonly #packages: readonly Package[];

  constructor(root: string, packages: readonly Package[]) {
    this.#root = root;
    this.#packages = packages;
  }

  has(id = ''): boolean {
    const file = fileOf(id);
    if (isIslandFile(file)) return frameworkOf(file) === 'preact';
    return isPreactVariant(id) || this.#isOfPackage(file);
  }

  /** Tells whether it matters what a module of the app imports. */
  concerns(importer: string): boolean {
    const file = fileOf(importer);
    return !isPackaged(file) && (isIslandFile(file) || isPreactVariant(importer));
  }

  /** @throws {FileError} if a React island imports a package that runs on Preact */
  check(source: string, importer: string): void {
    const file = fileOf(importer);
    if (this.has(importer) || !(/^[@\w]/.test(source) && this.#holds(packageName(source)))) return;
    throw new FileError(
      `${relative(this.#root, file)} is a React island and imports ${packageName(source)}, which runs on Preact: \`skerry({ compat })\` names it, or a package that needs it.`,
      `Make it a Preact island, ${relative(this.#root, file).replace('.react.', '.island.')}, or take the name out of \`compat\`.`,
    );
  }

  /** Tells whether a module of the app uses React: itself, by its JSX, or through what it imports. */
  async reachesReact(id: string, resolve: Resolve, seen = new Set<string>()): Promise<boolean> {
    if (seen.has(id) || !isSource(id)) return false;
    seen.add(id);
    const code = await readFile(id, 'utf8');
    // Where the file names no runtime, the tsconfig.json around it may.
    if (id.endsWith('x') && !namedRuntime(code)?.startsWith('preact')) return true;
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

const isPackaged = (file: string): boolean => file.includes('/node_modules/');

/** Tells whether a module is a component, or other code, of the app, and no island. */
const isSource = (id: string): boolean =>
  /^[^\0?]+\.[cm]?[jt]sx?$/.test(id) && !isPackaged(id) && !isIslandFile(id);
