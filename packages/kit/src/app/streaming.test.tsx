import { testIsland } from '../../test/islands.js';
import { definePlugin } from '../plugin/define.js';
import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { bodyOf, startApp } from '../../test/app.js';
import { stopClock } from '../../test/clock.js';
import { deferred } from '../../test/deferred.js';
import { chromium, chunksOf, serveStreamed, templates, waiting } from '../../test/streamed-app.js';
import { defineLive } from '../live/author/define.js';
import { MarkupInspector } from '../markup/inspector.js';
import type { PageProps } from '../page/module.js';
import { mountLive } from '../testing/mount-live.js';
import { ErrorBoundary } from '../template/suspense.js';

describe('a boundary', () => {
  test('is sent as its fallback, and its content follows when it is ready', async () => {
    const { open, part } = serveStreamed((load) => <main>{waiting(load('a'))}</main>);
    const response = await open();
    expect(response.status).toBe(200);
    expect(response.headers.get('vary')).toBe('sec-ch-ua, user-agent');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    const chunks = chunksOf(response);
    const begin = await chunks.next();
    expect(begin).toMatch(/<main><\?start name="([\w-]{12}-1)"><i>wait<\/i><\?end><\/main>$/);
    expect(begin).not.toContain('<script');
    part('a').resolve('<late>');
    expect(templates(await chunks.rest())).toEqual(['1 &lt;late&gt;']);
  });

  test('whose content is there when the page is sent has no fallback', async () => {
    const { open } = serveStreamed(() => (
      <main>
        {waiting('now')} {waiting(Promise.resolve('soon'))}
      </main>
    ));
    const response = await open();
    const html = await response.text();
    expect(html).toContain('now');
    expect(html).not.toMatch(/template|\?start/);
  });

  test('is sent before others around it in the document, if it is ready first', async () => {
    const { open, part } = serveStreamed((load) => (
      <main>
        {waiting(load('a'))} {waiting(load('b'))}
      </main>
    ));
    const chunks = chunksOf(await open());
    await chunks.next();
    part('b').resolve('B');
    expect(templates((await chunks.next())!)).toEqual(['2 B']);
    part('a').resolve('A');
    expect(templates(await chunks.rest())).toEqual(['1 A']);
  });

  test('inside another is not sent before it', async () => {
    const { open, part } = serveStreamed((load) =>
      waiting([load('outer'), <p>{waiting(load('inner'))}</p>]),
    );
    const chunks = chunksOf(await open());
    await chunks.next();
    part('inner').resolve('in');
    part('outer').resolve('out');
    expect(templates(await chunks.rest()).join()).toMatch(/^1 .*out.*<p>.*in.*<\/p>/);
  });

  test('inside another that is later than it follows on its own', async () => {
    const { open, part } = serveStreamed((load) =>
      waiting([load('outer'), <p>{waiting(load('inner'))}</p>]),
    );
    const chunks = chunksOf(await open());
    await chunks.next();
    part('outer').resolve('out');
    expect(templates((await chunks.next())!)).toEqual([
      expect.stringMatching(/^1 .*out.*<\?start name="[\w-]+-2"><i>wait<\/i><\?end>/),
    ]);
    part('inner').resolve('in');
    expect(templates(await chunks.rest())).toEqual(['2 in']);
  });

  test('loads the module, and leads readers without script elsewhere, where the browser does not patch', async () => {
    const { open } = serveStreamed((load) => waiting(load('a')));
    for (const headers of [{}, { 'sec-ch-ua': '"Chromium";v="149"' }]) {
      const chunks = chunksOf(await open(headers, '/?a=1'));
      const begin = await chunks.next();
      expect(begin).toContain('<script type="module" async="" src="/late.js"></script>');
      expect(begin).toContain(
        '<noscript><meta http-equiv="refresh" content="0;url=?a=1&amp;_stream=ordered"></noscript>',
      );
      await chunks.cancel();
    }
  });

  test.each([
    ['a crawler', { 'user-agent': 'Googlebot/2.1' }, '/'],
    ['who asks for it', chromium, '/?_stream=ordered'],
  ])('is in order for %s', async (_, headers, path) => {
    const { open, part } = serveStreamed((load) => <main>{waiting(load('a'))}</main>);
    part('a').resolve('A');
    const html = await (await open(headers, path)).text();
    expect(html).toContain('<main>A</main>');
  });
});

