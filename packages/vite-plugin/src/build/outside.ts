import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import {
  type BuildEnvironment,
  createFilter,
  createIdResolver,
  normalizePath,
  type Plugin,
  type Rolldown,
} from 'vite';

import { packageName, readManifest } from '../modules/installed.js';
import { type OutsidePackage, PackagePlaces, type PlaceOptions } from './package-places.js';

const pluginName = 'skerry:outside';

/** The packages that the built server really imports from outside its bundle. Vite gives each environment plugins of its own. */
export function outsideOf({ config }: BuildEnvironment): readonly OutsidePackage[] {
  // seam: what plugins offer each other has no type
  const api = config.plugins.find(({ name }) => name === pluginName)?.api as Api | undefined;
  return api?.outside ?? [];
}

interface Api {
  outside: readonly OutsidePackage[];
}

/** Begins the id of a module that stands for a CommonJS package outside. */
const facade = '\0skerry-outside:';

/**
 * Leaves packages out of the server's bundle: those in the `dependencies` of the app, and those that cannot be bundled. Packages
 * that are compiled with the app stay inside, and so do the other packages that those import.
 */
export function outsidePackages(options: PlaceOptions): Plugin<Api> {
  const api: Api = { outside: [] };
  let places: PackagePlaces;
  let resolveAsNode: ReturnType<typeof createIdResolver>;
  let isForcedInside: (name: string) => boolean = () => false;
  return {
    name: pluginName,
    api,
    enforce: 'pre',
    apply: 'build',
    applyToEnvironment: ({ config }) => config.consumer === 'server',
    config: {
      order: 'pre',
      handler({ ssr, environments }) {
        const forced = environments?.ssr?.resolve?.noExternal ?? ssr?.noExternal ?? [];
        const filter = createFilter(undefined, forced === true ? [] : forced, { resolve: false });
        // A filter of an empty list takes everything out.
        const names = [forced].flat();
        isForcedInside = forced === true ? () => true : (name) => names.length > 0 && !filter(name);
      },
    },
    configResolved(config) {
      places = new PackagePlaces(config.root, options);
      resolveAsNode = createIdResolver(config, {
        conditions: ['node'],
        mainFields: [],
        asSrc: false,
      });
    },
    resolveId: {
      filter: { id: /^[^.\0/:][^:\0]*$/ },
      async handler(source, importer, { kind }) {
        if (importer?.startsWith(facade)) return { id: source, external: true };
        if (isBuiltin(source)) return undefined;
        const found = await this.resolve(source, importer, { skipSelf: true, kind });
        const name = packageName(source);
        const folder = found && !found.external && folderOf(found.id);
        if (!folder || isForcedInside(name)) return found;
        const place = places.placeOf(name, folder, normalizePath(found.id), importer);
        if (place.isInside) return found;
        if (!place.isReachable)
          this.warn(
            `${name} cannot be bundled (${place.reason}), and the app cannot find it beside its build. ` +
              `Add it to the dependencies of the app: \`npm install ${name}\`.`,
          );
        // Node chooses the file for `require` itself.
        if (kind === 'require-call') return { id: source, external: true };
        const file = normalizePath(
          (await resolveAsNode(this.environment, source, importer)) ?? found.id,
        );
        const id = nodeSpecifier(source, folder, file);
        return isCommonJs(file, folder) ? facade + id : { id, external: true };
      },
    },
    load: {
      filter: { id: /^\0skerry-outside:/ },
      // Its names are known when it runs: Node would refuse imports of names that it does not see before.
      handler: (id) => ({
        code: `module.exports = require(${JSON.stringify(id.slice(facade.length))});`,
        moduleType: 'js',
      }),
    },
    generateBundle(_, bundle) {
      api.outside = importedPackages(bundle).flatMap((name) => places.describe(name) ?? []);
    },
  };
}

/** The names of the packages that the code of a bundle imports. */
function importedPackages(bundle: Rolldown.OutputBundle): string[] {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const specifiers = chunks.flatMap(({ imports, dynamicImports, moduleIds }) => [
    ...[...imports, ...dynamicImports].filter((id) => !(id in bundle) && !isBuiltin(id)),
    ...moduleIds.filter((id) => id.startsWith(facade)).map((id) => id.slice(facade.length)),
  ]);
  return [...new Set(specifiers.map(packageName))].sort();
}

/** The folder of the package that a file belongs to; `undefined` if it is none that was installed, or no JavaScript. */
function folderOf(id: string): string | undefined {
  const file = normalizePath(id);
  if (!/\.[cm]?js$/.test(file)) return undefined;
  const at = file.lastIndexOf('/node_modules/');
  if (at < 0) return undefined;
  const start = at + '/node_modules/'.length;
  return file.slice(0, start) + packageName(file.slice(start));
}

/** The specifier by which Node finds a file: without `exports` it wants the whole path in the package. */
function nodeSpecifier(source: string, folder: string, file: string): string {
  const isDeep = source !== packageName(source);
  return isDeep && readManifest(folder).exports === undefined && file.startsWith(`${folder}/`)
    ? packageName(source) + file.slice(folder.length)
    : source;
}

function isCommonJs(file: string, folder: string): boolean {
  if (!file.endsWith('.js')) return file.endsWith('.cjs');
  let at = dirname(file);
  while (at.length > folder.length && Object.keys(readManifest(at)).length === 0) at = dirname(at);
  return readManifest(at).type !== 'module';
}
