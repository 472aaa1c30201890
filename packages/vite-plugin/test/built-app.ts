import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createBuilder, type InlineConfig } from 'vite';

import { skerry, type SkerryOptions } from '../src/index.js';

/** Builds an app as a deployment would. */
export async function buildTestApp(
  { root }: { root: string },
  { plugins = [], ...config }: InlineConfig = {},
  options: SkerryOptions = {},
): Promise<void> {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    const builder = await createBuilder({
      root,
      configFile: false,
      plugins: [skerry(options), plugins],
      logLevel: 'silent',
      ...config,
    });
    await builder.buildApp();
  } finally {
    process.env.NODE_ENV = NODE_ENV;
  }
}

/** A built app that runs in a process of its own. */
export interface Deployed extends AsyncDisposable {
  origin: string;
}

/** Starts a built app. */
export async function serveBuilt({ root }: { root: string }): Promise<Deployed> {
  const server = spawn(process.execPath, [join(root, 'dist/server/index.js')], {
    env: { PORT: '0', HOST: '127.0.0.1', SKERRY_SECRET: 'a secret for tests of 32 bytes or more' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const failed = once(server, 'exit').then(([code]) => {
    throw new Error(`The built app ended with code ${code}.`);
  });
  const [line] = await Promise.race([once(server.stdout, 'data'), failed]);
  failed.catch(() => undefined);
  return {
    origin: /http:\S+/.exec(String(line))?.[0] ?? '',
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
  };
}