test('late content preloads the modules of islands that the shell does not know, once', async () => {
  const Known = testIsland('known.island', () => '');
  const Late = testIsland('late.island', () => '');
  const islands = () => [<Known client:load />, <Late client:load />, <Late client:visible />];
  const { open, part } = serveStreamed((load) => (
    <main>
      <Known client:load />
      {waiting(load('a').then(islands))}
      {waiting(load('b').then(islands))}
    </main>
  ));
  const chunks = chunksOf(await open());
  expect(await chunks.next()).toContain('href="/known.island.js"');
  part('a').resolve('');
  expect(await chunks.next()).toMatch(
    /^<link rel="modulepreload" href="\/late.island.js"><template/,
  );
  part('b').resolve('');
  expect(await chunks.rest()).not.toContain('modulepreload');
});

test('each part of a page that is sent calls `onFlush`', async () => {
  const flushes: unknown[] = [];
  const watch = definePlugin({
    name: 'watch',
    setup: ({ hooks }) =>
      hooks.onFlush.tap(({ region, url, name, bytes, micros }) => {
        expect([region, micros > 0]).toEqual([undefined, true]);
        flushes.push([url?.pathname, name, bytes]);
      }),
  });
  const { open, part } = serveStreamed(
    (load) => [waiting(load('a')), waiting(load('b')), waiting(load('c'))],
    { config: { plugins: [watch()] } },
  );
  const chunks = chunksOf(await open());
  const sent = [await chunks.next()];
  part('b').resolve('B');
  sent.push(await chunks.next());
  part('a').resolve('A');
  part('c').resolve('C');
  const rest = await chunks.rest();
  expect(flushes).toEqual([
    ['/', 'shell', sent[0]!.length],
    ['/', 'boundary 2', sent[1]!.length],
    ['/', 'boundary 1, boundary 3', rest.length - '</body></html>'.length],
    ['/', 'end', '</body></html>'.length],
  ]);
});

test('the time of a boundary counts in order too', async () => {
  const passTime = stopClock();
  const { open } = serveStreamed((load) => (
    <main>
      <ErrorBoundary fallback={() => 'given up'}>
        {waiting(load('a'), { timeout: 10 })}
      </ErrorBoundary>
    </main>
  ));
  const answer = open(chromium, '/?_stream=ordered');
  await new Promise((resolve) => setImmediate(resolve));
  passTime(10);
  expect(bodyOf(await (await answer).text())).toBe('<main>given up</main>');
});

test('an answer with late content is kept from caches, as that may be personal', async () => {
  const headersOf = async (headers: Record<string, string>) => {
    const { ask } = startApp({
      'index.tsx': { default: () => waiting(new Promise<string>(() => {})), headers },
    });
    const response = await ask('/', { headers: chromium });
    await response.body!.cancel();
    return [response.headers.get('cache-control'), response.headers.get('vary')];
  };
  expect(await headersOf({})).toEqual(['private, no-store', 'sec-ch-ua, user-agent']);
  expect(await headersOf({ 'cache-control': 'public' })).toEqual([
    'public',
    'sec-ch-ua, user-agent, cookie',
  ]);
});

test('late content cannot begin a session', async () => {
  const gate = deferred();
  const logged = vi.fn();
  const { ask } = startApp(
    {
      'index.tsx': {
        default: ({ session }: PageProps) => waiting(gate.promise.then(() => session.id)),
      },
    },
    { onFailure: logged },
  );
  const response = await ask('/', { headers: chromium });
  expect(response.headers.getSetCookie()).toEqual([]);
  gate.resolve();
  await response.text();
  expect(logged).toHaveBeenCalledWith(
    expect.objectContaining({ code: 'session-answered' }),
    'request',
    expect.anything(),
  );
});

