import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import type { Readable } from 'node:stream';

import { vi } from 'vitest';

import { findProgram } from '../find-browser.js';
import { freePort } from '../free-port.js';
import { patience } from '../patience.js';
import { type Driver, keysOf } from './driver.js';

const libraries = '/usr/lib';

/** The small browser that comes with WebKitGTK; Debian has it among the files of the library. */
export function findMiniBrowser(): string | undefined {
  const inPath = findProgram(['MiniBrowser']);
  if (inPath || process.platform !== 'linux') return inPath;
  for (const triple of readdirSync(libraries).filter((name) => name.endsWith('-linux-gnu')))
    for (const library of readdirSync(`${libraries}/${triple}`))
      if (/^webkit2?gtk-/.test(library)) {
        const folder = `${libraries}/${triple}/${library}`;
        if (readdirSync(folder).includes('MiniBrowser')) return `${folder}/MiniBrowser`;
      }
  return undefined;
}

/** Keys as WebDriver writes them. */
const keyCodes: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Escape: '\uE00C',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
};

/** Runs a command until standard input ends, as it does with the tests too, and then ends all that it has started. */
const untilEnd = '"$0" "$@" & read -r _; kill 0';

/** Drives WebKitGTK by classic WebDriver, on a display of its own that nobody sees. */
export async function driveWebKit(): Promise<Driver> {
  const begun: ChildProcess[] = [];
  const begin = (env: NodeJS.ProcessEnv, ...command: string[]) => {
    const child = spawn('sh', ['-c', untilEnd, ...command], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...env },
    });
    begun.push(child);
    return child;
  };
  const end = async () => {
    for (const child of begun.splice(0).reverse()) {
      child.stdin!.end();
      await once(child, 'exit');
    }
  };
  try {
    const screen = begin({}, 'Xvfb', '-displayfd', '3', '-screen', '0', '1280x1024x24');
    const port = await freePort();
    const noSandbox = { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' };
    const display = { DISPLAY: await displayOf(screen) };
    begin({ ...display, ...noSandbox }, 'WebKitWebDriver', `--port=${port}`);
    return driverOf(await openSession(port), end);
  } catch (error) {
    await end();
    throw error;
  }
}

async function displayOf(server: ChildProcess): Promise<string> {
  const [number] = await once(server.stdio[3] as Readable, 'data');
  return `:${String(number).trim()}`;
}

type Command = (method: string, path: string, body?: object) => Promise<unknown>;

/** Sends a WebDriver command. @throws the driver's own words */
async function send(url: string, method: string, body?: object): Promise<unknown> {
  const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { value: { message?: string } };
  if (!response.ok) throw new Error(`WebDriver: ${value.message}`);
  return value;
}

async function openSession(port: number): Promise<Command> {
  const origin = `http://127.0.0.1:${port}`;
  await vi.waitFor(() => send(`${origin}/status`, 'GET'), { timeout: patience });
  const { sessionId } = (await send(`${origin}/session`, 'POST', {
    capabilities: {
      alwaysMatch: {
        browserName: 'MiniBrowser',
        // The limit would be a timer of the page, whose clock a test may move.
        timeouts: { script: null },
        'webkitgtk:browserOptions': { binary: findMiniBrowser(), args: ['--automation'] },
      },
    },
  })) as { sessionId: string };
  return (method, path, body) => send(`${origin}/session/${sessionId}${path}`, method, body);
}

function driverOf(command: Command, end: () => Promise<void>): Driver {
  const act = async (type: string, steps: object[]) => {
    await command('POST', '/actions', { actions: [{ type, id: type, actions: steps }] });
  };
  const moveTo = (x: number, y: number) => ({
    type: 'pointerMove',
    duration: 0,
    x: Math.round(x),
    y: Math.round(y),
  });
  const press = [
    { type: 'pointerDown', button: 0 },
    { type: 'pointerUp', button: 0 },
  ];
  const call: Driver['call'] = (source, args) =>
    command('POST', '/execute/sync', { script: `return (${source})(...arguments)`, args });
  return {
    async open(url) {
      await command('POST', '/url', { url });
    },
    call,
    press: (keys) =>
      act(
        'key',
        keys.flatMap((chord) => {
          const values = keysOf(chord).map((key) => keyCodes[key] ?? key);
          return [
            ...values.map((value) => ({ type: 'keyDown', value })),
            ...values.toReversed().map((value) => ({ type: 'keyUp', value })),
          ];
        }),
      ),
    move: (x, y) => act('pointer', [moveTo(x, y)]),
    click: (x, y, times = 1) =>
      act('pointer', [moveTo(x, y), ...Array.from({ length: times }, () => press).flat()]),
    async resize(width, height) {
      const frame = await call('() => [outerWidth - innerWidth, outerHeight - innerHeight]', []);
      const [left, top] = frame as [number, number];
      await command('POST', '/window/rect', { width: width + left, height: height + top });
    },
    async close() {
      await command('DELETE', '').finally(end);
    },
  };
}
