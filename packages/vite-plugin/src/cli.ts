#!/usr/bin/env node
import { parseArgs } from 'node:util';

import { resolveConfig } from 'vite';

import { type RouteTypesApi, routeTypesName } from './route-types.js';

const usage = `Usage: skerry types [folder] [--config <file>]

Writes .skerry/routes.ts, the types of an app's routes, for a type check without a build:
  skerry types && tsc --noEmit`;

/** Runs a command; returns the exit code. */
async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { config: { type: 'string', short: 'c' }, help: { type: 'boolean', short: 'h' } },
  });
  const [command, root = '.', ...rest] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (command !== 'types' || rest.length > 0) {
    console.error(usage);
    return 1;
  }
  const { config: configFile } = values;
  const inline = { root, logLevel: 'warn', ...(configFile && { configFile }) } as const;
  // The routes that plugins add are those of development.
  const config = await resolveConfig(inline, 'serve');
  const plugin = config.plugins.find(({ name }) => name === routeTypesName);
  if (!plugin) {
    console.error(`The plugin skerry() is missing from the Vite configuration of ${config.root}.`);
    return 1;
  }
  await (plugin.api as RouteTypesApi).write();
  return 0;
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  const { message, hint = '' } = error as Error & { hint?: string };
  console.error(`${message} ${hint}`.trim());
  process.exit(1);
}
