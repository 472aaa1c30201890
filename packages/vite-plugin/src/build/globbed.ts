import { dirname } from 'node:path';
import { globSync } from 'tinyglobby';
import { normalizePath } from 'vite';

/** The patterns of a call, if they are written out. */
const calls =
  /\bimport\.meta\.glob(?:<[^(]*>)?\(\s*(\[[^\]]*\]|'[^'\n]*'|"[^"\n]*"|`[^`$]*`)([^;]*)/g;

/** The modules that a file imports by patterns, with `import.meta.glob`: those beside and below it. Texts are no modules. */
export function globbed(code: string, file: string): string[] {
  if (!code.includes('import.meta.glob')) return [];
  return [...code.matchAll(calls)].flatMap(([, patterns = '', rest = '']) => {
    if (/\?(?:raw|url)\b/.test(rest.slice(0, 200))) return [];
    const named = [...patterns.matchAll(/['"`]([^'"`]+)['"`]/g)].map(([, pattern]) => pattern!);
    const relative = named.filter((pattern) => /^!?\.\.?\//.test(pattern));
    return globSync(relative, { cwd: dirname(file), absolute: true }).map(normalizePath);
  });
}
