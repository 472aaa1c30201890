import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The built playground, running as a process of its own. */
export interface Playground {
  readonly origin: string;
  readonly port: number;
  /** Sends SIGTERM, and waits for the end; the exit code. */
  stop(): Promise<number | null>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/** Starts the playground as `node playground/dist/server/index.js` does, on a free port or on a given one. */
export async function startPlayground(port = 0): Promise<Playground> {
  const server = spawn(process.execPath, ['playground/dist/server/index.js'], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      HOST: 'localhost',
      SKERRY_SECRET: 'a secret for the browser tests that is long enough',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await originOf(server);
  const ended = once(server, 'exit') as Promise<[number | null]>;
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
  };
}

async function originOf(server: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: server.stdout as NodeJS.ReadableStream })) {
    const origin = /http:\S+/.exec(line)?.[0];
    if (origin) return origin;
  }
  throw new Error('The playground ended before it listened.');
}
