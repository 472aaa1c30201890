import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Returns the real paths of all copies of each package that an app has installed, by their names. */
export function installedCopies(app: string): Map<string, string[]> {
  const copies = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const visit = (folder: string): void => {
    for (const path of packagesIn(folder)) {
      const real = realpathSync(path);
      const name = real.split('/node_modules/').at(-1) as string;
      copies.set(name, (copies.get(name) ?? new Set()).add(real));
      if (seen.has(real)) continue;
      seen.add(real);
      visit(join(real, 'node_modules'));
      // pnpm puts the packages that one needs beside it.
      visit(real.slice(0, -name.length - 1));
    }
  };
  visit(join(app, 'node_modules'));
  return new Map([...copies].map(([name, paths]) => [name, [...paths]]));
}

/** The paths of the packages in a `node_modules`. */
const packagesIn = (folder: string): string[] =>
  namesIn(folder).flatMap((name) =>
    name.startsWith('@')
      ? namesIn(join(folder, name)).map((inner) => join(folder, name, inner))
      : [join(folder, name)],
  );

const namesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
