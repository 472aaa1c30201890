import { readFileSync } from 'node:fs';

import { CreateError } from './create-error.js';
import type { Options } from './options.js';
import type { Tarballs } from './tarballs.js';

/** The package.json of this package, as far as new apps need it. */
export interface OwnManifest {
  readonly version: string;
  readonly engines: Readonly<Record<string, string>>;
  /** The versions that an app gets, by packages: those that the templates are tested with. */
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Reads the package.json of this package. */
export const readOwnManifest = (): OwnManifest =>
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as OwnManifest;

/** Returns the text of an app's package.json. */
export function manifestOf(options: Options, own: OwnManifest, tarballs?: Tarballs): string {
  const { dependencies, devDependencies } = packagesOf(options);
  const versions = (names: string[]): Record<string, string> =>
    Object.fromEntries(names.sort().map((name) => [name, tarballs?.[name] ?? rangeOf(name, own)]));
  const manifest = {
    name: options.name,
    version: '0.0.0',
    private: true,
    type: 'module',
    scripts: {
      dev: 'vite',
      build: 'vite build',
      start: 'node dist/server/index.js',
      check: 'skerry types && tsc --noEmit',
    },
    dependencies: versions(dependencies),
    devDependencies: versions(devDependencies),
    engines: own.engines,
    ...(tarballs && { overrides: tarballs }),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The packages that an app needs. */
export function packagesOf({ template, react, tailwind }: Options): {
  dependencies: string[];
  devDependencies: string[];
} {
  const preact = template === 'islands';
  return {
    dependencies: [
      '@skerry/kit',
      ...(preact || react ? ['@skerry/islands'] : []),
      ...(preact ? ['preact', 'preact-render-to-string'] : []),
      ...(react ? ['react', 'react-dom'] : []),
    ],
    devDependencies: [
      '@skerry/vite-plugin',
      '@types/node',
      'typescript',
      'vite',
      ...(preact ? ['@prefresh/core'] : []),
      ...(react ? ['@types/react', '@vitejs/plugin-react'] : []),
      ...(tailwind ? ['@tailwindcss/vite', 'tailwindcss'] : []),
    ],
  };
}

/** The range of a package's versions; pnpm has put versions in place of `workspace:` and `catalog:` when it packed this package. */
function rangeOf(name: string, own: OwnManifest): string {
  const version = own.devDependencies[name] ?? '';
  if (/^\d/.test(version)) return `^${version}`;
  if (version.startsWith('^')) return version;
  throw new CreateError(
    `create-skerry does not know the version of ${name}: it runs from its sources.`,
    'In a clone, use `npm run create my-app`, which packs it first.',
  );
}
