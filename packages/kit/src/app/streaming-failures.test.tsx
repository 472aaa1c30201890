import { describe, expect, test, vi } from 'vitest';

import { bodyOf } from '../../test/app.js';
import { stopClock } from '../../test/clock.js';
import { chunksOf, serveStreamed, templates, waiting } from '../../test/streamed-app.js';
import { notFound, redirect } from '../core/deny.js';

import { component } from '../template/component.js';
import { ErrorBoundary } from '../template/suspense.js';

describe('content that fails', () => {
  const broken = async (): Promise<string> => {
    throw new Error('no tides');
  };

  test('before the page is sent is an error of the page', async () => {
    const { open, failures } = serveStreamed(() => waiting(broken()));
    expect((await open()).status).toBe(500);
    expect(failures.map(({ error }) => error.message)).toEqual(['no tides']);
  });

  test('before the page is sent is replaced by the nearest error boundary', async () => {
    const Broken = (): string => {
      throw new Error('at once');
    };
    const { open, failures } = serveStreamed(() => (
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
    expect((await serveStreamed(() => waiting(interrupt(notFound()))).open()).status).toBe(404);
    expect((await serveStreamed(() => waiting(interrupt(redirect('/x')))).open()).status).toBe(303);
  });

  test('later is replaced by the nearest error boundary, reported once, and kept from crawlers', async () => {
    const onError = vi.fn();
    const { open, part, failures } = serveStreamed((load) => (
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
      '1 <meta name="robots" content="noindex"><b>no tides</b>',
    ]);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(failures).toEqual([{ error: new Error('no tides'), where: 'boundary' }]);
  });

  test('later is replaced by a plain text without an error boundary, and with one that fails', async () => {
    const { open, part, failures } = serveStreamed((load) => (
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
    const { open, part, failures } = serveStreamed((load) => (
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
    const { open, part } = serveStreamed((load) => (
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
    const { open, part } = serveStreamed((load) =>
      waiting([load('a'), waiting(load('b')), waiting(load('c'), { fallback: <Broken /> })]),
    );
    const chunks = chunksOf(await open());
    await chunks.next();
    part('a').resolve('A');
    // Nobody waits for the others.
    expect(templates(await chunks.rest())).toEqual([expect.stringMatching(/^1 .*role="alert"/)]);
  });

  test('later may send the visitor to another page', async () => {
    const { open, part } = serveStreamed((load) => waiting(load('a')));
    const chunks = chunksOf(await open());
    await chunks.next();
    part('a').reject(redirect('/x?a=1&b="') as never);
    expect(templates(await chunks.rest())).toEqual([
      '1 <meta http-equiv="refresh" content="0;url=/x?a=1&amp;b=%22">',
    ]);
  });

  test('by never coming is given up in time', async () => {
    const passTime = stopClock();
    const { open, failures } = serveStreamed((load) => [
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
    const { open, failures } = serveStreamed(() => (
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

  test('in the text of an element is an error of its own', async () => {
    const Broken = (): string => {
      throw new Error('no title');
    };
    const { open, failures } = serveStreamed(() => (
      // The types of <title> take texts; what a component returns, they do not know.
      <title>{component(Broken, {}) as string}</title>
    ));
    expect((await open()).status).toBe(500);
    expect(failures.map(({ error }) => error.message)).toEqual(['no title']);
  });

  test('in an error boundary without Suspense is replaced in the page', async () => {
    const { open } = serveStreamed(() => (
      <main>
        <ErrorBoundary fallback={(error) => error.message}>{broken()}</ErrorBoundary>
      </main>
    ));
    const response = await open();
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('no tides');
  });
});

test('an onError that fails is reported, and changes nothing', async () => {
  const { open, part, failures } = serveStreamed((load) =>
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

test('a fallback that is asynchronous is an error that says so', async () => {
  const { open, failures } = serveStreamed((load) => waiting(load('a'), { fallback: load('b') }));
  expect((await open()).status).toBe(500);
  expect(failures).toEqual([
    { error: expect.objectContaining({ code: 'async-fallback' }), where: 'request' },
  ]);
});
