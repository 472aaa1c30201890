import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'vite';

import { findFolder, type Manifest, readManifest } from './installed.js';

/** What keeps a package out of a bundle. */
export interface Obstacle {
  readonly reason: string;
  /** True if no bundle can have it. */
  readonly isNative: boolean;
}

/** The obstacle that keeps a package out of a bundle, if any. @param entry the file that is imported of it */
export function findObstacle(folder: string, entry: string): Obstacle | undefined {
  const native = nativePart(folder);
  if (native) return { reason: `it is native: ${native}`, isNative: true };
  for (const file of filesFrom(entry)) {
    const way = ownPlace(file);
    if (way === undefined) continue;
    const where = file.slice(folder.length + 1);
    return { reason: `it finds files beside its own: \`${way}\` in ${where}`, isNative: false };
  }
  return undefined;
}

function nativePart(folder: string): string | undefined {
  const file = filesOf(folder).find((file) => file.endsWith('.node') || file === 'binding.gyp');
  return (
    file ??
    Object.keys(readManifest(folder).optionalDependencies ?? {}).find((name) => {
      const platform = findFolder(name, folder);
      return platform !== undefined && isOfPlatform(readManifest(platform));
    })
  );
}

const isOfPlatform = ({ os, cpu }: Manifest): boolean => Boolean(os ?? cpu);

/** The way in which the code of a file depends on its place, if it does. */
function ownPlace(file: string): string | undefined {
  const code = readFileSync(file, 'utf8');
  if (!placePattern.test(code)) return undefined;
  let bare = code;
  for (const { start, end } of parseSync(file, code).comments)
    bare = bare.slice(0, start) + ' '.repeat(end - start) + bare.slice(end);
  return placePattern.exec(bare)?.[0];
}

const placePattern =
  /\b__dirname\b|\b__filename\b|\bimport\.meta\.(?:url|dirname|filename)\b|\bnew Worker\b|\brequire\.resolve\b/;

/** A file of a package and all files that it imports by their paths. */
function filesFrom(entry: string): ReadonlySet<string> {
  const files = new Set([entry]);
  for (const file of files)
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(relativeImport)) {
      const target = fileAt(join(dirname(file), path));
      if (target !== undefined) files.add(target);
    }
  return files;
}

const relativeImport = /(?:\bimport|\bfrom|\b(?:require|import)\()\s*['"](\.[^'"\n]*)['"]/g;

const fileAt = (path: string): string | undefined =>
  ['', '.js', '.cjs', '.mjs', '/index.js']
    .map((end) => path + end)
    .find((file) => /\.[cm]?js$/.test(file) && existsSync(file) && statSync(file).isFile());

/** Tells whether the code of a package imports style sheets, which Node cannot load. */
export const importsStyles = (folder: string): boolean => {
  const files = filesOf(folder);
  return (
    files.some((file) => styleSheet.test(file)) &&
    files.some(
      (file) =>
        /\.[cm]?js$/.test(file) && styleImport.test(readFileSync(join(folder, file), 'utf8')),
    )
  );
};

const styleSheet = /\.(?:css|s[ac]ss|less|styl)$/;
const styleImport = /(?:\bimport|\bfrom|\brequire\()\s*['"][^'"\n]+\.(?:css|s[ac]ss|less|styl)['"]/;

/** The files of a package, by their paths there. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isFile()) return entry.name;
    if (!entry.isDirectory() || unused.has(entry.name)) return [];
    return filesOf(join(folder, entry.name)).map((file) => `${entry.name}/${file}`);
  });

/** Folders of a package to which no import of it leads. */
const unused: ReadonlySet<string> = new Set([
  'node_modules',
  'test',
  'tests',
  '__tests__',
  'bench',
  'benchmarks',
  'examples',
]);
