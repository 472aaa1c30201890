import { readFile } from 'node:fs/promises';
import { parseSync } from 'vite';

import { type Framework, isIslandFile } from '../app-files/island-file.js';
import { frameworkOfRuntime, isOfSkerry, namedRuntime } from '../app-files/jsx-owners.js';
import { firstJsx } from '../compile/index.js';
import { importedBy } from '../modules/imported-by.js';
import type { Resolve } from '../modules/resolve-import.js';
import type { AppParts } from '../plugin-parts/app-parts.js';

/** What counts of a file of the app. */
interface SourceFacts {
  /** False while its syntax is wrong. */
  readonly isReadable: boolean;
  /** The runtime of its JSX; `undefined` if it has none, or if nothing says whose it is. */
  readonly runtime: string | undefined;
  /** The runtime that its first line names. */
  readonly named: string | undefined;
  readonly hasJsx: boolean;
  /** The files that it imports, if they may have JSX and itself has none. */
  readonly imports: readonly string[];
}

/** The code of an app that islands may share, as one environment reads it. Each file is read once, until it is edited. */
export class SharedCode {
  readonly #appParts: Pick<AppParts, 'root' | 'jsxOwners' | 'isCompiled'>;
  /** True if Preact takes the place of React where Preact islands reach it. */
  readonly #takesReact: boolean;
  readonly #facts = new Map<string, Promise<SourceFacts>>();
  readonly #importers = new Map<string, string>();
  #resolve: Resolve | undefined;

  constructor(appParts: Pick<AppParts, 'root' | 'jsxOwners' | 'isCompiled'>, takesReact: boolean) {
    this.#appParts = appParts;
    this.#takesReact = takesReact;
  }

  /** Tells whether a framework needs a copy of a module: its JSX is that of no framework or of another one, or it leads to such a module. */
  needsCopy(id: string, framework: Framework, resolve: Resolve): Promise<boolean> {
    this.#resolve = resolve;
    return this.#needsCopy(id, framework, new Set());
  }

  /** The runtime that keeps a file from showing anything in a component of a framework. */
  async foreignRuntime(file: string, framework: Framework): Promise<string | undefined> {
    const { runtime, named } = await this.#factsOf(file);
    if (runtime === undefined || this.#suits(runtime, framework)) return undefined;
    // A tsconfig.json that names no runtime names React.
    return runtime === 'react' && named === undefined ? undefined : runtime;
  }

  /** Reads an edited file again; tells whether frameworks need another copy of it, or none any more. */
  async changes(file: string): Promise<boolean> {
    const known = this.#facts.get(file);
    if (!known) return false;
    const before = await this.#needs(file);
    this.#facts.delete(file);
    // Who imports an island knows it by its name.
    if (isIslandFile(file)) return false;
    const { isReadable } = await this.#factsOf(file);
    // The code before goes on.
    if (!isReadable) this.#facts.set(file, known);
    return (await this.#needs(file)) !== before;
  }

  forgetAll(): void {
    this.#facts.clear();
  }

  /** Notes a module that imports a copy. */
  noteImporter(copy: string, importer: string): void {
    this.#importers.set(copy, importer);
  }

  /** The modules that lead to a copy, from one that is none. */
  wayTo(copy: string): string[] {
    const way = new Set<string>();
    for (let id = this.#importers.get(copy); id !== undefined && !way.has(id);)
      id = this.#importers.get((way.add(id), id));
    return [...way].reverse();
  }

  async #needs(file: string): Promise<string> {
    const needs = (framework: Framework) => this.#needsCopy(file, framework, new Set());
    return `${await needs('preact')} ${await needs('react')}`;
  }

  async #needsCopy(id: string, framework: Framework, seen: Set<string>): Promise<boolean> {
    if (seen.has(id) || !isSource(id) || !this.#appParts.isCompiled(id)) return false;
    seen.add(id);
    const { runtime, hasJsx, imports } = await this.#factsOf(id);
    if (runtime !== undefined) return hasJsx && !this.#suits(runtime, framework);
    if (hasJsx) return true;
    for (const file of imports) if (await this.#needsCopy(file, framework, seen)) return true;
    return false;
  }

  #suits(runtime: string, framework: Framework): boolean {
    const own = frameworkOfRuntime(runtime);
    if (own === 'react' && framework === 'preact') return this.#takesReact;
    return own === undefined ? !isOfSkerry(runtime) : own === framework;
  }

  #factsOf(file: string): Promise<SourceFacts> {
    let facts = this.#facts.get(file);
    if (!facts) this.#facts.set(file, (facts = this.#read(file)));
    return facts;
  }

  async #read(file: string): Promise<SourceFacts> {
    const { root, jsxOwners } = this.#appParts;
    const code = await readFile(file, 'utf8').catch(() => '');
    const runtime = await jsxOwners.runtimeOf(root, file, code);
    const { program, errors } = parseSync(file, code);
    // Compiling the file itself reports its syntax errors.
    const isReadable = errors.length === 0;
    const hasJsx = isReadable && firstJsx(program) !== undefined;
    const isOnTheWay = isReadable && runtime === undefined && !hasJsx;
    const imports = isOnTheWay ? await this.#filesOf(importedBy(code, file), file) : [];
    return { isReadable, runtime, named: namedRuntime(code), hasJsx, imports };
  }

  async #filesOf(sources: readonly string[], importer: string): Promise<string[]> {
    const resolve = this.#resolve as Resolve;
    const files = await Promise.all(
      sources.map((source) => resolve(source, importer).catch(() => undefined)),
    );
    return files.filter((file) => file !== undefined);
  }
}

/** Tells whether a module is one that may have JSX, or lead to it. Islands are imported as components, too. */
const isSource = (id: string): boolean => /^[^\0?]+\.[cm]?[jt]sx?$/.test(id);
