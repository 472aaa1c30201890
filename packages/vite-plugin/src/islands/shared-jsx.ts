import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Plugin } from 'vite';

import { isLiveFile } from '../app-files/app-files.js';
import { FileError } from '../app-files/exports.js';
import { fileOf, frameworkOf, isIslandFile } from '../app-files/island-file.js';
import { hasJsx } from '../compile/index.js';
import { importedBy } from '../modules/imported-by.js';
import { type Resolve, resolveIn } from '../modules/resolve-import.js';
import type { AppParts } from '../plugin-parts/app-parts.js';

/**
 * Refuses components with Skerry's JSX in the code of islands, on the server in development: a framework shows nothing in their
 * place. At build, and in browsers, the guard finds them by what they import.
 */
export function sharedJsx(appParts: AppParts): Plugin {
  const { jsxOwners } = appParts;

  /** The first file with Skerry's JSX that a module of the app is, or reaches by imports. */
  async function find(
    file: string,
    resolve: Resolve,
    seen = new Set<string>(),
  ): Promise<string | undefined> {
    if (seen.has(file) || !isShared(file) || !appParts.isCompiled(file)) return undefined;
    seen.add(file);
    const code = await readFile(file, 'utf8');
    // Its own imports are looked at when they are resolved.
    if (await jsxOwners.isBrowserCode(appParts.root, file, code)) return undefined;
    if (file.endsWith('x') && hasJsx(code, file)) return file;
    for (const source of importedBy(code, file)) {
      const found = await find((await resolve(source, file)) ?? '', resolve, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return {
    name: 'skerry:shared-jsx',
    enforce: 'pre',
    apply: 'serve',
    applyToEnvironment: ({ config }) => config.consumer === 'server',
    resolveId: {
      filter: { id: /^[^\0]/ },
      async handler(source, importer, options) {
        const from = fileOf(importer ?? '');
        if (!/\.[jt]sx$/.test(from) || !jsxOwners.isKnownBrowserCode(from)) return undefined;
        const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
        if (!resolved || resolved.external) return resolved;
        const file = await find(fileOf(resolved.id), resolveIn(this));
        if (file === undefined) return resolved;
        // A module with the file at fault: an edit there loads the importer again.
        return `${file}?${query}${encodeURIComponent(from)}`;
      },
    },
    load: {
      filter: { id: /\?of-islands=/ },
      async handler(id) {
        const [file = '', from = ''] = id.split(`?${query}`);
        if (await find(file, resolveIn(this)))
          throw refusal(appParts.root, file, decodeURIComponent(from));
        // It is mended, and the importer is about to be loaded again.
        return `export * from ${JSON.stringify(file)};`;
      },
    },
  };
}

const query = 'of-islands=';

function refusal(root: string, file: string, importer: string): FileError {
  const [path, from] = [relative(root, file), relative(root, importer)];
  const framework = isIslandFile(importer) ? frameworkOf(importer) : 'preact';
  return new FileError(
    `${from} is code of islands and reaches ${path}, whose JSX is that of pages and live views.`,
    `Begin ${path} with the line /** @jsxImportSource ${framework} */, or move it into a folder \`islands\`.`,
  );
}

/** Tells whether a file is code that both sides may import; the guard refuses live views. */
const isShared = (file: string): boolean =>
  /^[^\0]+\.[cm]?[jt]sx?$/.test(file) && !isIslandFile(file) && !isLiveFile(file);
