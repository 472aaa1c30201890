import { toError } from '../core/thrown.js';
import type { App } from '../app/app.js';
import { type BuiltApp, createBuiltApp } from './built-app.js';
import { guardProcess } from './process-guard.js';
import { type RunningServer, serveApp } from './serve.js';
import { startFailure } from './start-failure.js';

/**
 * Runs an app as a process of its own: `PORT` (3000), `HOST` (all interfaces) and `SKERRY_SECRET` (at least 32 bytes; of
 * several, with commas between them, the first is the newest; none for an app of files alone) come from the environment, SIGTERM and SIGINT stop it. An error
 * that nothing catches does not end it; see {@link guardProcess}. If the app does not start, the server is stopped
 * and the process exits with 1.
 */
export async function runServer(built: BuiltApp): Promise<void> {
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
    const { app, files } = createBuiltApp(built, toSecrets(SKERRY_SECRET));
    const host = HOST || undefined;
    const serving = serveApp(app, { port, host, ...files });
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
