import { parseSync, transformWithOxc } from 'vite';

import type { Span } from '../compile/index.js';

/** A name that a module imports, or exports, from another one. */
export interface ImportedName extends Span {
  readonly name: string;
  readonly source: string;
}

/** The names that a module imports at run time, with the places where it names them: TypeScript leaves out what is used in types only. */
export async function namesUsedIn(code: string, file: string): Promise<ImportedName[]> {
  const names = namesIn(code, file);
  if (names.length === 0 || !/\.[cm]?tsx?$/.test(file)) return names;
  const options = { jsx: 'preserve', sourcemap: false } as const;
  // Wrong syntax has an error of its own.
  const script = await transformWithOxc(code, file, options).catch(() => undefined);
  const used = script ? namesIn(script.code, 'module.jsx') : [];
  return names.filter(({ name, source }) =>
    used.some((each) => each.name === name && each.source === source),
  );
}

function namesIn(code: string, file: string): ImportedName[] {
  const { staticImports, staticExports } = parseSync(file, code).module;
  const imported = staticImports.flatMap(({ moduleRequest, entries }) =>
    entries.map((entry) => ({ ...entry, source: moduleRequest.value })),
  );
  const passedOn = staticExports.flatMap(({ entries }) =>
    entries.map((entry) => ({ ...entry, source: entry.moduleRequest?.value ?? '' })),
  );
  return [...imported, ...passedOn]
    .filter(({ isType, source }) => !isType && source !== '')
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
