import { defineLive, definePlugin, type LiveView, type Plugin } from '@skerry/kit';
import { createApp, serveApp } from '@skerry/kit/server';
import { createTestApp, mountLive } from '@skerry/kit/testing';
import { getGlobalDispatcher, MockAgent } from 'undici';
import { afterEach, describe, expect, test, vi } from 'vitest';

import type { ChaosController } from './controller.js';
import { socketLines } from './monkey/socket-line.js';
import type { FaultPlan } from './plan.js';
import { chaos, type ChaosOptions } from './plugin.js';
import { readReplayLine } from './replay-line.js';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const Counter: LiveView = defineLive(
  {
    mount: ({ subscribe }) => {
      subscribe('news');
      return { count: 0, heard: [] as unknown[] };
    },
    events: {
      add: (live) => live.assign({ count: live.state.count + 1 }),
      fail() {
        throw new Error('a mistake of the app');
      },
    },
    messages: {
      news: (live, message: unknown) => live.assign({ heard: [...live.state.heard, message] }),
    },
  },
  ({ state }) => (
    <p>
      {state.count} {state.heard.map(String).join()}
    </p>
  ),
  'counter',
);

/** What a test sees of an app with faults. */
class Watch {
  controller!: ChaosController;
  readonly logged: string[] = [];
  readonly errors: string[] = [];
  readonly closed: number[] = [];
  readonly handled: string[] = [];

  readonly log = {
    info: (text: string) => void this.logged.push(text),
    warn: (text: string) => void this.logged.push(text),
    error: (text: string) => void this.logged.push(text),
  };

  plugins(options: ChaosOptions): Plugin[] {
    const watch = definePlugin({
      name: 'test:watch',
      dependencies: { 'skerry:chaos': {} },
      setup: ({ hooks, inject }) => {
        this.controller = inject('skerry:chaos');
        hooks.onError.tap(({ error, hook }) => void this.errors.push(`${hook} ${error.message}`));
        hooks.afterEvent.tap(({ event }) => void this.handled.push(event));
        hooks.onDisconnect.tap(({ code }) => void this.closed.push(code));
      },
    });
    return [chaos(options), watch()];
  }

  /** Mounts the counter under faults. */
  mount(faults: FaultPlan, options: ChaosOptions = {}) {
    const plugins = this.plugins({ seed: 1, faults, ...options });
    return mountLive(Counter, { plugins, log: this.log });
  }
}

const appWith = (watch: Watch, options: ChaosOptions) =>
  createTestApp({
    config: { plugins: watch.plugins(options), log: watch.log },
    routes: { 'index.tsx': { default: () => <Counter /> } },
    views: { counter: Counter },
  });

describe('the chaos plugin', () => {
  test.each([
    [{}, undefined],
    [{ allowInProduction: true }, undefined],
    [{}, 'allow-in-production'],
    [{ allowInProduction: true }, 'yes'],
  ])('refuses production, with the options %j and SKERRY_CHAOS=%s', (options, variable) => {
    vi.stubEnv('NODE_ENV', 'production');
    vi.stubEnv('SKERRY_CHAOS', variable);
    expect(() => appWith(new Watch(), options)).toThrow(
      /chaos\(\) does not start in production\. Leave it out .* set both the option allowInProduction: true and the environment variable SKERRY_CHAOS=allow-in-production/,
    );
  });

  test('refuses an app that is in production, whatever the environment says', () => {
    const config = { plugins: [chaos({})], log: new Watch().log, secret: 'a'.repeat(32) };
    const modules = { config, routes: {}, views: {} };
    expect(() => createApp({ modules, mode: 'production', build: 'test' })).toThrow(
      'chaos() does not start in production',
    );
  });

  test('starts in production where option and environment both allow it', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    vi.stubEnv('SKERRY_CHAOS', 'allow-in-production');
    const app = appWith(new Watch(), { allowInProduction: true });
    await app.started;
    await app.close();
  });

  test('names the place of a mistake in its faults', () => {
    expect(() => appWith(new Watch(), { faults: { connections: { drop: 7 } } })).toThrow(
      'faults.connections.drop is 7. It must be a probability from 0 to 1.',
    );
  });

  test.each([
    [{ pasued: true }, 'chaos().pasued is true. It must be left out: known are seed, faults,'],
    [{ paused: 'no' }, 'chaos().paused is "no". It must be true or false.'],
    [{ allowInProduction: 1 }, 'chaos().allowInProduction is 1. It must be true or false.'],
    [{ seed: '7' }, 'seed is 7. It must be an integer'],
  ])('refuses options with a mistake, and puts no fault in force: %j', (options, message) => {
    // seam: options as a program without types may bring them
    expect(() => appWith(new Watch(), options as unknown as ChaosOptions)).toThrow(message);
  });

  test('is switched by its controller, and by no request', async () => {
    const watch = new Watch();
    const app = appWith(watch, {
      paused: true,
      faults: { hooks: { beforeRequest: { throw: 1 } } },
    });
    for (const path of ['/', '/?chaos=on', '/_skerry/chaos', '/skerry:chaos'])
      for (const method of ['GET', 'POST'])
        await app.fetch(
          new Request(`http://localhost${path}`, {
            method,
            headers: { 'x-skerry-chaos': 'on', cookie: 'chaos=on' },
          }),
        );
    expect(watch.controller.isPaused).toBe(true);
    expect((await app.fetch(new Request('http://localhost/'))).status).toBe(200);
    watch.controller.resumeFaults();
    expect((await app.fetch(new Request('http://localhost/'))).status).toBe(500);
    await app.close();
  });

  test('writes seed and faults to the log at the start, and again once something else fails', async () => {
    const watch = new Watch();
    const faults = { hooks: { afterEvent: { throw: 1 } } };
    const counter = await watch.mount(faults, { seed: 9 });
    const lines = () => watch.logged.filter((text) => text.includes('chaos replay'));
    expect(lines().map(readReplayLine)).toEqual([{ seed: 9, faults }]);
    // Its own faults are no news.
    await counter.send('add');
    expect(lines()).toHaveLength(1);
    await expect(counter.send('fail')).rejects.toThrow('failed');
    expect(lines().map(readReplayLine)[1]).toEqual({ seed: 9, faults });
    await counter.leave();
  });
});

