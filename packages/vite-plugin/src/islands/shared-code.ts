import { readFile } from 'node:fs/promises';
import { parseSync } from 'vite';

import { fileOf, type Framework, frameworkOf, isIslandFile } from '../app-files/island-file.js';
import { frameworkOfRuntime, isOfSkerry } from '../app-files/jsx-owners.js';
import { firstJsx } from '../compile/index.js';
import { importedBy } from '../modules/imported-by.js';
import type { Resolve } from '../modules/resolve-import.js';
import type { AppParts } from '../plugin-parts/app-parts.js';
import { shortestWay } from './ways.js';

/** What counts of a file of the app. */
interface SourceFacts {
  /** False while its syntax is wrong. */
  readonly isReadable: boolean;
  /** The runtime of its JSX; `undefined` if it has none, or if nothing says whose it is. */
  readonly runtime: string | undefined;
  readonly hasJsx: boolean;
  /** The module of Preact from which it imports hooks. */
  readonly hooks: string | undefined;
  /** The files that it imports, if they may have JSX and itself has none. */
  readonly imports: readonly string[];
  /** False if it imports what was not found. */
  readonly isComplete: boolean;
}

/** The code of an app that islands may share, as one environment reads it. Each file is read once, until it is edited. */
export class SharedCode {
  readonly #appParts: Pick<AppParts, 'root' | 'jsxOwners' | 'isCompiled'>;
  readonly #facts = new Map<string, Promise<SourceFacts>>();
  readonly #importers = new Map<string, Set<string>>();
  #resolve: Resolve | undefined;

  constructor(appParts: Pick<AppParts, 'root' | 'jsxOwners' | 'isCompiled'>) {
    this.#appParts = appParts;
  }

  /** Tells whether a framework needs a copy of a module: its JSX is that of no framework or of another one, its hooks are of another one, or it leads to such a module. */
  needsCopy(id: string, framework: Framework, resolve: Resolve): Promise<boolean> {
    this.#resolve = resolve;
    return this.#needsCopy(id, framework, new Set());
  }

  /** What keeps a file from running in a component of a framework: the runtime of its JSX, or the module of its hooks. */
  async foreignParts(
    file: string,
    framework: Framework,
    resolve: Resolve,
  ): Promise<{ runtime?: string | undefined; hooks?: string | undefined }> {
    this.#resolve = resolve;
    const { runtime, hooks } = await this.#factsOf(file);
    return {
      ...(runtime !== undefined && !suits(runtime, framework) && { runtime }),
      ...(framework === 'react' && { hooks }),
    };
  }

  /** Reads again what an edit has changed. Returns the files of which frameworks need another copy now, or none any more. */
  async noteEdit(file: string, type: 'create' | 'update' | 'delete'): Promise<string[]> {
    this.#forgetImportsOf(file);
    const files = new Set(type === 'delete' ? [] : [file]);
    // Others may have missed a new file, and may find another one in the place of one that is gone.
    for (const [importer, facts] of this.#facts) {
      const { isComplete, imports } = await facts;
      if (type === 'create' ? !isComplete : type === 'delete' && imports.includes(file))
        files.add(importer);
    }
    const changed: string[] = [];
    for (const each of files) if (await this.#changes(each)) changed.push(each);
    return changed;
  }

  async #changes(file: string): Promise<boolean> {
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

  /** Notes a module that imports another one for a framework. */
  noteImporter(module: string, importer: string): void {
    if (fileOf(module) === fileOf(importer)) return;
    const importers = this.#importers.get(module) ?? new Set();
    this.#importers.set(module, importers.add(importer));
  }

  /** Forgets what an edited file imported. */
  #forgetImportsOf(file: string): void {
    for (const importers of this.#importers.values())
      for (const importer of importers) if (fileOf(importer) === file) importers.delete(importer);
  }

  /** The shortest way from an island to a module, which is its end. */
  wayTo(module: string): string[] {
    return shortestWay(module, (name) => this.#importers.get(name) ?? [], isIslandFile);
  }

  async #needs(file: string): Promise<string> {
    const needs = (framework: Framework) => this.#needsCopy(file, framework, new Set());
    return `${await needs('preact')} ${await needs('react')}`;
  }

  async #needsCopy(id: string, framework: Framework, seen: Set<string>): Promise<boolean> {
    if (seen.has(id) || !isSource(id) || !this.#appParts.isCompiled(id)) return false;
    if (isIslandFile(id) && frameworkOf(id) === framework) return false;
    seen.add(id);
    const { runtime, hasJsx, hooks, imports } = await this.#factsOf(id);
    if (hooks !== undefined && framework === 'react') return true;
    if (runtime !== undefined) return hasJsx && !suits(runtime, framework);
    if (hasJsx) return true;
    for (const file of imports) if (await this.#needsCopy(file, framework, seen)) return true;
    return false;
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
    const sources = isReadable ? importedBy(code, file) : [];
    const hooks = sources.find((source) => ofPreactHooks.test(source));
    const isOnTheWay = runtime === undefined && !hasJsx;
    const found = isOnTheWay ? await this.#resolveAll(sources, file) : [];
    const imports = found.filter((id) => id !== undefined);
    const isComplete = imports.length === found.length;
    return { isReadable, runtime, hasJsx, hooks, imports, isComplete };
  }

  #resolveAll(sources: readonly string[], importer: string): Promise<(string | undefined)[]> {
    const resolve = this.#resolve as Resolve;
    // Compiling the file itself reports what cannot be resolved.
    return Promise.all(sources.map((source) => resolve(source, importer).catch(() => undefined)));
  }
}

/** In Preact islands React's hooks are Preact's; the other way round there are none. */
const ofPreactHooks = /^preact\/(?:hooks|compat)$/;

/** Tells whether JSX shows something in a framework: Preact takes that of React, too. */
function suits(runtime: string, framework: Framework): boolean {
  const own = frameworkOfRuntime(runtime);
  if (own === 'react' && framework === 'preact') return true;
  return own === undefined ? !isOfSkerry(runtime) : own === framework;
}

/** Tells whether a module is one that may have JSX, or lead to it. Islands are imported as components, too. */
const isSource = (id: string): boolean => /^[^\0?]+\.[cm]?[jt]sx?$/.test(id);
