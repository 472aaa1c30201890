import { AsyncLocalStorage } from 'node:async_hooks';
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import type { DevEnvironment, EnvironmentModuleNode, Plugin } from 'vite';

import { fileOf, isWrapper } from '../app-files/island-file.js';
import { type CompileError, Source } from '../compile/index.js';
import { suggestion } from '../compile/suggest.js';
import { titleOf } from '../islands/server-only.js';
import { exportedNames, exportsIn, sourceExports } from '../modules/exported-names.js';
import { type ImportedName, namesUsedIn } from '../modules/names-in.js';
import type { Resolve } from '../modules/resolve-import.js';
import type { AppParts } from '../plugin-parts/app-parts.js';

/** Refuses modules that import a name which the other module does not export. */
export function importedNames(names: ImportedNames): Plugin {
  let isTestRun = false;
  return {
    name: 'skerry:imported-names',
    enforce: 'pre',
    apply: 'serve',
    configResolved({ plugins }) {
      // Tests replace modules by others with other exports.
      isTestRun = plugins.some(({ name }) => name === 'vitest');
    },
    transform: {
      filter: { id: /\.[cm]?[jt]sx?(?:\?on=(?:preact|react))?$/ },
      async handler(code, id) {
        // seam: it applies to the development server only
        if (!isTestRun) await names.checkModule(this.environment as DevEnvironment, code, id);
      },
    },
  };
}

/** The importers of edited modules that these concern. */
interface ImportersConcerned {
  /** Those that import a name which is not there. */
  readonly inVain: EnvironmentModuleNode[];
  /** Those that did so until now. */
  readonly mended: EnvironmentModuleNode[];
}

/**
 * Compares the names that modules import with those that files of the app, packages and modules of Node export. Otherwise such a name would
 * be `undefined` on the server, and of an island only the console of the browser would tell.
 */
export class ImportedNames {
  readonly #appParts: Pick<AppParts, 'root' | 'isCompiled'>;
  readonly #readSource = sourceExports();
  /** The code of the modules of each environment, as their authors have written it. */
  readonly #codes = new WeakMap<DevEnvironment, Map<string, string>>();
  /** The modules of each environment that import a name in vain. */
  readonly #inVain = new WeakMap<DevEnvironment, Set<string>>();
  /** The module that is compiled only for what plugins make of its exports. Vite compiles what it imports in the same context. */
  readonly #tried = new AsyncLocalStorage<string>();
  /** Waits until a file is written; resolves to false if it has changed since a moment, so that another edit shows it. */
  isWritten = (_file: string, _began: number): Promise<boolean> => Promise.resolve(true);

  constructor(appParts: Pick<AppParts, 'root' | 'isCompiled'>) {
    this.#appParts = appParts;
  }

  /** Checks a module that is being compiled. @throws CompileError for a name that is not there */
  async checkModule(environment: DevEnvironment, code: string, id: string): Promise<void> {
    if (!this.#isOwn(fileOf(id)) || this.#tried.getStore() === id) return;
    const codes = this.#codes.get(environment) ?? new Map<string, string>();
    this.#codes.set(environment, codes.set(id, code));
    const fault = await this.#findFault(environment, code, id);
    if (fault) throw fault;
  }

  /**
   * The modules that import names which edited modules no longer export, and those that did so in vain until now. Vite itself would not
   * compile them again, as they have not changed.
   */
  async importersConcerned(
    environment: DevEnvironment,
    modules: readonly EnvironmentModuleNode[],
    seen = new Set(modules),
  ): Promise<ImportersConcerned> {
    const inVain: EnvironmentModuleNode[] = [];
    const mended: EnvironmentModuleNode[] = [];
    for (const importer of modules.flatMap(({ importers }) => [...importers])) {
      const { id } = importer;
      const code = id && this.#codes.get(environment)?.get(id);
      if (!code || seen.has(importer)) continue;
      seen.add(importer);
      const wasInVain = this.#inVain.get(environment)?.has(id);
      if (await this.#findFault(environment, code, id)) {
        environment.moduleGraph.invalidateModule(importer);
        inVain.push(importer);
      } else if (wasInVain) mended.push(importer);
      else if (exportsIn(code, fileOf(id))?.sources[0] !== undefined) {
        const further = await this.importersConcerned(environment, [importer], seen);
        inVain.push(...further.inVain);
        mended.push(...further.mended);
      }
    }
    return { inVain, mended };
  }

  /** Tells whether a file is a source of the app. */
  #isOwn(file: string): boolean {
    return isScript(file) && this.#appParts.isCompiled(file);
  }

