import { readdir } from 'node:fs/promises';

import { createServer, type InlineConfig, mergeConfig, type ViteDevServer } from 'vite';
import { expect, vi } from 'vitest';

import { patience } from '../../../test/patience.js';

import { skerry, type SkerryOptions } from '../src/index.js';
import { createTestApp, type TestApp } from './test-app.js';

/** A copy of the fixture on a development server. */
export interface TestServer extends AsyncDisposable {
  app: TestApp;
  vite: ViteDevServer;
  /** Its address; another one after a restart. */
  readonly origin: string;
}

/** Copies the fixture, adds files to it, and serves it. */
export async function startTestServer(
  files: Record<string, string> = {},
  options: SkerryOptions = {},
  config: InlineConfig = {},
): Promise<TestServer> {
  const app = await createTestApp();
  await Promise.all(Object.entries(files).map(([file, text]) => app.write(file, text)));
  const defaults: InlineConfig = {
    root: app.root,
    configFile: false,
    // Servers beside each other would write over what the others have bundled.
    cacheDir: `${app.root}/node_modules/.vite`,
    plugins: [skerry(options)],
    server: { port: 0, host: '127.0.0.1' },
    logLevel: 'silent',
  };
  const vite = await createServer(mergeConfig(defaults, config));
  if (!vite.config.server.middlewareMode) await vite.listen();
  await watched(vite, `${app.root}/src`);
  return {
    app,
    vite,
    get origin() {
      return new URL(vite.resolvedUrls!.local[0]!).origin;
    },
    async [Symbol.asyncDispose]() {
      await vite.close();
      await app[Symbol.asyncDispose]();
    },
  };
}

/** Waits until the watcher has looked at every file below a folder: it takes no notice of an edit before that. */
async function watched({ watcher }: ViteDevServer, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const look = () => {
    const seen = watcher.getWatched();
    const missing = files.find(({ parentPath, name }) => !seen[parentPath]?.includes(name));
    if (missing) throw new Error(`The watcher has not seen ${missing.name}.`);
  };
  await vi.waitFor(look, patience);
}

/** Waits until a page hears what the server says: an edit before that would be lost on it. */
export const heard = ({ vite }: TestServer): Promise<void> =>
  expect.poll(() => vite.ws.clients.size).toBeGreaterThan(0);
