import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { installers, run } from './outside.js';

/** The lines of Node beside the one that runs the tests. */
export const nodeVersions = ['22.23.3', '24.9.0'] as const;

const folder = resolve('node_modules/.cache/nodes');
const system = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** Fetches the programs of these versions from the npm registry, unless they are there; returns the path of each. */
export async function fetchNodes(): Promise<Map<string, string>> {
  const paths = new Map(
    nodeVersions.map((version) => [version, `${folder}/node_modules/node-${version}/bin/node`]),
  );
  if (![...paths.values()].every(existsSync)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/package.json`, '{ "private": true }');
    const packages = nodeVersions.map((each) => `node-${each}@npm:node-${system}@${each}`);
    await run(folder, [...installers.npm, ...packages]);
  }
  return paths;
}
