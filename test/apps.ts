import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

/** An app that runs as a process of its own. */
export interface RunningApp {
  readonly origin: string;
  readonly port: number;
  /** Sends SIGTERM and waits for the end; returns the exit code. */
  stop(): Promise<number | null>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** True if it has ended. */
  readonly ended: boolean;
}

/** How the process of an app is started. */
interface ProcessOptions {
  /** The most descriptors that it may have open. */
  readonly descriptors?: number;
  /** The program of Node, by default the one that runs the tests. */
  readonly node?: string;
  readonly cwd?: string;
}

/** Starts an app as it is deployed, `node <folder>/dist/server/index.js`, on a free port or on a given one. */
export const startBuilt = (
  folder: string,
  port = 0,
  {
    secret = 'a secret for the browser tests that is long enough',
    ...options
  }: ProcessOptions & { readonly secret?: string } = {},
): Promise<RunningApp> =>
  startProgram(
    [`${folder}/dist/server/index.js`],
    {
      NODE_ENV: 'production',
      PORT: String(port),
      HOST: 'localhost',
      SKERRY_SECRET: secret,
    },
    options,
  );

/** Copies a built app to where its packages are found, for a test that changes its files; removed by `remove`. */
export function copyBuilt(folder: string): { folder: string; remove(): void } {
  const caches = 'test/app/node_modules/.cache';
  mkdirSync(caches, { recursive: true });
  const copy = mkdtempSync(`${caches}/built-`);
  cpSync(`${folder}/dist`, `${copy}/dist`, { recursive: true });
  return { folder: copy, remove: () => rmSync(copy, { recursive: true }) };
}

/** Starts the development server of an app, with a cache of its own. @param vite the program, if the app has its own */
export async function startDevelopment(
  folder: string,
  vite = 'node_modules/vite/bin/vite.js',
  options: ProcessOptions = {},
): Promise<RunningApp> {
  const caches = `${folder}/node_modules/.cache`;
  mkdirSync(caches, { recursive: true });
  const cache = mkdtempSync(`${caches}/vite-`);
  const env = {
    NODE_ENV: 'development',
    VITEST: '',
    SKERRY_TEST_CACHE: cache.slice(folder.length + 1),
  };
  const app = await startProgram(
    [vite, folder, '--host', 'localhost', '--port', '0'],
    env,
    options,
  );
  const removing = async <T>(end: Promise<T>): Promise<T> => {
    const result = await end;
    rmSync(cache, { recursive: true });
    return result;
  };
  return Object.assign(Object.create(app) as RunningApp, {
    stop: () => removing(app.stop()),
    kill: () => removing(app.kill()),
  });
}

/** Starts a script that serves an app, and writes where. */
export async function startProgram(
  command: string[],
  env: Record<string, string>,
  { descriptors, node = process.execPath, cwd }: ProcessOptions,
): Promise<RunningApp> {
  const limit = descriptors ? `ulimit -n ${descriptors}; ` : '';
  const server = spawn('sh', ['-c', `${limit}exec "$0" "$@"`, node, ...command], {
    env: { ...process.env, ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit') as Promise<[number | null]>;
  const origin = await originOf(server);
  return {
    origin,
    port: Number(new URL(origin).port),
    async stop() {
      server.kill('SIGTERM');
      return (await ended)[0];
    },
    async kill() {
      server.kill('SIGKILL');
      await ended;
    },
    get ended() {
      return server.exitCode !== null || server.signalCode !== null;
    },
  };
}

async function originOf(server: ChildProcess): Promise<string> {
  const lines = createInterface({ input: server.stdout as NodeJS.ReadableStream });
  const origin = await new Promise<string | undefined>((resolve) => {
    lines.on('line', (line) => {
      const found = /http:\/\/[^\s/]+/.exec(stripVTControlCharacters(line))?.[0];
      if (found) resolve(found);
    });
    lines.on('close', () => resolve(undefined));
  });
  if (!origin) throw new Error('The app ended before it listened.');
  return origin;
}
