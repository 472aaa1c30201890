import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { manifestOf, type OwnManifest } from './manifest.js';
import type { Options } from './options.js';
import { findTarballs, pnpmWorkspace } from './tarballs.js';

const templates = fileURLToPath(new URL('../templates', import.meta.url));

/** The name of the app in the templates. */
const placeholder = /\bskerry-app\b/g;

/** Returns the texts of all files of an app, by their paths. */
export function appFiles(options: Options, own: OwnManifest): Map<string, string> {
  const files = new Map<string, string>();
  for (const layer of layersOf(options))
    for (const path of filesOf(`${templates}/${layer}`)) {
      const text = readFileSync(`${templates}/${layer}/${path}`, 'utf8');
      files.set(nameOf(path), text.replace(placeholder, options.name));
    }
  const tarballs = options.packages === undefined ? undefined : findTarballs(options.packages);
  files.set('package.json', manifestOf(options, own, tarballs));
  if (tarballs) files.set('pnpm-workspace.yaml', pnpmWorkspace(tarballs));
  return files;
}

/** The folders of templates that make up an app: a file of a later one replaces that of an earlier one. */
const layersOf = ({ template, react, tailwind }: Options): string[] => [
  'base',
  template,
  ...(react ? ['react', `react-${template}`] : []),
  ...(tailwind ? ['tailwind'] : []),
];

const filesOf = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) =>
          `${parentPath}/${name}`.slice(folder.length + 1).replaceAll('\\', '/'),
        )
    : [];

/** npm leaves out `.gitignore` when it packs, so in the templates it has another name. */
const nameOf = (path: string): string => path.replace(/^_gitignore$/, '.gitignore');
