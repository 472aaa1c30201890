import { parseSync } from 'vite';

/** The modules that a module imports or exports from at run time, as they are written. */
export function importedBy(code: string, file: string): string[] {
  const { staticImports, staticExports, dynamicImports } = parseSync(file, code).module;
  const sources = [
    ...staticImports
      .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
      .map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) =>
      entries.map(({ moduleRequest }) => moduleRequest?.value ?? ''),
    ),
    ...dynamicImports.map(
      ({ moduleRequest }) =>
        /^(['"])(.+)\1$/.exec(code.slice(moduleRequest.start, moduleRequest.end))?.[2] ?? '',
    ),
  ];
  return [...new Set(sources)].filter(Boolean);
}
