import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRouteTable } from '@skerry/kit/server';

/** The files that make an app. Paths are absolute and written with `/`. */
export interface AppFiles {
  /** By their path under `src/pages`. */
  routes: ReadonlyMap<string, string>;
  /** Live views, by their path under `src` without `.live.tsx`. */
  views: ReadonlyMap<string, string>;
  /** `src/app.ts` */
  config: string | undefined;
  /** `src/client.ts` */
  client: string | undefined;
}

/**
 * Finds the files of the app in a folder.
 *
 * @throws SkerryError `bad-route`, `route-conflict`
 */
export function findAppFiles(root: string): AppFiles {
  const source = `${root}/src`;
  const all = existsSync(source) ? listFiles(source) : [];
  const pages = all
    .filter((file) => roleOf(file) === 'route')
    .map((file) => file.slice('pages/'.length));
  const routes = createRouteTable(pages).files;
  const views = all.filter((file) => roleOf(file) === 'view');
  const one = (name: string): string | undefined =>
    all.includes(name) ? `${source}/${name}` : undefined;
  return {
    routes: new Map(routes.map((file) => [file, `${source}/pages/${file}`])),
    views: new Map(views.map((file) => [file.replace(liveEnding, ''), `${source}/${file}`])),
    config: one('app.ts'),
    client: one('client.ts'),
  };
}

/** Whether the app is another one when this file appears or goes. */
export const isAppFile = (root: string, file: string): boolean =>
  file.startsWith(`${root}/src/`) && roleOf(file.slice(root.length + '/src/'.length)) !== undefined;

const liveEnding = /\.live\.tsx$/;

/** What a file is to the app by its path under `src`. */
function roleOf(file: string): 'route' | 'view' | 'config' | 'client' | undefined {
  if (liveEnding.test(file)) return 'view';
  if (/^pages\/.*\.tsx?$/.test(file)) return 'route';
  return file === 'app.ts' ? 'config' : file === 'client.ts' ? 'client' : undefined;
}

/** The name of the live view in a file: its path under `src`, without the ending. */
export function viewId(root: string, file: string): string | undefined {
  if (!liveEnding.test(file)) return undefined;
  // Under a test runner the root may be that of a whole workspace.
  const source = file.startsWith(`${root}/src/`) ? root.length : file.lastIndexOf('/src/');
  return file.slice(source + '/src/'.length).replace(liveEnding, '');
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
