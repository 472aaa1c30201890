import { type AppOptions, createApp } from './app.js';
import { serveApp } from './serve.js';
import { startFailure } from './start-failure.js';

/** What the build knows of the app that it made. */
export type MainOptions = Pick<AppOptions, 'modules' | 'build' | 'assets'> & {
  /** The folder of the files for the browser. */
  files: string;
};

/**
 * Runs an app as a process of its own: `PORT` (3000), `HOST` (all interfaces) and `SKERRY_SECRET` (at least 32 bytes; of
 * several, with commas between them, the first is the newest) come from the environment, SIGTERM and SIGINT stop it.
 */
export async function runServer({ files, ...options }: MainOptions): Promise<void> {
  const { PORT, HOST, SKERRY_SECRET } = process.env;
  try {
    const app = createApp({ ...options, mode: 'production', secret: toSecrets(SKERRY_SECRET) });
    const server = await serveApp(app, { port: toPort(PORT), host: HOST || undefined, files });
    console.log(`Listening on http://${HOST || 'localhost'}:${server.port}`);
    const stop = (): void => void server.stop().then(() => process.exit(0));
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    console.error(startFailure(error, { HOST, PORT }));
    process.exit(1);
  }
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
