import { strategies } from '@skerry/islands/directives';

import type { AppFiles } from '../app-files/app-files.js';
import { virtual } from '../modules/modules.js';
import { frameworkOf } from '../app-files/island-file.js';

const text = (value: unknown): string => JSON.stringify(value);

/** The module of an island in the browser: its component and the adapter that renders it. */
export const islandModule = (file: string): string =>
  `export * from '@skerry/islands/${frameworkOf(file)}/client';\nexport { default } from ${text(file)};\n`;

/**
 * The module that a browser loads for islands: the app's own, then the islands start.
 *
 * @param names of the islands, each of which is a chunk of its own
 * @param used names of the directives that the app uses somewhere
 * @param signals whether islands may be given signals
 */
export function islandsModule(
  files: AppFiles,
  names: readonly string[],
  used: ReadonlySet<string>,
  signals: boolean,
): string {
  const entries = names.map(
    (name) => `[${text(name)}, () => import(${text(`${virtual.island}${name}.js`)})]`,
  );
  const islands = `new Map([${entries.join(', ')}])`;
  return startingModule(files, islands, signals, (strategy) => used.has(strategy));
}

/** The development server's path of islands, under its base; an island's name and `.js` follow. */
const islandPath = `@id/__x00__${virtual.island}`;

/** Browsers remove `../` and the segment before it from a path; the name of an island beside the app begins with it. */
const up = '../';
const encodedUp = '..%2F';

/** The URL of an island on the development server. */
export const islandUrl = (base: string, name: string): string =>
  `${base}${islandPath}${name.replaceAll(up, encodedUp)}.js`;

/** The name of an island, from the end of its URL. */
export const nameInUrl = (path: string): string =>
  path.replace(/\.js$/, '').replaceAll(encodedUp, up);

/** The development server's form of {@link islandsModule}: an island is found when a page asks for it. */
export const developmentIslandsModule = (files: AppFiles, base: string, signals: boolean): string =>
  startingModule(
    files,
    `{ get: (name) => () => import(/* @vite-ignore */ \`${base}${islandPath}\${name.replaceAll('${up}', '${encodedUp}')}.js\`) }`,
    signals,
    () => true,
  );

function startingModule(
  { client, strategies: own }: AppFiles,
  islands: string,
  signals: boolean,
  isUsed: (strategy: string) => boolean,
): string {
  const builtIn = strategies.filter(isUsed);
  const ownUsed = [...own].filter(([name]) => isUsed(name));
  const entries = [
    ...builtIn.map((name) => `[${text(name)}, ${name}]`),
    ...ownUsed.map(([name], i) => `[${text(name)}, own${i}]`),
  ];
  const lines = [
    `import { ${['startIslands', ...builtIn].join(', ')} } from '@skerry/islands/client';`,
    ...ownUsed.map(([, file], i) => `import own${i} from ${text(file)};`),
    ...(client ? [`import ${text(client)};`] : []),
    `const islands = ${islands};`,
    `const strategies = new Map([${entries.join(', ')}]);`,
    signals
      ? "startIslands({ islands, strategies, signals: () => import('@preact/signals') });"
      : 'startIslands({ islands, strategies });',
  ];
  return `${lines.join('\n')}\n`;
}
