import type { BuildEnvironment, PluginParts } from '@skerry/kit/server';
import { noPluginParts } from '@skerry/kit/server';

import { type AppFiles, findAppFiles, type Misfit } from '../app-files/app-files.js';
import { FileError, isPluginList } from '../app-files/exports.js';
import { JsxOwners } from '../app-files/jsx-owners.js';
import type { PageExtensions } from '../app-files/page-extensions.js';
import type { Resolve } from '../modules/resolve-import.js';
import { type PluginPackage, packageOf, pluginPackages } from './packages.js';
import { type ReadParts, readParts } from './read-parts.js';

/** The files of an app, and the parts that its plugins add. */
export interface WholeApp extends AppFiles {
  readonly parts: PluginParts;
  /** The files of the pages of plugins, by the names that the plugins give. */
  readonly pages: ReadonlyMap<string, string>;
}

/** The parts that the plugins of one app add to it; all Vite plugins of the app share it. */
export class AppParts {
  root = '';
  mode: 'development' | 'production' = 'production';
  /** The path of the app. */
  base = '/';
  /** Writes that the lists of plugins cannot be read. */
  warn: (message: string) => void = () => {};
  /** The files that the app was last found to do without. */
  misfits: readonly Misfit[] = [];
  #packages: readonly PluginPackage[] | undefined;
  #reading: Promise<ReadParts> | undefined;
  #known: ReadParts | undefined;
  /** True if the parts could not be read: any edit may be the one that mends it. */
  #isBroken = false;
  /** The files of the pages, once they were resolved. */
  #pages: ReadonlyMap<string, string> = new Map();

  /** Whose JSX each file has. */
  readonly jsxOwners = new JsxOwners();

  constructor(readonly pageExtensions: PageExtensions = []) {}

  /** The parts, which are read once. An app that cannot be read has none for now: its start says why. */
  async readParts(): Promise<PluginParts> {
    this.#reading ??= this.#read();
    this.#known = await this.#reading;
    return this.#known.parts;
  }

  async #read(): Promise<ReadParts> {
    this.#isBroken = true;
    // The build or the start says which are wrong.
    const files = findAppFiles(this.root, this.pageExtensions, () => {});
    try {
      this.#isBroken = false;
      return await readParts(this.root, files, this, (error) => {
        this.#isBroken = true;
        this.warn(`The parts of a plugin are missing from the build. ${error.message}`);
      });
    } catch (error) {
      this.#isBroken = true;
      const reason = error instanceof Error ? error.message : String(error);
      this.warn(
        `The parts of the plugins cannot be read, since src/app.ts or a _plugins.ts fails at build: ${reason}`,
      );
      return { parts: noPluginParts(), files: new Set() };
    }
  }

  /**
   * The files of the app and the parts of its plugins, resolved.
   *
   * @param isTolerant true to leave out files that are wrong, and to note them as {@link misfits}
   * @throws SkerryError, FileError for files that are wrong
   */
  async wholeApp(resolve: Resolve, isTolerant = false): Promise<WholeApp> {
    const misfits: Misfit[] = [];
    const leaveOut = isTolerant ? (misfit: Misfit) => void misfits.push(misfit) : undefined;
    const files = findAppFiles(this.root, this.pageExtensions, leaveOut);
    this.misfits = misfits;
    const parts = await this.readParts();
    const strategies = new Map(files.strategies);
    for (const { name, part } of parts.strategies)
      if (!strategies.has(name)) strategies.set(name, part);
    const pages = new Map<string, string>();
    for (const { plugin, part } of parts.pages)
      pages.set(part, await this.#resolvePart(`page of the plugin ${plugin}`, part, resolve));
    for (const { plugin, part } of parts.views)
      await this.#resolvePart(`live view of the plugin ${plugin}`, part, resolve);
    this.#pages = pages;
    return { ...files, strategies, parts, pages };
  }

  /** The file of a part. @throws FileError if there is none, or if its package is not made for Skerry */
  async #resolvePart(what: string, part: string, resolve: Resolve): Promise<string> {
    const file = await resolve(part, `${this.root}/src/app.ts`).catch(() => undefined);
    if (file === undefined)
      throw new FileError(
        `${JSON.stringify(part)}, a ${what}, cannot be found.`,
        'Name it as `import` would from the app; a package names it in the `exports` of its package.json.',
      );
    if (!this.isCompiled(file))
      throw new FileError(
        `${JSON.stringify(part)}, a ${what}, is in a package that says nothing of Skerry, so it is not compiled.`,
        'Add the field "skerry" to the package.json of that package, and the package to the dependencies of the app.',
      );
    return file;
  }

  /** The names of the strategies that plugins add. */
  async strategyNames(): Promise<string[]> {
    return (await this.readParts()).strategies.map(({ name }) => name);
  }

  /** The file of a page: one under `src/pages`, or one of a plugin. */
  fileOfPage(name: string): string {
    return this.#pages.get(name) ?? `${this.root}/src/pages/${name}`;
  }

  /** Tells whether a file says which plugins there are. */
  dependsOn(file: string): boolean {
    const isList = file === `${this.root}/src/app.ts` || isPluginList(file);
    return isList || this.#isBroken || (this.#known?.files.has(file) ?? false);
  }

  /** True if the parts could not be read. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** True if plugins take part in the build themselves, which they do as Vite starts. */
  get hasBuilds(): boolean {
    return (this.#known?.parts.builds.length ?? 0) > 0;
  }

  /** Forgets the parts, after an edit. */
  forgetParts(): void {
    this.#reading = undefined;
  }

  /** The packages that are made for Skerry. */
  get packages(): readonly PluginPackage[] {
    return (this.#packages ??= pluginPackages(this.root));
  }

  /** Tells whether a file is compiled as one of the app: no package has it, or one that is made for Skerry. */
  isCompiled(file: string): boolean {
    return !file.includes('/node_modules/') || packageOf(this.packages, file) !== undefined;
  }

  /** The name of the live view in a file of a package: the name of the package, and the path of the file there. */
  viewIdInPackage(file: string): string | undefined {
    const owner = packageOf(this.packages, file);
    if (!owner || !file.endsWith('.live.tsx')) return undefined;
    return `${owner.name}${file.slice(owner.folder.length).replace(/\.live\.tsx$/, '')}`;
  }
}

/** An environment of Vite, as plugins see it. */
export const buildEnvironment = (environment: {
  name: string;
  config: { consumer: 'client' | 'server' };
}): BuildEnvironment => ({
  name: environment.name,
  isBrowser: environment.config.consumer === 'client',
});
