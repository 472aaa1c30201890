import { describe, expect, test } from 'vitest';

import { chromium, chunksOf, serveStreamed, templates, waiting } from '../../test/streamed-app.js';
import { ErrorBoundary, SuspenseGroup } from '../template/suspense.js';

/** A page with a group of three boundaries and one beside it. */
const grouped = (reveal: 'together' | 'in-order') =>
  serveStreamed((load) => (
    <main>
      <SuspenseGroup reveal={reveal}>
        <p>{waiting(load('a'))}</p>
        {waiting(load('b'))}
        <ErrorBoundary fallback={() => 'failed'}>{waiting(load('c'))}</ErrorBoundary>
      </SuspenseGroup>
      {waiting(load('d'))}
    </main>
  ));

describe('a group of boundaries', () => {
  test('is revealed together, when the last of it is ready or has failed', async () => {
    const { open, part } = grouped('together');
    const chunks = chunksOf(await open());
    await chunks.next();
    part('a').resolve('A');
    part('c').reject(new Error('on purpose'));
    part('d').resolve('D');
    expect(templates((await chunks.next())!)).toEqual(['4 D']);
    part('b').resolve('B');
    expect(templates(await chunks.rest())).toEqual([
      '1 A',
      '2 B',
      '3 <meta name="robots" content="noindex">failed',
    ]);
  });

  test('is revealed in order, each when those before it are ready', async () => {
    const { open, part } = grouped('in-order');
    const chunks = chunksOf(await open());
    await chunks.next();
    part('b').resolve('B');
    part('d').resolve('D');
    expect(templates((await chunks.next())!)).toEqual(['4 D']);
    part('a').resolve('A');
    expect(templates((await chunks.next())!)).toEqual(['1 A', '2 B']);
    part('c').resolve('C');
    expect(templates(await chunks.rest())).toEqual(['3 C']);
  });

  test('leaves boundaries inside of its own to themselves', async () => {
    const { open, part } = serveStreamed((load) => (
      <SuspenseGroup reveal="together">
        {waiting([load('a'), waiting(load('inner'))])}
        {waiting(load('b'))}
      </SuspenseGroup>
    ));
    const chunks = chunksOf(await open());
    await chunks.next();
    part('a').resolve('A');
    part('b').resolve('B');
    const [first, second] = templates((await chunks.next())!);
    expect([first, second]).toEqual([expect.stringContaining('-3"><i>wait</i>'), '2 B']);
    part('inner').resolve('in');
    expect(templates(await chunks.rest())).toEqual(['3 in']);
  });

  test('does not count what is there when the page is sent, and orders nothing for crawlers', async () => {
    const page = (load: (name: string) => Promise<string>) => (
      <SuspenseGroup reveal="in-order">
        {waiting(load('a'))}
        {waiting('now')}
        {waiting(load('b'))}
      </SuspenseGroup>
    );
    const { open, part } = serveStreamed(page);
    const chunks = chunksOf(await open());
    expect(await chunks.next()).toContain('now');
    part('a').resolve('A');
    expect(templates((await chunks.next())!)).toEqual(['1 A']);
    part('b').resolve('B');
    expect(templates(await chunks.rest())).toEqual(['2 B']);
    expect(await (await open({ ...chromium, 'user-agent': 'Googlebot' })).text()).toContain(
      '<body>AnowB</body>',
    );
  });

  test('of another kind is an error that names it', async () => {
    const { open, failures } = serveStreamed(() => (
      <SuspenseGroup reveal={'random' as never}>{waiting('a')}</SuspenseGroup>
    ));
    expect((await open()).status).toBe(500);
    expect(failures).toMatchObject([{ error: { code: 'bad-reveal' } }]);
  });
});
