import { readFile } from 'node:fs/promises';
import { type ESTree, parseSync } from 'vite';

import type { Resolve } from './resolve-import.js';
import type { CompileOptions } from '../compile/index.js';

type Modules = NonNullable<CompileOptions['modules']>;

/** Reads, at build, the modules of the app that a file imports components from. Each is read once. */
export class ImportedModules {
  readonly #programs = new Map<string, Promise<ESTree.Program | undefined>>();

  /** The modules that a file imports, by their names in the file. */
  async modulesOf(code: string, file: string, resolve: Resolve): Promise<Modules> {
    const modules = new Map<string, ESTree.Program>();
    for (const { moduleRequest, entries } of parseSync(file, code).module.staticImports) {
      const source = moduleRequest.value;
      // Components begin with a capital letter.
      if (!entries.some(({ localName }) => /^[A-Z]/.test(localName.value))) continue;
      const program = await this.#read(await resolve(source, file));
      if (program) modules.set(source, program);
    }
    return modules;
  }

  #read(file: string | undefined): Promise<ESTree.Program | undefined> {
    if (!file || !/\.[jt]sx$/.test(file) || file.includes('/node_modules/'))
      return Promise.resolve(undefined);
    const known = this.#programs.get(file);
    if (known) return known;
    const reading = parse(file);
    this.#programs.set(file, reading);
    return reading;
  }
}

async function parse(file: string): Promise<ESTree.Program | undefined> {
  const { program, errors } = parseSync(file, await readFile(file, 'utf8'));
  // Compiling the file itself reports its syntax errors.
  return errors.length === 0 ? program : undefined;
}