  async #findFault(
    environment: DevEnvironment,
    code: string,
    id: string,
  ): Promise<CompileError | undefined> {
    const fault = await this.#firstFault(environment, code, id);
    const inVain = this.#inVain.get(environment) ?? new Set<string>();
    this.#inVain.set(environment, inVain);
    if (fault) inVain.add(id);
    else inVain.delete(id);
    return fault;
  }

  async #firstFault(
    environment: DevEnvironment,
    code: string,
    id: string,
  ): Promise<CompileError | undefined> {
    const began = performance.now();
    const file = fileOf(id);
    const resolve = resolveIn(environment.pluginContainer);
    const read = (each: string) => this.#read(environment, each);
    // Plugins may make other exports of a file than it shows.
    const readCompiled = (each: string) => this.#readCompiled(environment, each);
    const find = async (source: string): Promise<{ from?: string; names?: Set<string> }> => {
      // What cannot be resolved has an error of its own.
      const from = await resolve(source, id).catch(() => undefined);
      const names = from ? await exportedNames(from, read, resolve) : undefined;
      return from && names ? { from, names } : {};
    };
    const found = new Map<string, ReturnType<typeof find>>();
    for (const imported of await namesUsedIn(code, file)) {
      const { name, source } = imported;
      if (!found.has(source)) found.set(source, find(source));
      const { from, names } = (await found.get(source)) ?? {};
      if (!from || !names || names.has(name)) continue;
      const compiled = await exportedNames(from, readCompiled, resolve);
      if (compiled && !compiled.has(name) && (await this.isWritten(fileOf(from), began)))
        return this.#notExported(new Source(code, file), imported, fileOf(from), names);
    }
    return undefined;
  }

  /** What a module exports as it was written. */
  async #read(
    { config, depsOptimizer }: DevEnvironment,
    id: string,
  ): Promise<ReturnType<typeof exportsIn>> {
    if (isBuiltin(id)) return { names: new Set(Object.keys(await import(id))), sources: [] };
    const file = fileOf(id);
    const bundled = depsOptimizer?.metadata.depInfoList.find((each) => each.file === file);
    // Of a package of CommonJS, Vite makes names as they are asked for.
    if (!isScript(file) || (bundled && bundled.needsInterop !== false)) return undefined;
    // Other packages are Node's on the server, and Vite compares their names itself.
    const isOutside = config.consumer === 'server' && !this.#isOwn(file) && !isOfSkerry(file);
    return isOutside ? undefined : this.#readSource(id);
  }

  /** What a module exports once plugins have compiled it; `undefined` if it cannot be, which has an error of its own. */
  async #readCompiled(
    environment: DevEnvironment,
    id: string,
  ): Promise<ReturnType<typeof exportsIn>> {
    const { pluginContainer, moduleGraph } = environment;
    const { root } = this.#appParts;
    if (isBuiltin(id)) return this.#read(environment, id);
    const url = id.startsWith(`${root}/`) ? id.slice(root.length) : `/@fs${id}`;
    const compile = async () => {
      // Vite compiles what its graph knows.
      const module = await moduleGraph.ensureEntryFromUrl(url, false);
      const { isSelfAccepting } = module;
      const loaded = await pluginContainer.load(id);
      const own = typeof loaded === 'object' ? loaded?.code : loaded;
      const code = own ?? (await readFile(fileOf(id), 'utf8'));
      const result = await pluginContainer.transform(code, id);
      // Nobody has asked for it: an edit would be one of a module that browsers have.
      if (isSelfAccepting === undefined && !module.transformResult) delete module.isSelfAccepting;
      return result;
    };
    const result = await this.#tried.run(id, compile).catch(() => undefined);
    return result && exportsIn(result.code, 'module.js');
  }

  #notExported(
    source: Source,
    imported: ImportedName,
    from: string,
    names: ReadonlySet<string>,
  ): CompileError {
    const { root } = this.#appParts;
    const what = imported.name === 'default' ? 'the default export' : imported.name;
    const others = [...names].filter((name) => name !== 'default');
    const isInApp = from.startsWith(`${root}/`) && this.#isOwn(from);
    const title = isInApp ? titleOf(root, from) : imported.source;
    return source.errorAt(
      imported,
      `${titleOf(root, source.file)} imports ${what} of ${title}, which does not export it.`,
      suggestion(imported.name, others).trim() || exportsInWords(others, names.has('default')),
    );
  }
}

const isScript = (file: string): boolean => /^[^\0?]+\.[cm]?[jt]sx?$/.test(file);

const isOfSkerry = (file: string): boolean =>
  /\/node_modules\/@skerry\/(?!.*\/node_modules\/)/.test(file);

/** Resolves imports to the ids of modules; that of an island on the server is the island itself. */
const resolveIn =
  (container: DevEnvironment['pluginContainer']): Resolve =>
  async (source, importer) => {
    const found = await container.resolveId(source, importer);
    // A plugin may have a module of the name of one of Node.
    if (!found || Boolean(found.external) !== isBuiltin(found.id)) return undefined;
    return isWrapper(found.id) ? fileOf(found.id) : found.id;
  };

function exportsInWords(names: readonly string[], hasDefault: boolean): string {
  const all = [...(hasDefault ? ['a default'] : []), ...names];
  if (all.length === 0) return 'It exports nothing: write `export` before what others import.';
  return `It exports ${all.slice(0, 10).join(', ')}${all.length > 10 ? ', …' : ''}.`;
}
