import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { normalizePath, type ResolvedConfig } from 'vite';

import { manifestOfApp } from '../modules/installed.js';
import type { OutsidePackage } from './package-places.js';

/** The versions of Node on which a built server runs. */
const engines = { node: '^20.19.0 || >=22.12.0' };

/**
 * Writes the package.json of a built app, with the packages that its server imports, beside the folders of the build. Says how to run
 * the app elsewhere.
 */
export async function writeDeployment(
  config: ResolvedConfig,
  packages: readonly OutsidePackage[],
  isStatic: boolean,
): Promise<void> {
  const server = resolve(config.root, config.environments.ssr?.build.outDir ?? 'dist/server');
  const parent = resolve(server, '..');
  // The folder of the app has a package.json of its own.
  const folder = parent === config.root ? server : parent;
  const { name = 'app', version } = manifestOfApp(config.root);
  const manifest = {
    name,
    ...(version !== undefined && { version }),
    private: true,
    type: 'module',
    engines,
    scripts: { start: `node ${normalizePath(relative(folder, join(server, 'index.js')))}` },
    dependencies: Object.fromEntries(packages.map(({ name, version }) => [name, version])),
  };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  const { logger } = config;
  const way = normalizePath(relative(config.root, folder));
  const names = packages.map(({ name, version }) => `${name} ${version}`).join(', ');
  for (const { name, reason } of packages)
    if (reason !== undefined) logger.info(`outside the bundle: ${name}, since ${reason}`);
  if (isStatic) {
    const files = config.environments.client?.build.outDir;
    logger.info(
      `every page is a file: ${files} works on any host of files, which shows 404.html where there is nothing; ` +
        `\`npx vite preview\` shows it here, and no server and no secret is needed`,
    );
    return;
  }
  logger.info(
    packages.length === 0
      ? `to run the app elsewhere: copy ${way}, and there run \`npm start\` (no packages needed)`
      : `to run the app elsewhere: copy ${way}, and there run \`npm install --omit=dev\` (${names}), then \`npm start\``,
  );
}
