import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the files that Skerry writes for TypeScript, in the root of the app. */
const folder = '.skerry';

/** Writes the types of an app's routes, if they are others than before: an editor reads them anew. */
export function writeRouteTypes(root: string, text: string): void {
  const home = join(root, folder);
  mkdirSync(home, { recursive: true });
  writeChanged(join(home, '.gitignore'), '*\n');
  writeChanged(join(home, 'routes.ts'), text);
}

/** Tells whether the types were written before. */
export const hasRouteTypes = (root: string): boolean => existsSync(join(root, folder, 'routes.ts'));

/** Tells whether an app is checked by TypeScript. */
export const usesTypeScript = (root: string): boolean => existsSync(join(root, 'tsconfig.json'));

function writeChanged(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(file, text);
}