test.each([[Infinity], [-1], [NaN]])('a boundary may have the timeout %s', async (timeout) => {
  const passTime = stopClock();
  const { open, part } = serveStreamed((load) => waiting(load('a'), { timeout }));
  const chunks = chunksOf(await open());
  await chunks.next();
  passTime(1000);
  part('a').resolve('A');
  expect(templates(await chunks.rest())).toEqual(['1 A']);
});

test('late markup that browsers would repair is reported in development, and sent', async () => {
  const markup = new MarkupInspector();
  const { open, part, failures } = serveStreamed(
    (load) =>
      waiting(
        load('a').then((text) => (
          <p>
            <div>{text}</div>
          </p>
        )),
      ),
    { markup },
  );
  const chunks = chunksOf(await open());
  await chunks.next();
  part('a').resolve('A');
  expect(templates(await chunks.rest())).toEqual(['1 <p><div>A</div></p>']);
  expect(failures.map(({ error }) => error)).toEqual([
    expect.objectContaining({ code: 'repaired-markup' }),
  ]);
});

describe('a visitor who leaves', () => {
  test('leaves no timer, no failure and no unhandled rejection behind', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    onTestFinished(() => void process.off('unhandledRejection', unhandled));
    const passTime = stopClock();
    const { open, part, failures } = serveStreamed((load) =>
      waiting([
        load('a').then((text) => [text, waiting(load('d'))]),
        waiting(load('b')),
        waiting(load('c')),
      ]),
    );
    const before = vi.getTimerCount();
    const chunks = chunksOf(await open());
    await chunks.next();
    await chunks.cancel();
    await vi.waitUntil(() => vi.getTimerCount() === before);
    part('b').reject(new Error('too late'));
    part('a').resolve('too late');
    await new Promise((resolve) => setImmediate(resolve));
    // What becomes known now begins nothing.
    expect(vi.getTimerCount()).toBe(before);
    passTime(90_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(failures).toEqual([]);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test('nor does a page that fails', async () => {
    stopClock();
    const { open, part } = serveStreamed((load) => [waiting(load('a')), load('b')]);
    const before = vi.getTimerCount();
    part('b').reject(new Error('no page'));
    expect((await open()).status).toBe(500);
    expect(vi.getTimerCount()).toBe(before);
  });
});

test('a boundary in a live view is an error that says where it belongs', async () => {
  const View = defineLive(
    { mount: () => ({ count: 0 }), events: { add: (live) => live.assign({ count: 1 }) } },
    ({ state }) => <p>{state.count > 0 && waiting('x')}</p>,
  );
  const logged: string[] = [];
  const log = { info() {}, warn() {}, error: (text: string) => void logged.push(text) };
  const view = await mountLive(View, { log });
  await expect(view.send('add')).rejects.toThrow();
  expect(logged[0]).toContain('A <Suspense> without `load` is in a live view');
});

test('an element that the browser is to expect, and that comes late, is a warning in development', async () => {
  const warned: string[] = [];
  const log = { info() {}, warn: (text: string) => void warned.push(text), error() {} };
  const link = [
    { rel: 'expect', href: '#here', blocking: 'render' },
    { rel: 'expect', href: '#late', blocking: 'render' },
  ];
  const late = new Promise<string>(() => {});
  const page = () => [<p id="here">here</p>, waiting(late)];
  const { ask } = startApp(
    { 'index.tsx': { default: page, head: { link } } },
    { mode: 'development', config: { log } },
  );
  const response = await ask('/', { headers: chromium });
  await response.body!.cancel();
  expect(warned).toEqual([expect.stringContaining('<link rel="expect"> for #late')]);
});
