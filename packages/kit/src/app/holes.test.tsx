import { describe, expect, test } from 'vitest';

import { type Deferred, deferred } from '../../test/deferred.js';
import { chromium, chunksOf } from '../../test/streamed-app.js';
import { filled, serveWritten } from '../../test/written-app.js';
import { redirect } from '../core/deny.js';
import { defineLive } from '../live/author/define.js';
import { ErrorBoundary, type PageChild, Suspense, SuspenseGroup } from '../template/suspense.js';

describe('a page with holes that was written at build', () => {
  test('is sent at once; what its holes show is made for the request', async () => {
    const greetings: Deferred<string>[] = [];
    const Greeting = ({ request }: { request: Request }) => {
      greetings.push(deferred());
      return greetings.at(-1)!.promise.then((text) => (
        <b>
          {text} {request.headers.get('cookie')}
        </b>
      ));
    };
    const { html, prefix, open } = await serveWritten(({ request }) => (
      <main>
        <h1>Static</h1>
        <Suspense at="request" fallback={<i>wait</i>}>
          {() => <Greeting request={request} />}
        </Suspense>
      </main>
    ));
    expect(greetings).toHaveLength(0);
    expect(html).toContain(`<h1>Static</h1><?start name="${prefix}-`);
    expect(html).not.toContain('late.js');
    const response = await open({ ...chromium, cookie: 'name=ann' });
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    const chunks = chunksOf(response);
    const begin = (await chunks.next())!;
    expect(begin).toMatch(
      /<h1>Static<\/h1><\?start name="[\w-]{12}-at-1"><i>wait<\/i><\?end><\/main>$/,
    );
    expect(begin).not.toContain(prefix);
    expect(greetings).toHaveLength(1);
    greetings[0]!.resolve('Hi');
    expect(filled(await chunks.rest())).toEqual(['1 <b>Hi name=ann</b>']);
  });

  test('names its files in a header, behind those of the app', async () => {
    const page = () => (
      <Suspense at="request" fallback="">
        {() => 'now'}
      </Suspense>
    );
    const config = { headers: { link: '</>; rel=home' } };
    const { open } = await serveWritten(page, {}, config, { styles: () => ['/a.css'] });
    const links = '</>; rel=home, </a.css>; rel=preload; as=style';
    expect((await open()).headers.get('link')).toBe(links);
    expect((await open(chromium, '/?_stream=ordered')).headers.get('link')).toBe(links);
  });

  test('brings the module where the browser needs it, and is rendered in order where that is asked for', async () => {
    const page = () => (
      <Suspense at="request" fallback="wait">
        {() => 'now'}
      </Suspense>
    );
    const { open } = await serveWritten(page, { headers: { 'x-page': 'a' } });
    const other = await open({});
    expect(other.headers.get('x-page')).toBe('a');
    expect(await other.text()).toMatch(/late\.js"><\/script><noscript>.*<\/noscript><\/head>/);
    for (const [headers, path] of [
      [{ 'user-agent': 'Googlebot' }, '/'],
      [chromium, '/?_stream=ordered'],
    ] as const)
      expect(await (await open(headers, path)).text()).toContain('<body>now</body>');
  });

  test('has holes anywhere below it, also in asynchronous components and in each other', async () => {
    const Later = async () => (
      <p>
        <Suspense at="request" fallback="wait">
          {() => <Suspense fallback="inner">{Promise.resolve('deep')}</Suspense>}
        </Suspense>
      </p>
    );
    const { open } = await serveWritten(() => (
      <main>
        <Suspense fallback="shell">
          <Later />
        </Suspense>
        <Suspense at="request" fallback="wait">
          {() => Promise.reject(redirect('/away'))}
        </Suspense>
      </main>
    ));
    const html = await (await open()).text();
    expect(html).not.toContain('shell');
    expect(filled(html).toSorted()).toEqual([
      expect.stringMatching(/^0\.?.* deep$/),
      '1 <meta http-equiv="refresh" content="0;url=/away">',
    ]);
  });

  test('shows its fallbacks if the page fails at the request, and reports that', async () => {
    let isBuilt = false;
    const { open, failures } = await serveWritten(() => {
      if (isBuilt) throw new Error('no disk');
      isBuilt = true;
      return (
        <Suspense at="request" fallback="wait">
          {() => 'never'}
        </Suspense>
      );
    });
    const html = await (await open()).text();
    expect(html).toMatch(/wait<\?end><\/body><\/html>$/);
    expect(failures).toEqual(['request: no disk']);
  });

  test('mounts the live views of its holes, and no others again', async () => {
    let mounts = 0;
    const View = defineLive(
      { mount: () => ({ count: ++mounts }) },
      ({ state }) => <b>{state.count}</b>,
      'v',
    );
    const { open } = await serveWritten(() => (
      <main>
        <View />
        <Suspense at="request" fallback="wait">
          {() => <View />}
        </Suspense>
      </main>
    ));
    const before = mounts;
    expect(filled(await (await open()).text())).toHaveLength(1);
    expect(mounts).toBe(before + 1);
  });

  /** A hole. */
  const hole = (make: () => PageChild, fallback: PageChild = 'wait') => (
    <Suspense at="request" fallback={fallback}>
      {make}
    </Suspense>
  );
  /** Gives one value at build, and another one at the request. */
  const afterBuild = <T,>(first: T, later: T): (() => T) => {
    let isBuilt = false;
    return () => (isBuilt ? later : ((isBuilt = true), first));
  };
  const never = new Promise<never>(() => {});

  test('ends in time if the page never does; what was found of it is sent', async () => {
    const limits = { answerTimeout: 20 };
    const next = afterBuild<unknown>('then', never);
    const { open, failures } = await serveWritten(
      () => [hole(() => 'now'), next()],
      {},
      { limits },
    );
    expect(filled(await (await open()).text())).toEqual(['.0 now']);
    expect(failures).toEqual([expect.stringContaining('request: ')]);
  });

  test('ends in time if a boundary around it never does', async () => {
    const limits = { boundaryTimeout: 20 };
    const next = afterBuild<PageChild>('then', never);
    const { open } = await serveWritten(
      () => [hole(() => 'now'), <Suspense fallback="">{next()}</Suspense>],
      {},
      { limits },
    );
    expect(filled(await (await open()).text())).toEqual(['.0 now']);
  });

  test('fills its holes beside another boundary that fails', async () => {
    const next = afterBuild<() => PageChild>(
      () => 'fine',
      () => {
        throw new Error('on purpose');
      },
    );
    const Broken = () => next()();
    const { open, failures } = await serveWritten(() => [
      <Suspense fallback="">
        <Broken />
      </Suspense>,
      hole(() => 'now'),
    ]);
    expect(filled(await (await open()).text())).toEqual(['.1 now']);
    expect(failures).toEqual(['request: on purpose']);
  });

  test('is answered in time, and by interrupts, as its head says', async () => {
    const limits = { answerTimeout: 20 };
    const late = afterBuild<unknown>({}, never);
    const slow = await serveWritten(() => hole(() => 'x'), { head: late }, { limits });
    expect((await slow.open()).status).toBe(503);
    const away = afterBuild<() => unknown>(
      () => ({}),
      () => Promise.reject(redirect('/away')),
    );
    const moved = await serveWritten(() => hole(() => 'x'), { headers: () => away()() });
    expect((await moved.open()).status).toBe(303);
  });

  test('is private in every form, whatever its headers say for the file', async () => {
    const headers = { 'cache-control': 'public, max-age=600' };
    const { open } = await serveWritten(() => hole(() => 'x'), { headers });
    for (const [sent, path] of [
      [chromium, '/'],
      [chromium, '/?_stream=ordered'],
      [{ 'user-agent': 'Googlebot' }, '/'],
    ] as const)
      expect((await open(sent, path)).headers.get('cache-control')).toBe('private, no-store');
  });

  test('reports holes of its file that it does not show', async () => {
    const second = afterBuild<PageChild>(
      hole(() => 'second'),
      'none',
    );
    const { open, failures } = await serveWritten(() => (
      <p>
        {hole(() => 'first')}
        {second()}
      </p>
    ));
    expect(filled(await (await open()).text())).toEqual([expect.stringMatching(/ first$/)]);
    expect(failures).toEqual([
      'request: The page did not show the 2. of the 2 holes in its file, so the fallback stays there.',
    ]);
  });

  test('fills only holes that its file has', async () => {
    const flaky = afterBuild<() => PageChild>(
      () => 'fine',
      () => {
        throw new Error('on purpose');
      },
    );
    const Flaky = () => flaky()();
    const { open } = await serveWritten(() => (
      <ErrorBoundary fallback={() => <p>{hole(() => 'not in the file')}</p>}>
        <p>{hole(() => 'in the file')}</p>
        <Flaky />
      </ErrorBoundary>
    ));
    expect(filled(await (await open()).text())).toEqual(['.0%2F0 in the file']);
  });

  test('reveals its groups when all of their holes are known, in the order of the document', async () => {
    const gate = deferred<string>();
    const wait = afterBuild<unknown>('', gate.promise);
    const Late = async () => {
      await wait();
      return <>{hole(() => 'first')}</>;
    };
    const { open } = await serveWritten(() => (
      <SuspenseGroup reveal="in-order">
        <p>
          <Late />
        </p>
        {hole(() => 'second')}
      </SuspenseGroup>
    ));
    const chunks = chunksOf(await open());
    await chunks.next();
    gate.resolve('');
    const [first, second] = filled(await chunks.rest());
    expect([first, second]).toEqual([
      expect.stringMatching(/ first$/),
      expect.stringMatching(/ second$/),
    ]);
  });

  test('shows in place of a hole that fails what an error boundary around it says', async () => {
    const fail = (): PageChild => {
      throw new Error('on purpose');
    };
    const { open } = await serveWritten(() => (
      <ErrorBoundary fallback={({ message }) => <p>{message}</p>}>{hole(fail)}</ErrorBoundary>
    ));
    expect(await (await open()).text()).toContain('<p>on purpose</p></template>');
  });

  test('cannot have one in the fallback of another', async () => {
    const page = () =>
      hole(
        () => 'x',
        hole(() => 'y'),
      );
    await expect(serveWritten(page)).rejects.toMatchObject({ cause: { code: 'async-fallback' } });
  });
});
