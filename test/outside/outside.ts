import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { findTarballs } from '../../packages/create-skerry/src/tarballs.js';

// Apps as others have them: outside of the workspace, with the packages from tarballs. All others come from the npm
// registry, or from npm's and pnpm's caches of it.

const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  packageManager: string;
};

/** The programs that install the packages of an app. */
export const installers = {
  npm: ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline'],
  pnpm: ['npx', '-y', packageManager, 'install', '--prefer-offline'],
} as const;
export type Installer = keyof typeof installers;

/** An environment without the variables of the test runner. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:VITEST|NODE_ENV|npm_)/.test(name)),
);

/** Runs a program; returns what it printed. @throws an error with what it printed */
export async function run(
  cwd: string,
  [program, ...args]: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  try {
    const options = { cwd, env: { ...environment, ...env } };
    const { stdout, stderr } = await promisify(execFile)(program!, args, options);
    return stdout + stderr;
  } catch (error) {
    const { message, stdout, stderr } = error as Error & { stdout: string; stderr: string };
    throw new Error(`${message}\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** A folder outside of the workspace, with the packages of the workspace as tarballs. */
export class Outside {
  /** Its real path. */
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'skerry-outside-')));
  /** The folder with the tarballs. */
  readonly packages = join(this.folder, 'packages');
  /** The command of create-skerry, once it is installed. */
  #command: Promise<string> | undefined;

  /** Packs all packages. */
  static async open(): Promise<Outside> {
    const outside = new Outside();
    await run('.', ['npx', '-y', packageManager, ...packAll, outside.packages]);
    return outside;
  }

  /** Makes an app by create-skerry, with the versions that the workspace has. @returns its folder */
  async create(path: string, ...flags: string[]): Promise<string> {
    const command = await (this.#command ??= this.#installCommand());
    await run(this.folder, [command, path, ...flags, '--packages', this.packages]);
    const app = join(this.folder, path);
    editManifest(app, pinVersions);
    return app;
  }

  /** Makes an app with islands of Preact and React, with these packages and files as well, and installs it. @returns its folder */
  async createIslandsApp(
    path: string,
    packages: Readonly<Record<string, string>>,
    files: Readonly<Record<string, string>>,
  ): Promise<string> {
    const app = await this.create(path, '--template', 'islands', '--react');
    editManifest(app, ({ dependencies }) => void Object.assign(dependencies, packages));
    await run(app, installers.npm);
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(app, file)), { recursive: true });
      writeFileSync(join(app, file), text);
    }
    return app;
  }

  /** Copies apps of `examples/`, and installs them together, as a workspace of npm. @returns their folders */
  async copyExamples(...names: string[]): Promise<string[]> {
    const root = join(this.folder, 'examples');
    const overrides = findTarballs(this.packages);
    const apps = names.map((name) => {
      const app = join(root, name);
      cpSync(join('examples', name), app, { recursive: true, filter: isSource });
      editManifest(app, ({ dependencies, devDependencies }) => {
        for (const versions of [dependencies, devDependencies])
          for (const each of Object.keys(versions))
            versions[each] = overrides[each] ?? versionIn(name, each);
      });
      return app;
    });
    writeFileSync(join(root, 'package.json'), JSON.stringify({ workspaces: names, overrides }));
    await run(root, installers.npm);
    return apps;
  }

  async #installCommand(): Promise<string> {
    const tools = join(this.folder, 'tools');
    mkdirSync(tools);
    await run(tools, [...installers.npm, tarballOf(this.packages, 'create-skerry')]);
    return join(tools, 'node_modules/.bin/create-skerry');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

const packAll = ['-r', '--filter', './packages/*', 'pack', '--pack-destination'];

const tarballOf = (packages: string, name: string): string => join(packages, `${name}-0.1.0.tgz`);

/** False for what is made from the files of an app. */
const isSource = (path: string): boolean =>
  !['node_modules', 'dist', '.skerry'].includes(basename(path));

/** The version of a package that the workspace has for an example. */
function versionIn(example: string, name: string): string {
  const manifest = join('examples', example, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

/** The part of a package.json that tests change. */
interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

/** Changes an app's package.json. */
export function editManifest(app: string, edit: (manifest: Manifest) => void): void {
  const path = join(app, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  edit(manifest);
  writeFileSync(path, JSON.stringify(manifest));
}

/** Asks for the very versions that the workspace has, in place of newer ones. */
function pinVersions({ dependencies, devDependencies }: Manifest): void {
  for (const versions of [dependencies, devDependencies])
    for (const [name, range] of Object.entries(versions)) versions[name] = range.replace(/^\^/, '');
}

/** Vite's program, as an app has it. */
export const viteOf = (app: string): string => join(app, 'node_modules/vite/bin/vite.js');

/** Builds an app; returns what the build printed. */
export const build = (app: string): Promise<string> =>
  run(app, [process.execPath, viteOf(app), 'build'], { NODE_ENV: 'production' });
