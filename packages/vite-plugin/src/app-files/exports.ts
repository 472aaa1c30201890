import { posix } from 'node:path';

import { parseSync } from 'vite';

/** A fault in the files of an app, with the next step. */
export class FileError extends Error {
  override readonly name = 'FileError';

  constructor(reason: string, hint: string) {
    super(`${reason} ${hint}`);
  }
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The names that a module exports; `*` means all exports of another module except its default. */
function exportsOf(code: string, file: string): Set<string> {
  const entries = parseSync(file, code).module.staticExports.flatMap(({ entries }) => entries);
  return new Set(
    entries
      .filter(({ isType }) => !isType)
      .map(({ exportName: { kind, name } }) => (kind === 'Default' ? 'default' : (name ?? '*'))),
  );
}

/** Tells whether a text is a module of JavaScript. */
export const isModule = (code: string): boolean =>
  parseSync('module.js', code).errors.every(({ severity }) => severity !== 'Error');

/** Tells whether the exports of a module are those of a page or an endpoint. */
export function readsLikeRoute(code: string, file: string): boolean {
  const names = exportsOf(code, file);
  return ['default', ...methods].some((name) => names.has(name));
}

/** Tells whether a module exports values beside its default export. */
export const hasNamedExports = (code: string, file: string): boolean =>
  [...exportsOf(code, file)].some((name) => name !== 'default');

/** Tells whether a module exports `prerender`, or everything that another module exports. */
export function mayPrerender(code: string, file: string): boolean {
  if (!/\bprerender\b|\bexport\s*\*/.test(code)) return false;
  // Of a page in another language only a plugin knows the exports.
  if (!/\.[jt]sx?$/.test(file)) return true;
  const names = exportsOf(code, file);
  return names.has('prerender') || names.has('*');
}

/**
 * Checks that a file has the exports of its role: `src/app.ts`, `src/server.ts`, `src/islands.server.ts`, a page, an endpoint, a strategy or an island.
 *
 * @param file its path under `src`
 * @param code as JavaScript
 * @throws FileError
 */
export function checkExports(file: string, code: string): void {
  const names = exportsOf(code, 'module.js');
  if (isEndpoint(file)) {
    if (['*', ...methods].some((name) => names.has(name))) return;
    throw new FileError(
      `src/${file} exports none of ${methods.join(', ')}.`,
      names.has('default')
        ? `Rename it to ${posix.basename(file)}x if it is a page; an endpoint exports functions that have the names of methods.`
        : 'Write `export const GET = defineEndpoint(…)`. If it is a helper, move it out of src/pages, or begin its name with "_".',
    );
  }
  if (names.has('crossOrigin') && file.startsWith('pages/'))
    throw new FileError(
      `src/${file} exports \`crossOrigin\`, which only endpoints do.`,
      'Remove it: a page answers GET, which every site may ask for.',
    );
  if (file === 'server.ts') {
    if (names.has('start') || names.has('*')) return;
    throw new FileError(
      'src/server.ts does not export start().',
      'Write `export async function start({ publish, log, signal, locals }) { … }`, or give the file another name if it is a helper.',
    );
  }
  if (file.startsWith('islands.server.')) {
    if (names.has('collect') || names.has('*')) return;
    throw new FileError(
      `src/${file} does not export collect().`,
      'Write `export const collect = () => ({ wrap: (island) => …, head: () => … })`.',
    );
  }
  if (names.has('default')) return;
  throw new FileError(`src/${file} has no default export.`, nextStep(file));
}

const isEndpoint = (file: string): boolean =>
  file.startsWith('pages/') && /\.[jt]s$/.test(file) && !isPluginList(file);

/** Tells whether a file lists the plugins of a folder. */
export const isPluginList = (file: string): boolean => /(?:^|\/)_plugins\.[jt]s$/.test(file);

function nextStep(file: string): string {
  if (file === 'app.ts')
    return "Write `export default defineApp({ … })`, with defineApp from '@skerry/kit'.";
  if (file.startsWith('strategies/'))
    return 'Write `export default (host, hydrate, value) => …`, which calls hydrate() when it is time.';
  if (isPluginList(file)) return 'Write `export default [ … ]`, an array of plugins.';
  return file.startsWith('pages/')
    ? 'Write `export default function …`, or move it out of src/pages if it is a helper.'
    : 'Write `export default function …`: the component is the island.';
}
