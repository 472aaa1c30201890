import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deny, isDenial, redirect } from '../core/deny.js';
import { defaultLimits, type Limits } from '../core/limits.js';
import type { HookPayloads } from './payloads.js';
import { definePlugin } from '../plugin/define.js';
import { hooksOf } from '../../test/hooks-of.js';
import { hookNames, hookTable } from './table.js';
import type { Hooks, PluginHooks } from './types.js';

const region = { id: 'lv-1', view: 'counter', path: '/', props: {} };
const session = { id: 's', renew() {}, end() {} };
const click = { region, session, locals: {}, event: 'increment', payload: { by: 1 } };
const frame = { connection: { id: 'c', address: '' }, text: '[1]' };
const broken = new Error('broken');

/** Hooks whose taps are attached by plugins named a, b, c, …, the payloads of onError, and the log. */
function hooksWith(...setups: ((hooks: PluginHooks) => void)[]) {
  return limitedHooks({}, ...setups);
}

function limitedHooks(limits: Partial<Limits>, ...setups: ((hooks: PluginHooks) => void)[]) {
  const errors: HookPayloads['onError'][] = [];
  const logged: string[] = [];
  const log = { info() {}, warn() {}, error: (text: string) => void logged.push(text) };
  const plugins = setups.map((setUp, i) =>
    definePlugin({ name: 'abcdef'[i]!, setup: ({ hooks }) => setUp(hooks) })(),
  );
  const watch = definePlugin({
    name: 'watch',
    setup: ({ hooks }) => hooks.onError.tap((failure) => void errors.push(failure)),
  });
  const hooks = hooksOf([...plugins, watch()], {
    limits: { ...defaultLimits, ...limits },
    log,
  });
  return { hooks, errors, logged };
}

/** A request's payload, and a response. */
const request = (): HookPayloads['transformResponse'] => ({
  request: new Request('http://localhost/'),
  url: new URL('http://localhost/'),
  address: '',
  session,
  locals: {},
  response: new Response('page', { status: 200 }),
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a hook without a tap', () => {
  const { hooks } = hooksWith();

  test('lets every step continue', () => {
    expect(hooks.beforeEvent.call(click)).toBeUndefined();
    expect(hooks.beforeSend.call(frame)).toBeUndefined();
    expect(hooks.onStart.call({ plugins: [] })).toBeUndefined();
    const payload = request();
    expect(hooks.transformResponse.call(payload)).toBe(payload.response);
  });

  test('is unused, except the hooks of the log', () => {
    const used = hookNames.filter((name) => hooks[name].isUsed());
    expect(used).toEqual(['onError', 'onPanic']);
  });
});

