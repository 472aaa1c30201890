import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, onTestFinished, test, vi } from 'vitest';

import { page, secret } from '../../test/app.js';
import { deferred } from '../../test/deferred.js';
import { definePlugin } from '../plugin/define.js';
import type { BuiltApp } from './built-app.js';
import { runServer } from './main.js';
import { startFailure } from './start-failure.js';

const signals = ['SIGTERM', 'SIGINT'] as const;
const before = new Set(signals.flatMap((signal) => process.listeners(signal)));

afterEach(() => {
  // An ended process no longer listens.
  for (const signal of signals)
    for (const listener of process.listeners(signal))
      if (!before.has(listener)) process.off(signal, listener);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Returns the last words of a server that cannot start in this environment. */
async function lastWords(
  environment: Record<string, string>,
  options: Partial<BuiltApp> = {},
): Promise<unknown> {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
  vi.stubEnv('SKERRY_SECRET', secret);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const modules = { routes: { 'index.tsx': page('Hi') }, views: {} };
  await runServer({ modules, build: 'test', files: import.meta.dirname, ...options });
  expect(exit).toHaveBeenCalledExactlyOnceWith(1);
  return said.mock.lastCall?.[0];
}

test('the error for a host of another machine names it, and what to do', async () => {
  expect(await lastWords({ HOST: '203.0.113.7', PORT: '0' })).toMatch(
    /^Cannot listen on HOST "203\.0\.113\.7", PORT 0: listen EADDRNOTAVAIL: [^\n]+\. This machine has no such address: set HOST to one that it has, or leave it out for all interfaces\.$/,
  );
});

test('the error for a port in use names it, and what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  expect(await lastWords({ HOST: '127.0.0.1', PORT: `${port}` })).toMatch(
    new RegExp(
      `^Cannot listen on HOST "127\\.0\\.0\\.1", PORT ${port}: .*: set PORT to another port\\.$`,
    ),
  );
  taken.close();
});

test('commas separate secrets, and the error for a short one says so', async () => {
  expect(await lastWords({ SKERRY_SECRET: 'a secret for tests, of 32 bytes or more' })).toContain(
    'Secret 1 of 2 has 18 bytes; a secret needs at least 32. Commas in SKERRY_SECRET separate secrets.',
  );
});

test('the error for a missing part of the build names it, and what to do', async () => {
  expect(await lastWords({ PORT: '0' }, { prerendered: '/nowhere/prerendered.json' })).toMatch(
    /^The build's file \/nowhere\/prerendered\.json cannot be read: ENOENT.*\. Build again, and deploy all of dist\/client and dist\/server\.$/,
  );
});

test('the error for a missing page of the build names its file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'build-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const prerendered = join(folder, 'prerendered.json');
  const pages = { '/': { file: 'index.html', headers: {}, holes: 'a' } };
  writeFileSync(prerendered, JSON.stringify({ pages, regions: {} }));
  expect(await lastWords({ PORT: '0' }, { prerendered })).toMatch(
    /^The build's file .*index\.html cannot be read: ENOENT/,
  );
});

test('the error for a failed tap of onStart is shown once, with its cause and what to do, and the app is closed', async () => {
  const stopped = vi.fn();
  const logged = vi.fn();
  const plugin = definePlugin({
    name: 'harbour:tides',
    setup({ hooks }) {
      hooks.onStart.tap(async () => connectTides());
      hooks.onShutdown.tap(stopped);
    },
  });
  const connectTides = () => Promise.reject(new Error('No tides today.'));
  const log = { info: logged, warn: logged, error: logged };
  const modules = {
    config: { plugins: [plugin()], log },
    routes: { 'index.tsx': page('Hi') },
    views: {},
  };
  const said = await lastWords({ HOST: '127.0.0.1', PORT: '0' }, { modules });
  expect(said).toMatch(
    /^The app did not start, since a tap of the plugin "harbour:tides" on onStart failed: No tides today\. Correct it, [^\n]+\.\n {4}at connectTides /,
  );
  expect(console.error).toHaveBeenCalledOnce();
  expect(logged).not.toHaveBeenCalled();
  expect(stopped).toHaveBeenCalledOnce();
});

/** Runs an app until it exits; returns what happened, in order. */
async function runToEnd(onStart: () => void | Promise<void>): Promise<string[]> {
  const seen: string[] = [];
  const plugin = definePlugin({
    name: 'harbour:tides',
    setup({ hooks }) {
      hooks.onStart.tap(onStart);
      hooks.onShutdown.tap(() => void seen.push('stopped'));
    },
  });
  const exited = deferred();
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    seen.push(`exit ${code}`);
    exited.resolve();
    return undefined as never;
  });
  vi.spyOn(console, 'log').mockImplementation((text) => void seen.push(text));
  for (const [name, value] of Object.entries({
    SKERRY_SECRET: secret,
    HOST: '127.0.0.1',
    PORT: '0',
  }))
    vi.stubEnv(name, value);
  const modules = {
    config: { plugins: [plugin()] },
    routes: { 'index.tsx': page('Hi') },
    views: {},
  };
  await runServer({ modules, build: 'test', files: import.meta.dirname });
  await exited.promise;
  return seen;
}

test('SIGTERM during the start ends the server when the start is over', async () => {
  let isOver = false;
  const seen = await runToEnd(async () => {
    await new Promise(setImmediate);
    process.emit('SIGTERM');
    await new Promise(setImmediate);
    isOver = true;
  });
  expect(isOver).toBe(true);
  expect(seen).toEqual(['stopped', 'exit 0']);
});

test('SIGTERM before the server listens ends it in the same way', async () => {
  const seen = await runToEnd(() => process.nextTick(() => process.emit('SIGTERM')));
  expect(seen).toEqual(['stopped', 'exit 0']);
});

test('an error that nothing catches while the app starts does not end the process', async () => {
  const before = process.listenerCount('uncaughtException');
  let guards = 0;
  await runToEnd(async () => {
    await Promise.resolve();
    guards = process.listenerCount('uncaughtException') - before;
    process.emit('SIGTERM');
  });
  expect(guards).toBe(1);
});

test.each([
  ['ENOTFOUND', 'No machine has that name: set HOST to an address of this one'],
  ['EAI_AGAIN', 'No machine has that name: set HOST to an address of this one'],
  ['EACCES', 'This process may not use that port: set PORT to one from 1024 up.'],
])('the start failure %s is reported in one line with the next step', (code, step) => {
  const error = Object.assign(new Error(`getaddrinfo ${code} harbour`), { code });
  const line = startFailure(error, { HOST: 'harbour', PORT: undefined });
  expect(line).toContain(
    `Cannot listen on HOST "harbour", PORT 3000: getaddrinfo ${code} harbour.`,
  );
  expect(line).toContain(step);
});

test('any other failure of the start is shown unchanged', () => {
  const error = new Error('No database.');
  expect(startFailure(error, {})).toBe(error);
});
