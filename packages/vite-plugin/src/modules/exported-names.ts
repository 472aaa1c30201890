import { readFile, stat } from 'node:fs/promises';
import { parseSync } from 'vite';

import { fileOf } from '../app-files/island-file.js';
import type { Resolve } from './resolve-import.js';

/** What a module exports. */
interface Exports {
  /** Types count, too. */
  readonly names: ReadonlySet<string>;
  /** The modules of which it exports everything but the default export. */
  readonly sources: readonly string[];
}

/** Reads what a module exports; `undefined` where nobody can tell. */
type ReadExports = (id: string) => Promise<Exports | undefined>;

/** The names that a module exports, those of other modules that it passes on included; `undefined` where nobody can tell. */
export async function exportedNames(
  id: string,
  read: ReadExports,
  resolve: Resolve,
  seen = new Set<string>(),
): Promise<Set<string> | undefined> {
  const exports = await read(id);
  if (!exports) return undefined;
  seen.add(id);
  const names = new Set(exports.names);
  for (const source of exports.sources) {
    const from = await resolve(source, id).catch(() => undefined);
    if (from === undefined) return undefined;
    if (seen.has(from)) continue;
    const others = await exportedNames(from, read, resolve, seen);
    if (!others) return undefined;
    for (const name of others) if (name !== 'default') names.add(name);
  }
  return names;
}

/** Reads the exports of source files as their authors have written them, each file again once it has changed. */
export function sourceExports(): ReadExports {
  const known = new Map<string, { state: string; exports: Exports | undefined }>();
  return async (id) => {
    const file = fileOf(id);
    // It may be gone, which has an error of its own.
    const now = await stat(file).catch(() => undefined);
    if (!now) return undefined;
    const state = `${now.mtimeMs} ${now.size}`;
    const last = known.get(file);
    if (last?.state === state) return last.exports;
    const exports = exportsIn(await readFile(file, 'utf8'), file);
    known.set(file, { state, exports });
    return exports;
  };
}

/** What the code of a module exports; `undefined` if its syntax is wrong, or if it is one of CommonJS. */
export function exportsIn(code: string, file: string): Exports | undefined {
  const parsed = parseSync(file, code);
  const { module, errors } = parsed;
  if (errors.length > 0 || (!module.hasModuleSyntax && /\b(?:module|exports)\b/.test(code)))
    return undefined;
  const isAssigned = /\bexport *=/.test(code);
  // It is not among those that Oxc lists.
  if (isAssigned && parsed.program.body.some(({ type }) => type === 'TSExportAssignment'))
    return undefined;
  const entries = module.staticExports.flatMap((statement) => statement.entries);
  return {
    names: new Set(
      entries.flatMap(({ exportName: { kind, name } }) =>
        kind === 'Default' ? 'default' : (name ?? []),
      ),
    ),
    sources: entries
      .filter(({ exportName }) => exportName.kind === 'None')
      .flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  };
}
