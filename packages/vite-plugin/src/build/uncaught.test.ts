import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { buildTestApp } from '../../test/built-app.js';
import { createTestApp } from '../../test/test-app.js';

type Prepared = Awaited<ReturnType<typeof createTestApp>>;

let app: Prepared;
let server: ChildProcess;
let said: string;

beforeAll(async () => {
  app = await createTestApp();
  await app.write(
    'src/app.ts',
    `import { defineApp, definePlugin } from '@skerry/kit';
    export const heard: string[] = [];
    const listener = definePlugin({
      name: 'test:listener',
      setup: ({ hooks }) => hooks.onPanic.tap(({ error, region, url }) => void heard.push(
        [error.message, region?.view ?? '', url?.pathname ?? ''].join('|'))),
    });
    export default defineApp({
      plugins: [listener()],
      limits: { maxPanics: 4 },
      uncaughtErrors: process.env.POLICY as 'exit' | undefined,
    });`,
  );
  await app.write(
    'src/live/thrower.live.tsx',
    `import { defineLive } from '@skerry/kit';
    export default defineLive({
      mount() {
        setTimeout(() => { throw new Error('A timer of a region.'); });
        return {};
      },
    }, () => <p>Throws</p>);`,
  );
  await app.write(
    'src/pages/thrower.tsx',
    `import Thrower from '../live/thrower.live.tsx';
    export default () => <Thrower />;`,
  );
  await app.write(
    'src/pages/api/throw.ts',
    `import { heard } from '../../app.ts';
    const hostile = new Proxy({}, new Proxy({}, { get: () => () => { throw 'a trap'; } }));
    setTimeout(() => setInterval(() => { if (ownThrow) { ownThrow = false; throw new Error('Nobody\\'s.'); } }, 1));
    let ownThrow = false;
    export const GET = () => heard;
    export const POST = () => (void Promise.reject(new Error('A promise of a request.')), 'done');
    export const PUT = () => (void Promise.reject(hostile), 'done');
    export const DELETE = () => ((ownThrow = true), 'done');`,
  );
  await buildTestApp(app);
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(() => void server.kill('SIGKILL'));

async function start(env: Record<string, string> = {}): Promise<string> {
  said = '';
  server = spawn(process.execPath, [join(app.root, 'dist/server/index.js')], {
    env: {
      PORT: '0',
      HOST: '127.0.0.1',
      SKERRY_SECRET: 'a secret for tests of 32 bytes or more',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  server.stderr!.on('data', (chunk) => (said += chunk));
  const [line] = await once(server.stdout!, 'data');
  return /http:\S+/.exec(String(line))?.[0] ?? '';
}

test('an uncaught error is reported with its region or its URL, and the process lives on up to a limit', async () => {
  const origin = await start();
  const ask = async (method: string) => (await fetch(`${origin}/api/throw`, { method })).json();
  const heard = (line: string) => expect.poll(() => ask('GET')).toContain(line);

  expect((await fetch(`${origin}/thrower`)).status).toBe(200);
  await heard('A timer of a region.|live/thrower|');
  await fetch(`${origin}/api/throw`, { method: 'POST' });
  await heard('A promise of a request.||/api/throw');
  await fetch(`${origin}/api/throw`, { method: 'DELETE' });
  await heard("Nobody's.||");
  await fetch(`${origin}/api/throw`, { method: 'PUT' });
  await heard(
    'Something was thrown that is not a readable Error: an object that cannot be read.||/api/throw',
  );
  expect(said.match(/^uncaught.* failed:/gm)).toEqual([
    'uncaught in the live view live/thrower on /thrower failed:',
    'uncaught for /api/throw failed:',
    'uncaught failed:',
    'uncaught for /api/throw failed:',
  ]);

  const ended = once(server, 'close');
  // Within a minute that is one too many; another minute may have begun, with a new count.
  const isGone = () => server.exitCode !== null;
  while (!isGone()) await fetch(`${origin}/api/throw`, { method: 'POST' }).catch(() => {});
  expect(await ended).toEqual([1, null]);
  expect(said.match(/^The process ends.*$/gm)).toEqual([
    expect.stringContaining('nothing caught more than 4 errors within a minute'),
  ]);
});

test('an app can make the process end at the first', async () => {
  const origin = await start({ POLICY: 'exit' });
  const ended = once(server, 'close');
  expect(await (await fetch(`${origin}/api/throw`, { method: 'POST' })).text()).toBe('done');
  expect(await ended).toEqual([1, null]);
  expect(said).toMatch(/^The process ends: .* `uncaughtErrors` is "exit"\./m);
});
