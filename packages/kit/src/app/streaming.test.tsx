import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { bodyOf, startApp } from '../../test/app.js';
import { stopClock } from '../../test/clock.js';
import { type Deferred, deferred } from '../../test/deferred.js';
import { mountLive } from '../testing/mount-live.js';
import { defineLive } from '../live/author/define.js';
import type { PageProps } from '../page/module.js';
import { type Assets, noAssets } from '../page/assets.js';
import { notFound } from '../page/page-interrupt.js';
import { MarkupInspector } from '../markup/inspector.js';
import { redirect } from '../core/deny.js';
import { ErrorBoundary, Suspense, type SuspenseProps } from '../template/suspense.js';

const chromium = { 'sec-ch-ua': '"Chromium";v="156", "Not:A-Brand";v="8"' };
const assets: Assets = {
  ...noAssets,
  late: { script: '/late.js', preloads: [], styles: [] },
};

/** Reads an answer chunk by chunk. */
function chunksOf(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  return {
    next: async () => (await reader.read()).value,
    async rest() {
      let text = '';
      for (let next; (next = await reader.read()), !next.done;) text += next.value;
      return text;
    },
    cancel: () => reader.cancel(),
  };
}

/** An app with one page, whose parts arrive when the test lets them. */
function serve(
  page: (part: (name: string) => Promise<string>) => unknown,
  options: { markup?: MarkupInspector } = {},
) {
  const parts = new Map<string, Deferred<string>>();
  const part = (name: string): Deferred<string> => {
    if (!parts.has(name)) parts.set(name, deferred<string>());
    return parts.get(name)!;
  };
  const failures: { error: Error; where: string }[] = [];
  const { ask } = startApp(
    { 'index.tsx': { default: () => page((name) => part(name).promise) } },
    {
      assets,
      onFailure: (error: Error, where: string) => failures.push({ error, where }),
      ...options,
    },
  );
  const open = async (headers: Record<string, string> = chromium, path = '/') =>
    ask(path, { headers });
  return { open, part, failures };
}

const waiting = (children: SuspenseProps['children'], more: Partial<SuspenseProps> = {}) => (
  <Suspense fallback={<i>wait</i>} {...more}>
    {children}
  </Suspense>
);
const templates = (html: string) =>
  [...html.matchAll(/<template for="[\w-]+-(\d+)">(.*?)<\/template>\n/gs)].map(
    ([, number, content]) => `${number} ${content}`,
  );

