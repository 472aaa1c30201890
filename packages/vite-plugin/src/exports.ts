import { parseSync } from 'vite';

import { FileError } from './file-error.js';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The names that a module exports; `*` stands for all but the default of another module. */
function exportsOf(code: string, file: string): Set<string> {
  const entries = parseSync(file, code).module.staticExports.flatMap(({ entries }) => entries);
  return new Set(
    entries
      .filter(({ isType }) => !isType)
      .map(({ exportName: { kind, name } }) => (kind === 'Default' ? 'default' : (name ?? '*'))),
  );
}

/** Whether a module exports what a page or an endpoint does. */
export function readsLikeRoute(code: string, file: string): boolean {
  const names = exportsOf(code, file);
  return ['default', ...methods].some((name) => names.has(name));
}

/**
 * Makes sure that `src/app.ts`, a page or an endpoint exports what it is there for.
 *
 * @param file its path under `src`
 * @param code as JavaScript
 * @throws FileError
 */
export function checkExports(file: string, code: string): void {
  const names = exportsOf(code, 'module.js');
  if (file.endsWith('.ts') && file !== 'app.ts') {
    if (['*', ...methods].some((name) => names.has(name))) return;
    throw new FileError(
      `src/${file} exports none of ${methods.join(', ')}.`,
      'Write `export const GET = (event) => …`, or move it out of src/pages if it is a helper.',
    );
  }
  if (names.has('default')) return;
  throw new FileError(
    `src/${file} has no default export.`,
    file === 'app.ts'
      ? "Write `export default defineApp({ … })`, with defineApp from '@skerry/kit'."
      : 'Write `export default function …`, or move it out of src/pages if it is a helper.',
  );
}