describe('an asynchronous guard', () => {
  test('passes if no tap objects, at once if no tap is asynchronous', () => {
    const { hooks } = hooksWith(
      ({ beforeEvent }) => beforeEvent.tap(() => undefined),
      // A tap in JavaScript may return null.
      ({ beforeEvent }) => beforeEvent.tap(() => null),
    );
    expect(hooks.beforeEvent.isUsed()).toBe(true);
    expect(hooks.beforeEvent.call(click)).toBeUndefined();
  });

  test('waits for asynchronous taps, one after the other', async () => {
    const order: string[] = [];
    const slow = (name: string) => async () => {
      order.push(`${name} starts`);
      await Promise.resolve();
      order.push(`${name} ends`);
    };
    const { hooks } = hooksWith(
      ({ beforeEvent }) => beforeEvent.tap(slow('a')),
      ({ beforeEvent }) => beforeEvent.tap(slow('b')),
    );
    const answer = hooks.beforeEvent.call(click);
    expect(answer).toBeInstanceOf(Promise);
    expect(await answer).toBeUndefined();
    expect(order).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
  });

  test.each([deny('not yours'), redirect('/login')])('ends at the first veto: %o', async (veto) => {
    for (const answer of [veto, Promise.resolve(veto)]) {
      const later = vi.fn();
      const { hooks, errors } = hooksWith(
        ({ beforeEvent }) => beforeEvent.tap(() => answer),
        ({ beforeEvent }) => beforeEvent.tap(later),
      );
      expect(await hooks.beforeEvent.call(click)).toBe(veto);
      expect(later).not.toHaveBeenCalled();
      expect(errors).toEqual([]);
    }
  });

  test.each([
    () => {
      throw broken;
    },
    () => Promise.reject(broken),
  ])('refuses where a tap throws, and reports it once', async (fn) => {
    const later = vi.fn();
    const { hooks, errors } = hooksWith(
      ({ beforeEvent }) => beforeEvent.tap(fn),
      ({ beforeEvent }) => beforeEvent.tap(later),
    );
    const answer = await hooks.beforeEvent.call(click);
    expect(isDenial(answer) && answer).toMatchObject({ failed: true });
    expect(JSON.stringify(answer)).not.toContain('broken');
    expect(later).not.toHaveBeenCalled();
    expect(errors).toEqual([
      { error: broken, where: 'tap', hook: 'beforeEvent', plugin: 'a', region },
    ]);
  });

  test.each([false, true, 'no', { reason: 'posing' }, [], 0])(
    'refuses if a tap answers with %j',
    async (odd) => {
      for (const answer of [odd, Promise.resolve(odd)]) {
        const { hooks, errors } = hooksWith(({ beforeEvent }) =>
          beforeEvent.tap(() => answer as never),
        );
        expect(isDenial(await hooks.beforeEvent.call(click))).toBe(true);
        expect(errors).toMatchObject([{ error: { code: 'bad-hook-answer' }, plugin: 'a' }]);
      }
    },
  );

  test('refuses if a tap takes too long, and ignores its late answer', async () => {
    let late: (answer: undefined) => void = () => {};
    const never = new Promise<undefined>((resolve) => (late = resolve));
    const { hooks, errors } = limitedHooks({ hookTimeout: 50 }, ({ beforeEvent }) =>
      beforeEvent.tap(() => never),
    );
    const answer = hooks.beforeEvent.call(click);
    await vi.advanceTimersByTimeAsync(50);
    expect(isDenial(await answer)).toBe(true);
    late(undefined);
    await vi.advanceTimersByTimeAsync(50);
    expect(errors).toMatchObject([
      { error: { code: 'hook-timeout', message: expect.stringContaining('50 ms') } },
    ]);
  });

  test('leaves no timer behind', async () => {
    const { hooks } = hooksWith(({ beforeEvent }) => beforeEvent.tap(async () => {}));
    await hooks.beforeEvent.call(click);
    await Promise.resolve();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a synchronous guard', () => {
  test('passes if no tap objects', () => {
    const { hooks } = hooksWith(({ beforeSend }) => beforeSend.tap(() => null));
    expect(hooks.beforeSend.call(frame)).toBeUndefined();
  });

  test('hands a replacement to later taps, and to the caller in the end', () => {
    const { hooks } = hooksWith(
      ({ beforeSend }) => beforeSend.tap(({ text }) => `${text}a`),
      ({ beforeSend }) => beforeSend.tap(() => undefined),
      ({ beforeSend }) => beforeSend.tap(({ text, connection }) => `${text}${connection.id}`),
    );
    expect(hooks.beforeSend.call(frame)).toEqual({ value: '[1]ac' });
    expect(frame.text).toBe('[1]');
  });

  test('accepts any value except undefined as a message', () => {
    for (const value of [0, '', false, { a: 1 }]) {
      const { hooks } = hooksWith(({ beforeMessage }) => beforeMessage.tap(() => value));
      const answer = hooks.beforeMessage.call({
        region,
        session,
        locals: {},
        topic: 't',
        message: 5,
      });
      expect(answer).toEqual({ value });
    }
  });

  test('ends at the first denial, even after a replacement', () => {
    const later = vi.fn();
    const { hooks } = hooksWith(
      ({ beforeAssign }) => beforeAssign.tap(() => ({ count: 1 })),
      ({ beforeAssign }) => beforeAssign.tap(() => deny('full')),
      ({ beforeAssign }) => beforeAssign.tap(later),
    );
    expect(hooks.beforeAssign.call({ region, patch: {} })).toMatchObject({ reason: 'full' });
    expect(later).not.toHaveBeenCalled();
  });

  test('refuses if a tap throws, and reports it once', () => {
    const { hooks, errors } = hooksWith(({ beforeRender }) =>
      beforeRender.tap(() => {
        throw broken;
      }),
    );
    expect(hooks.beforeRender.call({ region, state: {} })).toMatchObject({ failed: true });
    expect(errors).toEqual([
      { error: broken, where: 'tap', hook: 'beforeRender', plugin: 'a', region },
    ]);
  });

  test.each([
    () => 5,
    () => ({}),
    () => redirect('/login'),
    () => Promise.resolve('[2]'),
    () => Promise.reject(broken),
  ])('refuses where a tap answers with what cannot be sent: %s', async (fn) => {
    const { hooks, errors } = hooksWith(({ beforeSend }) => beforeSend.tap(fn as () => string));
    expect(isDenial(hooks.beforeSend.call(frame))).toBe(true);
    // An unhandled rejection would end the process here.
    await vi.advanceTimersByTimeAsync(1);
    expect(errors).toMatchObject([{ error: { code: 'bad-hook-answer' } }]);
  });
});

describe('a waterfall', () => {
  test('hands each value to the next tap', async () => {
    const withHeader = (name: string) => (payload: HookPayloads['transformResponse']) => {
      const headers = new Headers(payload.response.headers);
      headers.append('x-seen', name);
      return new Response(payload.response.body, { headers });
    };
    const { hooks } = hooksWith(
      ({ transformResponse }) => transformResponse.tap(withHeader('a')),
      ({ transformResponse }) => transformResponse.tap(() => {}),
      ({ transformResponse }) => transformResponse.tap(async (payload) => withHeader('c')(payload)),
    );
    const answer = hooks.transformResponse.call(request());
    expect(answer).toBeInstanceOf(Promise);
    expect((await answer).headers.get('x-seen')).toBe('a, c');
  });

  test('answers at once if no tap is asynchronous', () => {
    const other = new Response('other');
    const { hooks } = hooksWith(({ transformResponse }) => transformResponse.tap(() => other));
    expect(hooks.transformResponse.call(request())).toBe(other);
  });

  test.each([
    () => {
      throw broken;
    },
    () => Promise.reject(broken),
    () => 'not a response' as never,
    () => new Promise<never>(() => {}),
  ])('keeps the value where a tap fails, reports it once and goes on', async (fn) => {
    const payload = request();
    const later = vi.fn();
    const { hooks, errors } = hooksWith(
      ({ transformResponse }) => transformResponse.tap(fn),
      ({ transformResponse }) => transformResponse.tap(later),
    );
    const answer = hooks.transformResponse.call(payload);
    await vi.advanceTimersByTimeAsync(defaultLimits.hookTimeout);
    expect(await answer).toBe(payload.response);
    expect(later).toHaveBeenCalledWith(payload);
    expect(errors).toMatchObject([{ hook: 'transformResponse', plugin: 'a' }]);
  });
});

describe('an observer', () => {
  const event = { ...click, micros: 5 };

  test('returns nothing, whatever its taps return, and waits for none', async () => {
    let finish = () => {};
    const { hooks, errors } = hooksWith(
      ({ afterEvent }) => afterEvent.tap(() => deny('too late')),
      ({ afterEvent }) => afterEvent.tap(() => new Promise<void>((resolve) => (finish = resolve))),
    );
    expect(hooks.afterEvent.call(event)).toBeUndefined();
    const settled = vi.fn();
    void hooks.settled().then(settled);
    await vi.advanceTimersByTimeAsync(1);
    expect(settled).not.toHaveBeenCalled();
    finish();
    await vi.advanceTimersByTimeAsync(1);
    expect(settled).toHaveBeenCalled();
    expect(errors).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([
    () => {
      throw broken;
    },
    () => Promise.reject(broken),
  ])('that fails is reported once, and the others still run', async (fn) => {
    const others = [vi.fn(), vi.fn()] as const;
    const { hooks, errors } = hooksWith(
      ({ afterEvent }) => afterEvent.tap(others[0]),
      ({ afterEvent }) => afterEvent.tap(fn),
      ({ afterEvent }) => afterEvent.tap(others[1]),
    );
    hooks.afterEvent.call(event);
    await hooks.settled();
    for (const other of others) expect(other).toHaveBeenCalledExactlyOnceWith(event);
    expect(errors).toEqual([
      { error: broken, where: 'tap', hook: 'afterEvent', plugin: 'b', region },
    ]);
  });

  test('that takes too long is reported once, even if it fails afterwards', async () => {
    let reject: (error: Error) => void = () => {};
    const { hooks, errors } = limitedHooks({ hookTimeout: 50 }, ({ afterEvent }) =>
      afterEvent.tap(() => new Promise((_, refuse) => (reject = refuse))),
    );
    hooks.afterEvent.call(event);
    await vi.advanceTimersByTimeAsync(50);
    reject(broken);
    await vi.advanceTimersByTimeAsync(1);
    await hooks.settled();
    expect(errors).toMatchObject([{ error: { code: 'hook-timeout' }, plugin: 'a' }]);
  });

  test('that is busy with as many calls as allowed is skipped, and that is reported and counted once a burst', async () => {
    const calls: (() => void)[] = [];
    const { hooks, errors } = limitedHooks({ maxHookCalls: 2 }, ({ afterEvent }) =>
      afterEvent.tap(() => new Promise<void>((resolve) => calls.push(resolve))),
    );
    const rush = async (expected: number) => {
      for (let i = 0; i < 5; i += 1) hooks.afterEvent.call(event);
      expect(calls.length).toBe(expected);
      for (const finish of calls) finish();
      await hooks.settled();
    };
    await rush(2);
    expect(errors).toMatchObject([
      { error: { code: 'hook-busy', message: expect.stringContaining('2 calls') } },
      { error: { code: 'hook-skipped', message: expect.stringContaining('3 calls') } },
    ]);
    await rush(4);
    expect(errors.length).toBe(4);
  });
});

describe('onError', () => {
  const failure = { error: broken, where: 'handler', region };

  test('is logged, whatever its taps do', () => {
    const { hooks, errors, logged } = hooksWith();
    hooks.onError.call(failure);
    expect(errors).toEqual([failure]);
    expect(logged).toEqual([
      expect.stringMatching(
        /^handler in the live view counter on \/ failed: Error: broken\n {4}at /,
      ),
    ]);
  });

  test('is not called for a failure in one of its own taps: that is only logged', async () => {
    const worse = new Error('worse');
    const tap = vi.fn(() => {
      throw worse;
    });
    const { hooks, errors, logged } = hooksWith(
      ({ onError }) => onError.tap(tap),
      ({ onError }) => onError.tap(() => Promise.reject(worse)),
    );
    hooks.onError.call(failure);
    await hooks.settled();
    expect(tap).toHaveBeenCalledTimes(1);
    expect(errors).toEqual([failure]);
    expect(logged.slice(1)).toEqual([
      expect.stringMatching(/^tap on onError of the plugin a failed: Error: worse\n/),
      expect.stringMatching(/^tap on onError of the plugin b failed: Error: worse\n/),
    ]);
  });

  test('is contained if the log itself fails', () => {
    const log = {
      info() {},
      warn() {},
      error() {
        throw broken;
      },
    };
    const hooks = hooksOf([], { limits: defaultLimits, log });
    expect(() => hooks.onError.call(failure)).not.toThrow();
  });

  test('is not called for failures that its taps cause elsewhere', () => {
    let all: Hooks | undefined;
    const broadcast = { topic: 't', message: 1, receivers: 0 };
    const { hooks, errors, logged } = hooksWith(({ onError, onBroadcast }) => {
      onError.tap(() => all?.onBroadcast.call(broadcast));
      onBroadcast.tap(() => {
        throw broken;
      });
    });
    all = hooks;
    hooks.onError.call(failure);
    expect(errors).toEqual([failure]);
    expect(logged.length).toBe(2);
  });

  test('calls `onFailure` of the app once, with the work that failed', () => {
    const heard: unknown[] = [];
    const worse = new Error('worse');
    const plugin = definePlugin({
      name: 'a',
      setup: ({ hooks }) =>
        hooks.onError.tap(() => {
          throw worse;
        }),
    });
    const hooks = hooksOf([plugin()], {
      limits: defaultLimits,
      log: { info() {}, warn() {}, error() {} },
      onFailure: (error, where) => heard.push([error, where]),
    });
    hooks.onError.call(failure);
    expect(heard).toEqual([
      [failure.error, failure.where],
      [worse, 'tap'],
    ]);
    // A region reports the failure before it panics.
    hooks.onPanic.call({ error: failure.error, region });
    expect(heard).toHaveLength(2);
  });

  test('is called for a failure in a tap of onPanic, which is logged too', () => {
    const { hooks, errors, logged } = hooksWith(({ onPanic }) =>
      onPanic.tap(() => {
        throw broken;
      }),
    );
    const lost = new Error('lost');
    hooks.onPanic.call({ error: lost, region, lastEvent: 'increment' });
    expect(errors).toMatchObject([{ error: broken, hook: 'onPanic', plugin: 'a' }]);
    // The failure itself was logged before.
    expect(logged[0]).toBe('The live view counter on / starts anew.');
  });
});

test('taps run in the order that they ask for', () => {
  const order: string[] = [];
  const { hooks } = hooksWith(
    ({ onStart }) => onStart.tap(() => order.push('a'), { after: 'c' }),
    ({ onStart }) => onStart.tap(() => order.push('b'), { stage: 1 }),
    ({ onStart }) => onStart.tap(() => order.push('c')),
  );
  void hooks.onStart.call({ plugins: [] });
  expect(order).toEqual(['c', 'a', 'b']);
});

describe('a start', () => {
  const start = (hooks: Hooks) => hooks.onStart.call({ plugins: [] });

  test('ends at once if no tap is asynchronous', () => {
    const { hooks } = hooksWith(({ onStart }) => onStart.tap(() => deny('does not count')));
    expect(start(hooks)).toBeUndefined();
  });

  test('waits for asynchronous taps, one after the other', async () => {
    const order: string[] = [];
    const slow = (name: string) => async () => {
      order.push(`${name} starts`);
      await Promise.resolve();
      order.push(`${name} ends`);
    };
    const { hooks, errors } = hooksWith(
      ({ onStart }) => onStart.tap(slow('a')),
      ({ onStart }) => onStart.tap(slow('b')),
    );
    await start(hooks)!.then(() => order.push('started'));
    expect(order).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'started']);
    expect(errors).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([
    () => {
      throw broken;
    },
    () => Promise.reject(broken),
  ])('fails with the first tap that fails, which calls onError and is not logged', async (fn) => {
    const later = vi.fn();
    const { hooks, errors, logged } = hooksWith(
      ({ onStart }) => onStart.tap(fn),
      ({ onStart }) => onStart.tap(later),
    );
    const failure: Error = await start(hooks)!.then(
      () => expect.fail('It started.'),
      (error) => error,
    );
    expect(failure).toMatchObject({
      code: 'start-failed',
      message: 'The app did not start, since a tap of the plugin "a" on onStart failed: broken.',
      hint: expect.stringContaining('start the app again'),
      cause: broken,
    });
    expect(failure.stack!.split('\n').slice(1)).toEqual(broken.stack!.split('\n').slice(1));
    expect(later).not.toHaveBeenCalled();
    expect(errors).toEqual([{ error: broken, where: 'tap', hook: 'onStart', plugin: 'a' }]);
    expect(logged).toEqual([]);
  });

  test('fails if a tap takes too long, and the error says what to do', async () => {
    const { hooks } = limitedHooks({ hookTimeout: 50 }, ({ onStart }) =>
      onStart.tap(() => new Promise(() => {})),
    );
    const started = expect(start(hooks)).rejects.toMatchObject({
      code: 'start-failed',
      message: expect.stringMatching(/not done after 50 ms\. .* raise the limit `hookTimeout`\.$/),
    });
    await vi.advanceTimersByTimeAsync(50);
    await started;
  });
});

const lasting = hookNames.filter((name) => hookTable[name].kind !== 'start');

test.each(lasting)('a tap of %s that throws never reaches the caller', async (name) => {
  const { hooks, logged } = hooksWith((plugin) =>
    plugin[name].tap((): never => {
      throw broken;
    }),
  );
  const answer = await hooks[name].call({ response: 'kept' } as never);
  const answers = {
    guard: true,
    'sync-guard': true,
    waterfall: false,
    'sync-waterfall': false,
    observer: false,
  };
  expect(isDenial(answer)).toBe(answers[hookTable[name].kind as keyof typeof answers]);
  expect(logged).toContainEqual(expect.stringContaining(' failed: Error: broken'));
});
