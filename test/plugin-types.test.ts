import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, test } from 'vitest';

import { misuses, tapsOfPlugin, writePlugins, wrongPlugin } from './made-plugins.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');

/** The output of a compiler about an app with so many plugins. */
async function compile(
  compiler: string,
  count: number,
  files?: Readonly<Record<string, string>>,
): Promise<string> {
  const { folder, remove } = writePlugins(root, count, files);
  const tsc = join(root, 'node_modules', compiler, 'bin/tsc');
  const options = ['-p', folder, '--extendedDiagnostics', '--pretty', 'false'];
  try {
    return (await run(process.execPath, [tsc, ...options])).stdout;
  } catch (failure) {
    return (failure as { stdout: string }).stdout;
  } finally {
    remove();
  }
}

/** An app that declares its topics, all of them if rules say so. */
const topics = (rules: string): string => `
import { defineLive, definePlugin, type MountContext, publish } from '@skerry/kit';

declare module '@skerry/kit' {
  interface Topics {
    notice: string;
    [room: \`room:\${string}\`]: { readonly text: string };
  }
  ${rules}
}

publish('notice', 'Fog.');
publish('notice', 1);
publish('room:1', { text: 'a' });
publish('room:1', { texts: 'a' });
publish('romo:1', { text: 'a' });

export const handlers = (): unknown => defineLive(
  {
    mount: () => ({ count: 0 }),
    messages: {
      'room:2': (live) => live.assign({ count: 2 }),
      'room:a*': (live, { text }) => live.assign({ count: text.length }),
      'roo*': (live) => live.assign({ count: 3 }),
      '*': (live) => live.assign({ count: 4 }),
      'romo:2': (live) => live.assign({ count: 5 }),
      'romo:*': (live) => live.assign({ count: 6 }),
    },
  },
  ({ state }) => state.count.toFixed(),
);

export const listener = (): unknown =>
  definePlugin({
    name: 'made:listener',
    setup: ({ subscribe }) => void subscribe('notice', (notice) => notice.trim()),
  });

export const room = (): unknown => defineLive(
  {
    mount: ({ subscribe, every }: MountContext<{ room: string }>) => {
      subscribe('notice');
      every(1_000, 'tick', 1);
      return { lines: [] as string[], ticks: 0 };
    },
    events: { say: (live) => live.publish('room:1', { text: 'a' }) },
    messages: {
      notice: (live, line) => live.assign({ lines: [...live.state.lines, line.trim()] }),
      'room:*': (live, { text }) => live.assign({ lines: [...live.state.lines, text.trim()] }),
      tick: (live, by: number) => live.assign({ ticks: live.state.ticks + by }),
    },
  },
  ({ state }) => state.lines.join() + state.ticks.toFixed(),
);
`;

/** An app that declares the events that its views emit, all of them if rules say so. */
const emitted = (rules: string): string => `
/// <reference lib="dom" />
import { defineLive } from '@skerry/kit';

declare module '@skerry/kit' {
  interface EmittedEvents {
    sent: { readonly id: number };
    closed: undefined;
    [toast: \`toast:\${string}\`]: string;
  }
  ${rules}
}

export const chat = (): unknown => defineLive(
  {
    mount: () => ({ next: 1 }),
    events: {
      right: (live) => {
        live.emit('sent', { id: live.state.next });
        live.emit('closed');
        live.emit('toast:said', 'Ahoy');
      },
      sent: (live) => live.emit('sent', { id: 'x' }),
      closed: (live) => live.emit('closed', 1),
      toast: (live) => live.emit('toast:said', 1),
      misspelt: (live) => live.emit('snet', { id: 1 }),
    },
  },
  () => null,
);

document.addEventListener('live:sent', ({ detail, target }) => [detail.id.toFixed(), target]);
document.body.addEventListener('live:toast:said', ({ detail }) => detail.trim());
window.addEventListener('live:closed', ({ detail }) => detail === undefined);
document.addEventListener('live:sent', ({ detail }) => detail.text);
document.addEventListener('live:any', (event) => event.target);
`;

/** A view whose timers deliver messages, one of them misspelt in each place. */
const timers = `
import { defineLive } from '@skerry/kit';

export const clock = (): unknown => defineLive(
  {
    mount: ({ every }) => {
      every(1_000, 'tick');
      every(1_000, 'tikc');
      return { ticks: 0 };
    },
    messages: {
      tick: (live) => live.assign({ ticks: live.state.ticks + 1 }),
      late: (live) => live.after(1_000, 'tock'),
    },
    events: {
      start: (live) => live.every(1_000, 'tick'),
      again: (live) => live.every(1_000, 'tic'),
    },
  },
  ({ state }) => state.ticks.toFixed(),
);
`;

