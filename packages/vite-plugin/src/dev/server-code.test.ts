import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

import type { HotPayload } from 'vite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { startTestServer, type TestServer } from '../../test/test-server.js';

/** What the code of the tested app has done: it runs in this process. */
const shared = globalThis as { serverEvents?: string[]; isUp?: boolean; gate?: Promise<void> };
let server: TestServer;
let events: string[];
/** The failures that open pages are shown. */
let shown: string[];

const code = (name: string, start = ''): string => `
import { kind } from './kind';
const note = (text) => globalThis.serverEvents.push(text + ' ${name} ' + kind);
export async function start({ signal, locals, publish }) {
  note('start');
  ${start}
  locals.name = '${name} ' + kind;
  signal.addEventListener('abort', () => note('abort'));
  return async () => {
    await new Promise(setImmediate);
    note('end');
  };
}`;

beforeEach(async () => {
  events = shared.serverEvents = [];
  server = await startTestServer({
    'src/kind.ts': "export const kind = 'one';",
    'src/server.ts': code('a'),
    'src/pages/named.tsx': 'export default ({ locals }) => <p>name: {locals.name}</p>;',
  });
  shown = [];
  const { hot } = server.vite.environments.client;
  const send = hot.send.bind(hot);
  hot.send = (payload: HotPayload | string, data?: unknown) => {
    if (typeof payload === 'object' && payload.type === 'error') shown.push(payload.err.message);
    // seam: one of the two forms of send
    send(payload as never, data as never);
  };
});
afterEach(() => server[Symbol.asyncDispose]());

const get = async (path = '/named') => {
  const response = await fetch(server.origin + path);
  return `${response.status} ${/name: [\w ]*/.exec(await response.text())?.[0] ?? ''}`;
};

/** Tells whether what was sent to the runner replaces modules. */
const isUpdate = (payload: unknown): boolean => (payload as HotPayload).type === 'update';

describe('src/server.ts in development', () => {
  test('starts with the first request, and ends with the server', async () => {
    expect(await get()).toBe('200 name: a one');
    expect(await get()).toBe('200 name: a one');
    expect(events).toEqual(['start a one']);
    await server.vite.close();
    expect(events).toEqual(['start a one', 'abort a one', 'end a one']);
  });

  test('starts anew after an edit of it or of what it imports, once the old one has ended; other edits leave it alone', async () => {
    await get();
    await server.app.write('src/server.ts', code('b'));
    await expect.poll(() => get()).toBe('200 name: b one');
    await server.app.write('src/kind.ts', "export const kind = 'two';");
    await expect.poll(() => get()).toBe('200 name: b two');
    await server.app.edit('src/pages/named.tsx', 'name: ', 'name: - ');
    await expect.poll(() => get()).toContain('200 name: ');
    await expect
      .poll(async () => (await fetch(`${server.origin}/named`)).text())
      .toContain('name: - ');
    expect(events).toEqual([
      'start a one',
      'abort a one',
      'end a one',
      'start b one',
      'abort b one',
      'end b one',
      'start b two',
    ]);
  });

  test('shows why it does not start, and recovers when it is mended', async () => {
    await get();
    await server.app.write('src/server.ts', code('b', "throw new Error('no database');"));
    await expect.poll(() => get()).toMatch(/^500/);
    await expect.poll(() => shown.join()).toContain('start() of src/server.ts failed: no database');
    expect(events.slice(0, 4)).toEqual(['start a one', 'abort a one', 'end a one', 'start b one']);
    await server.app.write('src/server.ts', code('c'));
    await expect.poll(() => get()).toBe('200 name: c one');
    expect(events.filter((event) => event.endsWith('c one'))).toEqual(['start c one']);
  });

  test('that starts at last without an edit is replaced by later edits, as its pages are', async () => {
    shared.isUp = false;
    const start = "if (!globalThis.isUp) throw new Error('no database');";
    await server.app.write('src/server.ts', code('b', start));
    expect(await get()).toMatch(/^500/);
    shared.isUp = true;
    expect(await get()).toBe('200 name: b one');
    await server.app.edit('src/pages/named.tsx', 'name: ', 'name: new ');
    await expect.poll(() => get()).toBe('200 name: new b one');
    await server.app.write('src/server.ts', code('c', start));
    await expect.poll(() => get()).toBe('200 name: new c one');
  });

  test('starts the last of several versions that were saved while one was starting', async () => {
    await get();
    const send = vi.spyOn(server.vite.environments.ssr.hot, 'send');
    const updates = () => send.mock.calls.filter(([payload]) => isUpdate(payload)).length;
    let open = () => {};
    shared.gate = new Promise((resolve) => (open = resolve));
    await server.app.write('src/server.ts', code('b', 'await globalThis.gate;'));
    await expect.poll(() => events).toContain('start b one');
    for (const name of ['c', 'd']) {
      const before = updates();
      await server.app.write('src/server.ts', code(name));
      await expect.poll(updates).toBe(before + 1);
    }
    // Visitors wait meanwhile.
    const waiting = get();
    open();
    expect(await waiting).toMatch(/^200 name: [bd] one$/);
    await expect.poll(() => get()).toBe('200 name: d one');
    await server.vite.close();
    expect(events.filter((event) => event.startsWith('start'))).toEqual([
      'start a one',
      'start b one',
      'start d one',
    ]);
  });

  test('may come and go', async () => {
    await get();
    await server.app.remove('src/server.ts');
    await expect.poll(() => get()).toBe('200 name: ');
    expect(events).toEqual(['start a one', 'abort a one', 'end a one']);
    await server.app.write('src/server.ts', code('d'));
    await expect.poll(() => get()).toBe('200 name: d one');
  });

  test('restarts with the app after an edit of src/app.ts, never two at a time', async () => {
    await get();
    await server.app.write(
      'src/app.ts',
      "import { defineApp } from '@skerry/kit';\nexport default defineApp({ headers: { 'x-own': 'yes' } });",
    );
    await expect
      .poll(async () => (await fetch(`${server.origin}/named`)).headers.get('x-own'))
      .toBe('yes');
    expect(events).toEqual(['start a one', 'abort a one', 'end a one', 'start a one']);
  });

  test('has to export start()', async () => {
    await server.app.write('src/server.ts', 'export const begin = () => {};');
    await expect.poll(() => get()).toMatch(/^500/);
    await expect.poll(() => shown.join()).toContain('src/server.ts does not export start()');
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'it ends when the development server gets %s',
  async (signal) => {
    const { app } = server;
    await app.write(
      'src/server.ts',
      "export const start = () => () => console.log('The database is closed.');",
    );
    const vite = join(
      dirname(createRequire(import.meta.url).resolve('vite/package.json')),
      'bin/vite.js',
    );
    const child = spawn(process.execPath, [vite, '--port', '0', '--host', '127.0.0.1'], {
      cwd: app.root,
    });
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      lines.push(stripVTControlCharacters(line));
      const origin = /Local: +(http\S+)/.exec(lines.at(-1)!)?.[1];
      if (origin) void fetch(origin).then(() => child.kill(signal));
    }
    if (child.exitCode === null) await once(child, 'exit');
    expect(lines).toContain('The database is closed.');
  },
);
