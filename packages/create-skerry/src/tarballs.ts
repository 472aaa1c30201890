import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { CreateError } from './create-error.js';

/** The specifiers of Skerry's packages as files, by their names. */
export type Tarballs = Readonly<Record<string, string>>;

/** The packages that an app needs, itself or through another. */
const needed = ['client', 'islands', 'kit', 'vite-plugin', 'wire'];

/** Finds the tarballs of Skerry's packages in a folder: those that `pnpm pack` makes, one of each. */
export function findTarballs(folder: string): Tarballs {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const found = needed.map((name) => {
    const own = files.filter((file) => new RegExp(`^skerry-${name}-\\d[^/]*\\.tgz$`).test(file));
    if (own.length === 1) return [`@skerry/${name}`, `file:${join(folder, own[0]!)}`];
    throw new CreateError(
      `${folder} has ${own.length === 0 ? 'no tarball' : `${own.length} tarballs`} of @skerry/${name}.`,
      'Make a folder with one tarball of each package, by `pnpm pack` in each.',
    );
  });
  return Object.fromEntries(found) as Tarballs;
}

/** Makes pnpm take the tarballs where another package needs one, too. npm reads that from `package.json`. */
export const pnpmWorkspace = (tarballs: Tarballs): string =>
  `overrides:\n${Object.entries(tarballs)
    .map(([name, specifier]) => `  ${JSON.stringify(name)}: ${JSON.stringify(specifier)}\n`)
    .join('')}`;
