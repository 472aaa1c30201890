import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { transformWithOxc } from 'vite';

import { fileOf, isBrowserCode, isIslandFile } from './island-file.js';

/** The first line of a file that names the runtime of its JSX. */
const pragma = /\/\*[\s*]*(?:@jsxRuntime\s+\w+\s+)?@jsxImportSource\s+([^\s*]+)/;

/** The runtime of JSX that a file names itself. */
export const namedRuntime = (code: string): string | undefined => pragma.exec(code)?.[1];

/** Tells in which files the JSX is Skerry's, and in which that of a framework whose components run in browsers. */
export class JsxOwners {
  readonly #runtimes = new Map<string, Promise<string | undefined>>();
  readonly #browserFiles = new Set<string>();

  /** Tells whether a file is browser code: the file itself says so first, then its name and place, then the tsconfig.json around it. */
  async isBrowserCode(root: string, id: string, code: string): Promise<boolean> {
    const file = fileOf(id);
    const is = await this.#isOfFramework(root, file, code);
    if (is) this.#browserFiles.add(file);
    else this.#browserFiles.delete(file);
    return is;
  }

  /** Tells the same of a file that was read before; of another one by its name and place. */
  isKnownBrowserCode(file: string): boolean {
    return this.#browserFiles.has(file) || isBrowserCode(file);
  }

  async #isOfFramework(root: string, file: string, code: string): Promise<boolean> {
    if (isIslandFile(file)) return true;
    if (/\.live\.[jt]sx$/.test(file) || file.startsWith(`${root}/src/pages/`)) return false;
    const named = namedRuntime(code);
    if (named !== undefined) return !named.startsWith('@skerry/');
    if (isBrowserCode(file) || !/\.[jt]sx$/.test(file)) return isBrowserCode(file);
    const configured = await this.#runtimeIn(posix.dirname(file));
    if (configured === undefined || configured.startsWith('@skerry/')) return false;
    return configured !== (await this.#runtimeIn(`${root}/src`));
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
