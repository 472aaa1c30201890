import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { findRedis } from '../../../test/fetch-redis.js';
import { freePort } from '../../../test/free-port.js';

/** A Redis of a test. */
export interface RunningRedis {
  readonly url: string;
  /** Ends it at once, as a fault would. */
  stop(): Promise<void>;
}

/** Starts a Redis that keeps nothing, on the loopback interface. */
export async function startRedis(port?: number): Promise<RunningRedis> {
  const own = port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const options = { port: `${own}`, bind: '127.0.0.1', save: '', appendonly: 'no', dir: folder };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const server = spawn(findRedis()!, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  for await (const line of createInterface({ input: server.stdout }))
    if (line.includes('Ready to accept connections')) break;
  server.stdout.resume();
  return {
    url: `redis://127.0.0.1:${own}`,
    async stop() {
      server.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
