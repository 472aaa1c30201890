import { join, relative, resolve } from 'node:path';
import { MagicString } from 'magic-string';
import { parseSync, type Plugin, type Rolldown, type UserConfig } from 'vite';

import {
  type Package,
  dependenciesOf,
  findPackages,
  isSpecifier,
  specifiersIn,
} from './compat-packages.js';
import { moduleOfReact, PreactSide } from './preact-side.js';
import { FileError } from '../app-files/exports.js';
import { copyFor } from '../app-files/island-file.js';
import type { JsxOwners } from '../app-files/jsx-owners.js';
import { findFolder, isInstalled, packageName } from '../modules/installed.js';
import { resolveIn } from '../modules/resolve-import.js';

/**
 * The imports of React that get Preact's compatibility layer: all of them, or those of Preact islands and of the packages that
 * are named, with their dependencies. A specifier names its package; with `true` there can be no React islands.
 */
export type Compat = true | readonly string[];

/** Preact's substitute for each module of React. */
const substitutes: Record<string, string> = {
  react: 'preact/compat',
  'react/jsx-runtime': 'preact/compat/jsx-runtime',
  'react/jsx-dev-runtime': 'preact/compat/jsx-dev-runtime',
  'react/compiler-runtime': 'preact/compat/compiler-runtime',
  'react-dom': 'preact/compat',
  'react-dom/client': 'preact/compat/client',
  'react-dom/server': 'preact/compat/server',
  'react-dom/server.browser': 'preact/compat/server.browser',
  'react-dom/test-utils': 'preact/compat/test-utils',
  scheduler: 'preact/compat/scheduler',
};

/** The packages that use React, and for which the option puts Preact in its place. */
export const findReactPackages = (root: string, compat: Compat): Package[] =>
  findPackages(root, compat === true ? dependenciesOf(root) : compat);

/** Lets code for React run inside Preact islands: that of the app, and libraries. */
export function reactCompat(compat: Compat, jsxOwners: JsxOwners): Plugin[] {
  const all = compat === true;
  let root: string;
  let side: PreactSide;
  const takes = (importer: string | undefined): boolean => all || side.has(importer);
  return [
    {
      name: 'skerry:compat-imports',
      apply: 'serve',
      applyToEnvironment: ({ config }) => config.consumer === 'server',
      // On the development server Node loads packages, by their names in the code.
      transform: {
        filter: { id: /\.[cm]?[jt]sx?(?:\?|$)/, code: /["'](?:react|scheduler)/ },
        handler: (code, id) => (takes(id) ? renameImports(code) : null),
      },
    },
    {
      name: 'skerry:compat',
      enforce: 'pre',
      config(config, { command }) {
        root = resolve(config.root ?? '');
        const names = all ? dependenciesOf(root) : compat;
        if (!all) names.forEach((name) => checkInstalled(name, root));
        const packages = findReactPackages(root, compat);
        side = new PreactSide(root, packages, jsxOwners);
        if (command === 'build') return undefined;
        const used = names.filter((name) => packages.some((it) => it.name === packageName(name)));
        const specifiers = new Set([
          ...used.filter((name) => isSpecifier(name, root)),
          ...specifiersIn(root, used.map(packageName)),
        ]);
        return bundled(root, [...specifiers], (isServer) => substitute(root, takes, isServer));
      },
      resolveId: {
        filter: { id: moduleOfReact },
        handler(id, importer, options) {
          const substitute = takes(importer) ? substitutes[id] : undefined;
          if (!substitute) return undefined;
          // A scan would bundle it under the name of React.
          return (options as { scan?: boolean }).scan
            ? substitute
            : this.resolve(substitute, join(root, 'index.html'), { skipSelf: true });
        },
      },
      transform: {
        filter: { id: { include: /\.react\.[cm]?[jt]sx?$/ } },
        handler(_, id) {
          if (!all) return;
          throw new FileError(
            `${relative(root, id)} is a React island, and \`compat: true\` gives every import of React to Preact.`,
            "Name the packages that are to run on Preact instead: `skerry({ compat: ['recharts'] })`.",
          );
        },
      },
    },
    {
      name: 'skerry:compat-sides',
      enforce: 'pre',
      resolveId: {
        filter: { id: /^[^\0]/ },
        async handler(source, importer, options) {
          if (all || !importer || !side.concerns(importer) || moduleOfReact.test(source))
            return undefined;
          const found = await this.resolve(source, importer, { ...options, skipSelf: true });
          if (!found || (options as { scan?: boolean }).scan) return found;
          side.check(source, importer);
          if (!takes(importer)) return found;
          const resolve = resolveIn(this);
          return (await side.reachesReact(found.id, resolve))
            ? { ...found, id: copyFor('preact', found.id) }
            : found;
        },
      },
    },
  ];
}

/** Makes Vite bundle packages for development: in the browser's code and in the server's, where Node would load React. */
function bundled(
  root: string,
  names: string[],
  plugin: (isServer: boolean) => Rolldown.Plugin,
): UserConfig {
  const layers = ['preact/compat', 'preact/compat/jsx-dev-runtime'].filter((name) =>
    isInstalled(root, name),
  );
  const optimizeDeps = (isServer: boolean) => ({
    include: isServer ? names : [...layers, ...names],
    rolldownOptions: { plugins: [plugin(isServer)] },
  });
  return {
    environments: {
      client: { optimizeDeps: optimizeDeps(false) },
      ssr: { optimizeDeps: optimizeDeps(true), resolve: { noExternal: names.map(packageName) } },
    },
  };
}

function checkInstalled(specifier: string, root: string): void {
  const name = packageName(specifier);
  if (findFolder(name, root) !== undefined) return;
  throw new FileError(
    `\`skerry({ compat })\` names ${name}, which is not installed.`,
    `Correct the name, or run \`npm install ${name}\`.`,
  );
}

/** Replaces the names of React's modules by Preact's in JavaScript. */
function renameImports(code: string): Rolldown.TransformResult {
  const { staticImports, staticExports, dynamicImports } = parseSync('module.js', code).module;
  const requests = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest),
    ...staticExports.flatMap(({ entries }) => entries[0]?.moduleRequest ?? []),
    ...dynamicImports.map(({ moduleRequest }) => moduleRequest),
  ];
  const edited = new MagicString(code);
  for (const { start, end } of requests) {
    const substitute = substitutes[code.slice(start + 1, end - 1)];
    if (substitute) edited.update(start, end, JSON.stringify(substitute));
  }
  if (!edited.hasChanged()) return null;
  return { code: edited.toString(), map: edited.generateMap({ hires: 'boundary' }) };
}

/** Does the same in packages that Vite bundles for development. On the server they import Preact from outside the bundle, as the renderer does. */
function substitute(
  root: string,
  takes: (importer: string | undefined) => boolean,
  isServer: boolean,
): Rolldown.Plugin {
  const facade = '\0skerry:';
  return {
    name: 'skerry:compat',
    resolveId: {
      filter: { id: [moduleOfReact, /^preact\//] },
      handler(id, importer, { kind }) {
        if (importer?.startsWith(facade)) return { id, external: true };
        const substitute = importer && takes(importer) ? substitutes[id] : undefined;
        if (!substitute) return undefined;
        if (!isServer) return this.resolve(substitute, join(root, 'index.html'));
        return kind === 'require-call' ? facade + substitute : { id: substitute, external: true };
      },
    },
    load: {
      filter: { id: /^\0skerry:/ },
      handler(id) {
        const name = JSON.stringify(id.slice(facade.length));
        return `import * as all from ${name}; export * from ${name}; export default all.default;`;
      },
    },
  };
}
