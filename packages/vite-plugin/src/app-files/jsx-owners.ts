import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { transformWithOxc } from 'vite';

import {
  fileOf,
  type Framework,
  frameworkOf,
  frameworkOfCopy,
  isBrowserCode,
  isIslandFile,
} from './island-file.js';
import { namedRuntime } from './jsx-pragmas.js';

const skerryRuntime = '@skerry/kit';

/** Tells whether a runtime of JSX is Skerry's. */
export const isOfSkerry = (runtime: string | undefined): boolean =>
  runtime?.startsWith('@skerry/') === true;

/** The framework of a runtime of JSX. */
export const frameworkOfRuntime = (runtime: string): Framework | undefined =>
  /^(preact|react)(?:\/|$)/.exec(runtime)?.[1] as Framework | undefined;

/** Tells in which files the JSX is Skerry's, and in which that of a framework whose components run in browsers. */
export class JsxOwners {
  readonly #runtimes = new Map<string, Promise<string | undefined>>();
  /** The runtimes of the files that were read, as they were then. */
  readonly #known = new Map<string, string | undefined>();

  /**
   * The runtime of the JSX in a file: the file itself says so first, then its name and place, then the tsconfig.json around it.
   * `undefined` where nothing does: then it is that of whoever imports the file.
   */
  async runtimeOf(root: string, file: string, code: string): Promise<string | undefined> {
    const runtime = await this.#findRuntime(root, file, code);
    this.#known.set(file, runtime);
    return runtime;
  }

  /** Tells whether a module is browser code: one of a framework, or a copy for it. */
  async isBrowserCode(root: string, id: string, code: string): Promise<boolean> {
    if (frameworkOfCopy(id)) return true;
    await this.runtimeOf(root, fileOf(id), code);
    return this.isKnownBrowserCode(id);
  }

  /** Tells the same of a module that was read before; of another one by its name and place. */
  isKnownBrowserCode(id: string): boolean {
    if (frameworkOfCopy(id)) return true;
    const file = fileOf(id);
    const runtime = this.#known.get(file);
    return runtime === undefined ? isBrowserCode(file) : !isOfSkerry(runtime);
  }

  /** The framework that a module belongs to, as far as it is known: an island, a copy, or code that was read before. */
  frameworkOf(id: string): Framework | undefined {
    const copy = frameworkOfCopy(id);
    if (copy) return copy;
    const file = fileOf(id);
    return isIslandFile(file) ? frameworkOf(file) : frameworkOfRuntime(this.#known.get(file) ?? '');
  }

  async #findRuntime(root: string, file: string, code: string): Promise<string | undefined> {
    const named = namedRuntime(code);
    if (isIslandFile(file)) return isOfSkerry(named) || !named ? frameworkOf(file) : named;
    if (/\.live\.[jt]sx$/.test(file) || file.startsWith(`${root}/src/pages/`)) return skerryRuntime;
    if (named !== undefined || !/\.[jt]sx$/.test(file)) return named;
    const configured = await this.#runtimeIn(posix.dirname(file));
    return configured === (await this.#runtimeIn(`${root}/src`)) ? undefined : configured;
  }

  /** The runtime that the tsconfig.json around a folder names. */
  #runtimeIn(folder: string): Promise<string | undefined> {
    let runtime = this.#runtimes.get(folder);
    if (!runtime) this.#runtimes.set(folder, (runtime = readRuntime(folder)));
    return runtime;
  }
}

/** Vite reads that file; whoever compiles a tag learns the runtime. Without the file, and in installed packages, nothing names one. */
async function readRuntime(folder: string): Promise<string | undefined> {
  if (folder.includes('/node_modules/') || !hasConfigAround(folder)) return undefined;
  try {
    const { code } = await transformWithOxc('export default <a />', `${folder}/tag.tsx`);
    return /["']([^"']+)\/jsx-(?:dev-)?runtime["']/.exec(code)?.[1];
  } catch {
    // Vite reports a faulty tsconfig.json with the files that need it.
    return undefined;
  }
}

function hasConfigAround(folder: string): boolean {
  const parent = posix.dirname(folder);
  return existsSync(`${folder}/tsconfig.json`) || (parent !== folder && hasConfigAround(parent));
}
