import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { App } from '../app/app.js';
import { blaming } from '../core/blame.js';
import { resolveConfig } from '../core/config.js';
import { guardProcess } from './process-guard.js';

const events = ['uncaughtException', 'unhandledRejection'] as const;
const others = new Map(events.map((event) => [event, process.listeners(event as never)]));
/** The listeners of the guard. */
const listeners = () =>
  events.flatMap((event) =>
    process.listeners(event as never).filter((one) => !others.get(event)?.includes(one)),
  ) as ((thrown: unknown) => void)[];
const raise = (thrown: unknown) => listeners()[0]!(thrown);

let log: string[];
let exit: ReturnType<typeof vi.spyOn>;
let unguard: (() => void)[];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout'] });
  log = [];
  unguard = [];
  exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
});
afterEach(() => {
  for (const off of unguard) off();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Guards an app, and returns the errors that reach it. */
function guarded(
  options: Parameters<typeof resolveConfig>[0] = {},
  stop?: () => Promise<unknown>,
): unknown[] {
  const heard: unknown[] = [];
  const silent = { info() {}, warn() {}, error: (line: string) => void log.push(line) };
  const config = resolveConfig(options, { secret: 'x'.repeat(32), log: silent });
  const app: Pick<App, 'config' | 'panic'> = { config, panic: (thrown) => void heard.push(thrown) };
  unguard.push(guardProcess(app, stop));
  return heard;
}

test('the guard listens once for all servers, until the last is gone, and leaves other listeners alone', () => {
  guarded();
  guarded();
  expect(listeners()).toHaveLength(2);
  unguard[0]!();
  expect(listeners()).toHaveLength(2);
  unguard[1]!();
  expect(listeners()).toEqual([]);
  for (const event of events) expect(process.listeners(event as never)).toEqual(others.get(event));
});

test('a second copy of kit in the process adds no listeners, and attributes errors as the first does', async () => {
  const first = guarded();
  vi.resetModules();
  const copy = await import('./process-guard.js');
  const { blaming: blamingInCopy } = await import('../core/blame.js');
  expect(copy.guardProcess).not.toBe(guardProcess);
  unguard.push(
    copy.guardProcess({
      config: resolveConfig({ secret: 'x'.repeat(32) }, { log: console }),
      panic() {},
    }),
  );
  expect(listeners()).toHaveLength(2);
  const blamed: unknown[] = [];
  blamingInCopy({ panic: (error) => void blamed.push(error), reportError() {} }, () =>
    raise(new Error('of the copy')),
  );
  expect(blamed).toHaveLength(1);
  expect(first).toEqual([]);
});

test('an error reaches the server of its region or request, and any one server if it has none', () => {
  const first = guarded();
  const second = guarded();
  const blamed: unknown[] = [];
  const errors = [new Error('known'), new Error('unknown')];
  blaming({ panic: (error) => void blamed.push(error), reportError() {} }, () => raise(errors[0]));
  raise(errors[1]);
  expect(blamed).toEqual([errors[0]]);
  expect(first).toEqual([errors[1]]);
  expect(second).toEqual([]);
});

test('what somebody waits for is no failure of the process', () => {
  guarded({ uncaughtErrors: 'exit' }, async () => {});
  const told: unknown[] = [];
  const awaited = {
    panic: (error: Error) => void told.push(error.message),
    reportError() {},
    isAwaited: true,
  };
  blaming(awaited, () => raise(new Error('left behind')));
  expect(told).toEqual(['left behind']);
  expect(log).toEqual([]);
});

test('a thrown value that is not an Error is reported as one, and so is a failure of its report', () => {
  const heard = guarded();
  raise(undefined);
  expect(heard).toMatchObject([{ code: 'thrown-value' }]);
  const worse = new Error('worse');
  const fails = () => {
    throw worse;
  };
  blaming({ panic: fails, reportError() {} }, () => raise('no'));
  expect(heard[1]).toBe(worse);
});

test('above the limit of errors in a minute every server stops, the process exits, and the reason is logged once', async () => {
  const stopped: string[] = [];
  const stop = (name: string) => async () => void stopped.push(name);
  guarded({ limits: { maxPanics: 2 } }, stop('a'));
  guarded({}, stop('b'));
  raise(new Error('1'));
  raise(new Error('2'));
  vi.advanceTimersByTime(60_000);
  raise(new Error('1 of the next minute'));
  raise(new Error('2'));
  expect(stopped).toEqual([]);
  raise(new Error('3'));
  raise(new Error('while it stops'));
  await expect.poll(() => exit.mock.calls).toEqual([[1]]);
  expect(stopped).toEqual(['a', 'b']);
  expect(log).toEqual([
    'The process ends: nothing caught more than 2 errors within a minute, the limit `maxPanics`. ' +
      'Find the errors above; await every promise, and catch errors in timers and listeners.',
  ]);
});

test('the first error ends the process with `exit`, even if the server does not stop', async () => {
  const heard = guarded({ uncaughtErrors: 'exit' }, () => new Promise(() => {}));
  raise(new Error('the first'));
  expect(heard).toHaveLength(1);
  expect(log).toEqual([expect.stringContaining('the option `uncaughtErrors` is "exit"')]);
  expect(exit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(30_000);
  expect(exit).toHaveBeenCalledExactlyOnceWith(1);
});

test('a guard without `stop` keeps the process alive', () => {
  const heard = guarded({ uncaughtErrors: 'exit', limits: { maxPanics: 1 } });
  for (let i = 0; i < 3; i++) raise(new Error('again'));
  expect(heard).toHaveLength(3);
  expect(log).toEqual([]);
  expect(exit).not.toHaveBeenCalled();
});
