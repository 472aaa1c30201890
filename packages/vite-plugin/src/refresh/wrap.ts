import { MagicString, type SourceMap } from 'magic-string';
import { parseSync } from 'vite';

/** The module in which wrapped modules find Fast Refresh for Preact; see `browser/runtime.ts`. */
export const refreshModule = 'virtual:skerry/refresh';

/** The module of `@vitejs/plugin-react`, which itself handles only islands. */
const reactModule = '/@react-refresh';

/**
 * Defines the functions that Oxc's refresh transform calls in a module. If all its exports are components of Preact, the
 * module accepts its own updates; otherwise its importers do.
 *
 * @param code after Oxc
 * @param id names its components
 * @param compat whether imports of React lead to Preact
 */
export function wrap(code: string, id: string, compat = false): { code: string; map: SourceMap } {
  const wrapped = new MagicString(code);
  const file = JSON.stringify(id);
  if (!compat && /\bfrom ["']react\/jsx-(?:dev-)?runtime["']/.test(code)) {
    wrapped.prepend(
      `import * as __skerry_react from '${reactModule}'; const $RefreshReg$ = (type, name) => __skerry_react.register(type, ${file} + ' ' + name), $RefreshSig$ = __skerry_react.createSignatureFunctionForTransform; `,
    );
  } else {
    wrapped.prepend(
      `import * as __skerry_refresh from '${refreshModule}'; const $RefreshReg$ = __skerry_refresh.register(${file}), $RefreshSig$ = __skerry_refresh.sign; `,
    );
    const names = componentExports(code);
    if (names)
      wrapped.append(
        `\nimport.meta.hot.accept(__skerry_refresh.accept(${JSON.stringify(names)}, import.meta.hot));`,
      );
  }
  return { code: wrapped.toString(), map: wrapped.generateMap({ hires: 'boundary' }) };
}

/** The names of a module's exports; `undefined` if there are none, or if one is not a component of the module. */
function componentExports(code: string): string[] | undefined {
  const components = new Set(
    Array.from(code.matchAll(/^\$RefreshReg\$\(\w+, "([^"]+)"\);$/gm), ([, name]) => name),
  );
  const exports = parseSync('module.js', code).module.staticExports.flatMap(
    ({ entries }) => entries,
  );
  const names = exports.map(({ exportName, localName, moduleRequest }) => {
    const isDefault = exportName.kind === 'Default';
    const local = localName.name ?? (isDefault ? '%default%' : undefined);
    if (moduleRequest || local === undefined || !components.has(local)) return undefined;
    return isDefault ? 'default' : exportName.name;
  });
  return names.length > 0 && names.every((name) => typeof name === 'string') ? names : undefined;
}
