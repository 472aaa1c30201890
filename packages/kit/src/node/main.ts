import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { fail } from '../core/errors.js';
import { toError } from '../core/thrown.js';
import { type App, type AppOptions, createApp } from '../app/app.js';
import type { Prerendered } from '../prerender/prerendered.js';
import { PageFile } from '../page/holes.js';
import { guardProcess } from './process-guard.js';
import { type RunningServer, serveApp } from './serve.js';
import { startFailure } from './start-failure.js';

/** The options that the build knows. */
export type MainOptions = Pick<AppOptions, 'modules' | 'build' | 'assets'> & {
  /** The folder of the files for the browser. */
  files: string;
  /** The file that lists the prerendered pages, if there are some. */
  prerendered?: string;
};

/**
 * Runs an app as a process of its own: `PORT` (3000), `HOST` (all interfaces) and `SKERRY_SECRET` (at least 32 bytes; of
 * several, with commas between them, the first is the newest) come from the environment, SIGTERM and SIGINT stop it. An error
 * that nothing catches does not end it; see {@link guardProcess}. If the app does not start, the server is stopped
 * and the process exits with 1.
 */
export async function runServer({ files, prerendered, ...options }: MainOptions): Promise<void> {
  const { PORT, HOST, SKERRY_SECRET } = process.env;
  let stop = async (): Promise<void> => {};
  let isEnding = false;
  const end = (): void => {
    isEnding = true;
    void stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  try {
    const port = toPort(PORT);
    const written = prerendered === undefined ? undefined : readPrerendered(prerendered);
    const app = createApp({
      ...options,
      mode: 'production',
      secret: toSecrets(SKERRY_SECRET),
      prerendered: written?.regions,
      pageFiles: written && readPageFiles(written, files),
    });
    const host = HOST || undefined;
    const serving = serveApp(app, { port, host, files, prerendered: written?.pages });
    const stopServer = stopOnce(app, serving);
    const unguard = guardProcess(app, stopServer);
    stop = () => stopServer().finally(unguard);
    const server = await serving;
    await app.started;
    if (!isEnding) console.log(`Listening on http://${HOST || 'localhost'}:${server.port}`);
  } catch (thrown) {
    console.error(startFailure(toError(thrown), { HOST, PORT }));
    await stop();
    process.exit(1);
  }
}

/** Makes the stop, which a signal and then the guard may ask for: of the server, or of the app if it cannot listen. */
function stopOnce(app: App, serving: Promise<RunningServer>): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stopWhatRuns = () =>
    serving.then(
      (server) => server.stop(),
      () => app.close(),
    );
  return () => (stopping ??= stopWhatRuns());
}

function readPrerendered(file: string): Prerendered {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Prerendered;
  } catch (cause) {
    throw fail('bad-prerendered', { file, problem: (cause as Error).message }, { cause });
  }
}

function readPage(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw fail('bad-prerendered', { file, problem: (cause as Error).message }, { cause });
  }
}

/** The pages with holes among the files. */
function readPageFiles({ pages }: Prerendered, folder: string): Record<string, PageFile> {
  const written: Record<string, PageFile> = {};
  for (const [path, { file, holes, links }] of Object.entries(pages))
    if (holes !== undefined)
      written[path] = new PageFile(readPage(join(folder, file)), holes, links);
  return written;
}

const toSecrets = (text = ''): string[] | undefined => {
  const secrets = text.split(',').filter((secret) => secret !== '');
  return secrets.length > 0 ? secrets : undefined;
};

function toPort(text = '3000'): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || text.trim() === '')
    throw new RangeError(`PORT is ${JSON.stringify(text)}; it must be a number from 0 to 65535.`);
  return port;
}