describe('faults of hooks and handlers', () => {
  test('a guard that throws refuses its event, and its handler does not run', async () => {
    const watch = new Watch();
    const counter = await watch.mount({ hooks: { beforeEvent: { throw: 1 } } });
    await expect(counter.send('add')).rejects.toThrow('denied');
    expect([counter.state, watch.handled]).toMatchObject([{ count: 0 }, []]);
    expect(watch.errors).toEqual(['beforeEvent Chaos has thrown in beforeEvent.']);
    expect(watch.controller.counts).toEqual({ 'beforeEvent throw': 1 });
    await counter.leave();
  });

  test('an observer that throws costs nothing, and others hear of the event', async () => {
    const watch = new Watch();
    const counter = await watch.mount({ hooks: { afterEvent: { throw: 1 } } });
    await counter.send('add');
    expect([counter.state, watch.handled]).toMatchObject([{ count: 1 }, ['add']]);
    await counter.leave();
  });

  test('a guard that takes time holds the event up, and no more', async () => {
    const watch = new Watch();
    const counter = await watch.mount({
      hooks: { beforeEvent: { delay: 1 } },
      handlers: { delay: 1 },
    });
    await counter.send('add');
    expect(counter.state).toMatchObject({ count: 1 });
    expect(watch.controller.counts).toEqual({ 'beforeEvent delay': 1, 'handler delay': 1 });
    await counter.leave();
  });

  test('a handler that cannot assign fails, and changes nothing', async () => {
    const watch = new Watch();
    const counter = await watch.mount({ handlers: { throw: 1 } });
    await expect(counter.send('add')).rejects.toThrow();
    expect([counter.state, watch.handled]).toMatchObject([{ count: 0 }, []]);
    watch.controller.pauseFaults();
    await counter.send('add');
    expect(counter.state).toMatchObject({ count: 1 });
    await counter.leave();
  });
});

describe('faults of messages', () => {
  test('drop, double and delay them, in their order', async () => {
    const watch = new Watch();
    const counter = await watch.mount({});
    const heard = () => (counter.state as { heard: unknown[] }).heard;
    watch.controller.setFaults({ messages: { drop: 1 } });
    await counter.publish('news', 'lost');
    watch.controller.setFaults({ messages: { topics: ['other'], drop: 1 } });
    await counter.publish('news', 'a');
    watch.controller.setFaults({ messages: { duplicate: 1 } });
    await counter.publish('news', 'b');
    expect(heard()).toEqual(['a', 'b', 'b']);
    watch.controller.setFaults({ messages: { delay: 5 } });
    await counter.publish('news', 'c');
    watch.controller.setFaults({});
    await counter.publish('news', 'd');
    expect(heard()).toEqual(['a', 'b', 'b']);
    await expect.poll(heard).toEqual(['a', 'b', 'b', 'c', 'd']);
    expect(watch.controller.counts).toEqual({
      'message drop': 1,
      'message duplicate': 1,
      'message delay': 2,
    });
    await counter.leave();
  });
});

describe('faults of connections', () => {
  test('meet frames over a real WebSocket, and a cut ends it', async () => {
    const watch = new Watch();
    const app = appWith(watch, { seed: 1, faults: { connections: { latency: 2 } } });
    const server = await serveApp(app, { port: 0, host: '127.0.0.1', stopTime: 1_000 });
    const lines = socketLines(server.port);
    const seen: (string | number)[] = [];
    const line = lines.openLine('', {
      onOpen: () => line.sendFrame('[0,1]'),
      onFrame: (text) => seen.push(text),
      onClosed: (code) => seen.push(code),
    });
    await expect.poll(() => seen).toEqual(['[0,1,{},0]']);
    expect(watch.controller.counts).toEqual({ 'up latency': 1, 'down latency': 1 });
    watch.controller.setFaults({ connections: { cut: 1 } });
    line.sendFrame('[0,2]');
    await expect.poll(() => seen).toEqual(['[0,1,{},0]', 1006]);
    expect(watch.closed).toEqual([1006]);
    await lines.end();
    await server.stop();
  });
});

describe('faults of outbound HTTP', () => {
  const http = { rules: [{ origin: 'https://api.example.org', status: 503 }] };

  test('are in the way from the start to the stop, except while they are paused', async () => {
    const former = getGlobalDispatcher();
    const watch = new Watch();
    const app = appWith(watch, { faults: { http: { ...http, passThrough: true } } });
    await app.started;
    expect((await fetch('https://api.example.org/')).status).toBe(503);
    watch.controller.pauseFaults();
    // The mock is out of the way: what answers is the name server of this machine, if any.
    const outcome = await fetch('https://api.example.invalid/').catch((error: Error) => error);
    expect(outcome).toBeInstanceOf(Error);
    watch.controller.resumeFaults();
    expect((await fetch('https://api.example.org/')).status).toBe(503);
    await app.close();
    expect(getGlobalDispatcher()).toBe(former);
  });

  test('fail the start of the app where fetch goes another way', async () => {
    const other = new MockAgent();
    other.disableNetConnect();
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
    const app = appWith(new Watch(), { faults: { http } });
    await expect(app.started).rejects.toThrow(/is not in the way of fetch\(\).*undici/);
    await app.close();
    await other.close();
  });
});