const errorsIn = (output: string): string[] =>
  output.split('\n').filter((line) => /\berror TS\d+/.test(line));

/** A number that the compiler tells of its work. */
const countOf = (output: string, what: string): number =>
  Number(new RegExp(`^${what}: +(\\d+)$`, 'm').exec(output)?.[1]);

describe.each(['typescript', 'typescript-5.9'])('with %s', (compiler) => {
  test('fifty plugins of twenty taps are well typed, and each costs no more than the one before', async () => {
    expect(tapsOfPlugin).toBe(20);
    const outputs = [];
    for (const count of [0, 25, 50]) outputs.push(await compile(compiler, count));
    expect(outputs.flatMap(errorsIn)).toEqual([]);
    for (const what of ['Types', 'Instantiations']) {
      const [none, half, all] = outputs.map((output) => countOf(output, what)) as number[];
      // The first plugins bring the types of the hooks, which the later ones share.
      expect(all! - half!, what).toBeLessThanOrEqual(half! - none!);
      const taps = 25 * tapsOfPlugin;
      expect((all! - half!) / taps, `${what} of a tap`).toBeLessThan(8);
    }
    // With all that it reads, the compiler knows less than twice as much as of an app without plugins.
    const [none, , all] = outputs.map((output) => countOf(output, 'Symbols'));
    expect(all! / none!).toBeLessThan(2);
  });

  /** The lines of a file of an app that are wrong, and what is said of each. */
  async function faultsIn(text: string): Promise<[line: string, error: string][]> {
    const lines = text.split('\n');
    const errors = errorsIn(await compile(compiler, 0, { 'file.ts': text }));
    return errors.map((error) => [
      lines[Number(/\((\d+),/.exec(error)?.[1]) - 1]!.trim(),
      error.replace(/^.*?error /, ''),
    ]);
  }
  const linesOf = (faults: [string, string][]): string[] => faults.map(([line]) => line);

  test('declared topics are checked, and those that are not where the app says so', async () => {
    const wrongIn = async (rules: string) => linesOf(await faultsIn(topics(rules)));
    const wrong = ["publish('notice', 1);", "publish('room:1', { texts: 'a' });"];
    expect(await wrongIn('')).toEqual(wrong);
    const strict = await faultsIn(topics('interface TopicRules { strict: true }'));
    const misspelt = "'romo:2': (live) => live.assign({ count: 5 }),";
    expect(linesOf(strict)).toEqual([
      ...wrong,
      "publish('romo:1', { text: 'a' });",
      misspelt,
      "'romo:*': (live) => live.assign({ count: 6 }),",
    ]);
    expect(new Map(strict).get(misspelt)).toContain(
      'a topic that Topics declares; the message of a timer has no colon',
    );
  });

  test('emitted events are checked where they are emitted and heard, and those that are not declared where the app says so', async () => {
    const wrong = [
      "sent: (live) => live.emit('sent', { id: 'x' }),",
      "closed: (live) => live.emit('closed', 1),",
      "toast: (live) => live.emit('toast:said', 1),",
    ];
    const heard = "document.addEventListener('live:sent', ({ detail }) => detail.text);";
    expect(linesOf(await faultsIn(emitted('')))).toEqual([...wrong, heard]);
    const strict = await faultsIn(emitted('interface EmittedEventRules { strict: true }'));
    const misspelt = "misspelt: (live) => live.emit('snet', { id: 1 }),";
    expect(linesOf(strict)).toEqual([...wrong, misspelt, heard]);
    expect(new Map(strict).get(misspelt)).toMatch(
      /'"snet"' is not assignable to .*'DeclaredEventName'/,
    );
  });

  test('a timer whose message its view does not handle is an error that names both', async () => {
    const faults = await faultsIn(timers);
    expect(linesOf(faults)).toEqual([
      "every(1_000, 'tikc');",
      "late: (live) => live.after(1_000, 'tock'),",
      "again: (live) => live.every(1_000, 'tic'),",
    ]);
    const [[, said] = []] = faults;
    expect(said).toMatch(/'"tikc"' is not assignable to .*"tick"/);
  });

  test('a plugin that is wrong has all the errors in its own file, and the others stay typed', async () => {
    const files = { 'misuses.ts': misuses(10) };
    expect(errorsIn(await compile(compiler, 10, files))).toEqual([]);
    const errors = errorsIn(await compile(compiler, 10, { ...files, 'p7.ts': wrongPlugin(7) }));
    expect(errors.filter((line) => !line.includes('p7.ts('))).toEqual([]);
    for (const wrong of ['limits', 'onBroadcasts', 'made:nobody', '"no"'])
      expect(errors.join('\n')).toContain(wrong);
  });
});
