import { AsyncLocalStorage } from 'node:async_hooks';
import { readFile } from 'node:fs/promises';
import {
  type DevEnvironment,
  type EnvironmentModuleNode,
  parseSync,
  type Plugin,
  transformWithOxc,
} from 'vite';

import { fileOf, isWrapper } from '../app-files/island-file.js';
import { type CompileError, Source, type Span } from '../compile/index.js';
import { suggestion } from '../compile/suggest.js';
import { titleOf } from '../islands/server-only.js';
import { exportedNames, exportsIn, sourceExports } from '../modules/exported-names.js';
import type { Resolve } from '../modules/resolve-import.js';
import type { AppParts } from '../plugin-parts/app-parts.js';

/** Refuses modules that import a name which a file of the app does not export, as the build does. */
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

/** A name that a module imports, or exports, from another one. */
interface ImportedName extends Span {
  readonly name: string;
  readonly source: string;
}

/** The importers of edited modules that these concern. */
interface ImportersConcerned {
  /** Those that import a name which is not there. */
  readonly inVain: EnvironmentModuleNode[];
  /** Those that did so until now. */
  readonly mended: EnvironmentModuleNode[];
}

/**
 * Compares the names that modules import with those that files of the app export. Otherwise such a name would be `undefined` on the
 * server, and of an island only the console of the browser would tell.
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
    return /^[^\0?]+\.[cm]?[jt]sx?$/.test(file) && this.#appParts.isCompiled(file);
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
    const readOwn = async (each: string) =>
      this.#isOwn(fileOf(each)) ? this.#readSource(each) : undefined;
    // Plugins may make other exports of a file than it shows.
    const readCompiled = (each: string) => this.#readCompiled(environment, each);
    const find = async (source: string): Promise<{ from?: string; names?: Set<string> }> => {
      // What cannot be resolved has an error of its own.
      const from = await resolve(source, id).catch(() => undefined);
      const names = from ? await exportedNames(from, readOwn, resolve) : undefined;
      return from && names ? { from, names } : {};
    };
    const found = new Map<string, ReturnType<typeof find>>();
    for (const imported of namesIn(code, file)) {
      const { name, source } = imported;
      if (!found.has(source)) found.set(source, find(source));
      const { from, names } = (await found.get(source)) ?? {};
      if (!from || !names || names.has(name) || !(await isUsed(code, file, imported))) continue;
      const compiled = await exportedNames(from, readCompiled, resolve);
      if (compiled && !compiled.has(name) && (await this.isWritten(fileOf(from), began)))
        return this.#notExported(new Source(code, file), imported, fileOf(from), names);
    }
    return undefined;
  }

  /** What a module exports once plugins have compiled it; `undefined` if it cannot be, which has an error of its own. */
  async #readCompiled(
    { pluginContainer, moduleGraph }: DevEnvironment,
    id: string,
  ): Promise<ReturnType<typeof exportsIn>> {
    const { root } = this.#appParts;
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
    return source.errorAt(
      imported,
      `${titleOf(root, source.file)} imports ${what} of ${titleOf(root, from)}, which does not export it.`,
      suggestion(imported.name, others).trim() || exportsInWords(others, names.has('default')),
    );
  }
}

/** Resolves imports to the ids of modules; that of an island on the server is the island itself. */
const resolveIn =
  (container: DevEnvironment['pluginContainer']): Resolve =>
  async (source, importer) => {
    const found = await container.resolveId(source, importer);
    if (!found || found.external) return undefined;
    return isWrapper(found.id) ? fileOf(found.id) : found.id;
  };

function exportsInWords(names: readonly string[], hasDefault: boolean): string {
  const all = [...(hasDefault ? ['a default'] : []), ...names];
  if (all.length === 0) return 'It exports nothing: write `export` before what others import.';
  return `It exports ${all.slice(0, 10).join(', ')}${all.length > 10 ? ', …' : ''}.`;
}

/** The names that a module imports at run time from what may be a file of the app, with the places where it names them. */
function namesIn(code: string, file: string): ImportedName[] {
  const { staticImports, staticExports } = parseSync(file, code).module;
  const imported = staticImports.flatMap(({ moduleRequest, entries }) =>
    entries.map((entry) => ({ ...entry, source: moduleRequest.value })),
  );
  const passedOn = staticExports.flatMap(({ entries }) =>
    entries.map((entry) => ({ ...entry, source: entry.moduleRequest?.value ?? '' })),
  );
  return [...imported, ...passedOn]
    .filter(({ isType, source }) => !isType && /^(?:[./#~]|@\/)/.test(source))
    .flatMap(({ importName, source, ...entry }) => {
      const { kind, name, start, end } = importName;
      if (kind === 'Name' && name !== null)
        return { name, source, start: start ?? 0, end: end ?? 0 };
      return kind === 'Default' && 'localName' in entry
        ? {
            name: 'default',
            source,
            start: entry.localName.start ?? 0,
            end: entry.localName.end ?? 0,
          }
        : [];
    });
}

/** Tells whether an import is there at run time: TypeScript leaves out what is used in types only. */
async function isUsed(
  code: string,
  file: string,
  { name, source }: ImportedName,
): Promise<boolean> {
  if (!/\.[cm]?tsx?$/.test(file)) return true;
  const options = { jsx: 'preserve', sourcemap: false } as const;
  // Wrong syntax has an error of its own.
  const script = await transformWithOxc(code, file, options).catch(() => undefined);
  const names = script ? namesIn(script.code, 'module.jsx') : [];
  return names.some((each) => each.name === name && each.source === source);
}