describe('a boundary', () => {
  test('is sent as its fallback, and its content follows when it is ready', async () => {
    const { open, part } = serve((load) => <main>{waiting(load('a'))}</main>);
    const response = await open();
    expect(response.status).toBe(200);
    expect(response.headers.get('vary')).toBe('sec-ch-ua, user-agent');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    const chunks = chunksOf(response);
    const begin = await chunks.next();
    expect(begin).toMatch(
      /<main><!--\[0--><\?start name="([\w-]{12}-1)"><i data-s="0">wait<\/i><\?end><!--\]--><\/main>$/,
    );
    expect(begin).not.toContain('<script');
    part('a').resolve('<late>');
    expect(templates(await chunks.rest())).toEqual(['1 &lt;late&gt;']);
  });

  test('whose content is there when the page is sent has no fallback', async () => {
    const { open } = serve(() => (
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
    const { open, part } = serve((load) => (
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
    const { open, part } = serve((load) =>
      waiting([load('outer'), <p>{waiting(load('inner'))}</p>]),
    );
    const chunks = chunksOf(await open());
    await chunks.next();
    part('inner').resolve('in');
    part('outer').resolve('out');
    expect(templates(await chunks.rest()).join()).toMatch(/^1 .*out.*<p>.*in.*<\/p>/);
  });

  test('inside another that is later than it follows on its own', async () => {
    const { open, part } = serve((load) =>
      waiting([load('outer'), <p>{waiting(load('inner'))}</p>]),
    );
    const chunks = chunksOf(await open());
    await chunks.next();
    part('outer').resolve('out');
    expect(templates((await chunks.next())!)).toEqual([
      expect.stringMatching(/^1 .*out.*<\?start name="[\w-]+-2"><i data-s="0">wait<\/i><\?end>/),
    ]);
    part('inner').resolve('in');
    expect(templates(await chunks.rest())).toEqual(['2 in']);
  });

  test('loads the module, and leads readers without script elsewhere, where the browser does not patch', async () => {
    const { open } = serve((load) => waiting(load('a')));
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
    const { open, part } = serve((load) => <main>{waiting(load('a'))}</main>);
    part('a').resolve('A');
    const html = await (await open(headers, path)).text();
    expect(html).toContain('<main><!--[0-->A<!--]--></main>');
  });
});

test('the time of a boundary counts in order too', async () => {
  const passTime = stopClock();
  const { open } = serve((load) => (
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

describe('content that fails', () => {
  const broken = async (): Promise<string> => {
    throw new Error('no tides');
  };

  test('before the page is sent is an error of the page', async () => {
    const { open, failures } = serve(() => waiting(broken()));
    expect((await open()).status).toBe(500);
    expect(failures.map(({ error }) => error.message)).toEqual(['no tides']);
  });

  test('before the page is sent is replaced by the nearest error boundary', async () => {
    const Broken = (): string => {
      throw new Error('at once');
    };
    const { open, failures } = serve(() => (
      <main>
        <ErrorBoundary fallback={(error) => error.message}>{waiting(broken())}</ErrorBoundary>
        <ErrorBoundary fallback={(error) => error.message}>{waiting(<Broken />)}</ErrorBoundary>
      </main>
    ));
    const response = await open();
    expect(response.status).toBe(200);
    expect(bodyOf(await response.text())).toBe('<main>no tidesat once</main>');
    expect(failures.map(({ where }) => where)).toEqual(['boundary', 'boundary']);
  });

  test('before the page is sent decides the answer with an interrupt', async () => {
    const interrupt = async (value: unknown): Promise<string> => {
      throw value;
    };
    expect((await serve(() => waiting(interrupt(notFound()))).open()).status).toBe(404);
    expect((await serve(() => waiting(interrupt(redirect('/x')))).open()).status).toBe(303);
  });

  test('later is replaced by the nearest error boundary, reported once, and kept from crawlers', async () => {
    const onError = vi.fn();
    const { open, part, failures } = serve((load) => (
      <ErrorBoundary fallback={() => <b>outer</b>}>
        <ErrorBoundary fallback={(error) => <b>{error.message}</b>}>
          {waiting(load('a'), { onError })}
        </ErrorBoundary>
      </ErrorBoundary>
    ));
    const chunks = chunksOf(await open());
    await chunks.next();
    part('a').reject(new Error('no tides'));
    expect(templates(await chunks.rest())).toEqual([
      '1 <meta name="robots" content="noindex"><b data-s="0">no tides</b>',
    ]);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(failures).toEqual([{ error: new Error('no tides'), where: 'boundary' }]);
  });

  test('later is replaced by a plain text without an error boundary, and with one that fails', async () => {
    const { open, part, failures } = serve((load) => (
      <main>
        {waiting(load('a'))}
        <ErrorBoundary
          fallback={() => {
            throw new Error('twice');
          }}
        >
          {waiting(load('b'))}
        </ErrorBoundary>
      </main>
    ));
    const chunks = chunksOf(await open());
    await chunks.next();
    part('a').reject(new Error('once'));
    part('b').reject(new Error('once'));
    const late = templates(await chunks.rest());
    for (const html of late) expect(html).toContain('<p role="alert">Something went wrong.</p>');
    expect(late).toHaveLength(2);
    expect(failures.map(({ error }) => error.message)).toContain('twice');
  });

  test('later, in an error boundary that fails too, is replaced by the next one', async () => {
    const { open, part, failures } = serve((load) => (
      <ErrorBoundary fallback={(error) => error.message}>
        <ErrorBoundary
          fallback={() => {
            throw new Error('twice');
          }}
        >
          {waiting(load('a'))}
        </ErrorBoundary>
      </ErrorBoundary>
    ));
    const chunks = chunksOf(await open());
    await chunks.next();
    part('a').reject(new Error('once'));
    expect(templates(await chunks.rest())).toEqual([expect.stringMatching(/>twice$/)]);
    expect(failures.map(({ error }) => error.message)).toEqual(['once', 'twice']);
  });

  test('later, in an error boundary that redirects, sends the visitor there', async () => {
    const { open, part } = serve((load) => (
      <ErrorBoundary
        fallback={() => {
          throw redirect('/login');
        }}
      >
        {waiting(load('a'))}
      </ErrorBoundary>
    ));
    const chunks = chunksOf(await open());
    await chunks.next();
    part('a').reject(new Error('no tides'));
    expect(templates(await chunks.rest())).toEqual([expect.stringContaining('0;url=/login')]);
  });

  test('later takes the boundaries in it along', async () => {
    const Broken = (): string => {
      throw new Error('no fallback');
    };
    const { open, part } = serve((load) =>
      waiting([load('a'), waiting(load('b')), waiting(load('c'), { fallback: <Broken /> })]),
    );
    const chunks = chunksOf(await open());
    await chunks.next();
    part('a').resolve('A');
    // Nobody waits for the others.
    expect(templates(await chunks.rest())).toEqual([expect.stringMatching(/^1 .*role="alert"/)]);
  });

  test('later may send the visitor to another page', async () => {
    const { open, part } = serve((load) => waiting(load('a')));
    const chunks = chunksOf(await open());
    await chunks.next();
    part('a').reject(redirect('/x?a=1&b="') as never);
    expect(templates(await chunks.rest())).toEqual([
      '1 <meta http-equiv="refresh" content="0;url=/x?a=1&amp;b=%22">',
    ]);
  });

  test('by never coming is given up in time', async () => {
    const passTime = stopClock();
    const { open, failures } = serve((load) => [
      waiting(load('a'), { timeout: 10 }),
      waiting(load('b')),
    ]);
    const chunks = chunksOf(await open());
    await chunks.next();
    passTime(10);
    expect(templates((await chunks.next())!)).toEqual([expect.stringMatching(/^1 .*role="alert"/)]);
    passTime(20_000);
    expect(templates(await chunks.rest())).toEqual([expect.stringMatching(/^2 .*role="alert"/)]);
    const timeout = (milliseconds: number) =>
      expect.objectContaining({
        code: 'boundary-timeout',
        message: expect.stringContaining(`${milliseconds} ms`),
      });
    expect(failures).toEqual([
      { error: timeout(10), where: 'request' },
      { error: timeout(20_000), where: 'request' },
    ]);
  });

  test('in an error boundary at once is replaced in the page; the nearest takes it', async () => {
    const Broken = (): string => {
      throw new Error('no tides');
    };
    const { open, failures } = serve(() => (
      <ErrorBoundary fallback={() => 'outer'}>
        <h1>Tides</h1>
        <ErrorBoundary fallback={(error) => error.message}>
          <p>
            <Broken />
          </p>
        </ErrorBoundary>
      </ErrorBoundary>
    ));
    const response = await open();
    expect(response.status).toBe(200);
    expect(bodyOf(await response.text())).toBe('<h1>Tides</h1>no tides');
    expect(failures.map(({ where }) => where)).toEqual(['boundary']);
  });

  test('in an error boundary without Suspense is replaced in the page', async () => {
    const { open } = serve(() => (
      <main>
        <ErrorBoundary fallback={(error) => error.message}>{broken()}</ErrorBoundary>
      </main>
    ));
    const response = await open();
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('no tides');
  });
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
  );
});

test.each([[Infinity], [-1], [NaN]])('a boundary may have the timeout %s', async (timeout) => {
  const passTime = stopClock();
  const { open, part } = serve((load) => waiting(load('a'), { timeout }));
  const chunks = chunksOf(await open());
  await chunks.next();
  passTime(1000);
  part('a').resolve('A');
  expect(templates(await chunks.rest())).toEqual(['1 A']);
});

test('an onError that fails is reported, and changes nothing', async () => {
  const { open, part, failures } = serve((load) =>
    waiting(load('a'), {
      onError: async () => {
        throw new Error('no log');
      },
    }),
  );
  const chunks = chunksOf(await open());
  await chunks.next();
  part('a').reject(new Error('no tides'));
  expect(templates(await chunks.rest())).toEqual([expect.stringContaining('role="alert"')]);
  expect(failures.map(({ error }) => error.message)).toEqual(['no tides', 'no log']);
});

test('late markup that browsers would repair is reported in development, and sent', async () => {
  const markup = new MarkupInspector();
  const { open, part, failures } = serve(
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
  expect(templates(await chunks.rest())).toEqual([
    '1 <p><!--[0--><div data-s="0">A</div><!--]--></p>',
  ]);
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
    const { open, part, failures } = serve((load) =>
      waiting([load('a'), waiting(load('b')), waiting(load('c'))]),
    );
    const before = vi.getTimerCount();
    const chunks = chunksOf(await open());
    await chunks.next();
    await chunks.cancel();
    await vi.waitUntil(() => vi.getTimerCount() === before);
    part('b').reject(new Error('too late'));
    part('a').resolve('too late');
    passTime(90_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(failures).toEqual([]);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test('nor does a page that fails', async () => {
    stopClock();
    const { open, part } = serve((load) => [waiting(load('a')), load('b')]);
    const before = vi.getTimerCount();
    part('b').reject(new Error('no page'));
    expect((await open()).status).toBe(500);
    expect(vi.getTimerCount()).toBe(before);
  });
});

test('a fallback that is asynchronous is an error that says so', async () => {
  const { open, failures } = serve((load) => waiting(load('a'), { fallback: load('b') }));
  expect((await open()).status).toBe(500);
  expect(failures).toEqual([
    { error: expect.objectContaining({ code: 'async-fallback' }), where: 'request' },
  ]);
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
  expect(logged[0]).toContain('A <Suspense> or an <ErrorBoundary> is in a live view');
});
