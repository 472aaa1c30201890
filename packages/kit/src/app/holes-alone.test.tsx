import { describe, expect, test } from 'vitest';

import { deferred } from '../../test/deferred.js';
import { chunksOf } from '../../test/streamed-app.js';
import { serveWritten } from '../../test/written-app.js';
import { deny, redirect } from '../core/deny.js';
import { definePlugin } from '../plugin/define.js';
import { defineLive } from '../live/author/define.js';
import type { PageProps } from '../page/module.js';
import { type PageChild, Suspense } from '../template/suspense.js';

const hole = (make: () => PageChild) => (
  <Suspense at="request" fallback="wait">
    {make}
  </Suspense>
);
const path = '/_skerry/holes';

/** The parts of a document in an answer. */
const partsOf = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as string);
const end = '</body></html>';

describe('the holes of a page whose file comes from a host of files', () => {
  test('are requested by a module, which the app leaves out of what it sends itself', async () => {
    const { html, prefix, open } = await serveWritten(() => hole(() => 'now'));
    const script = `<script type="module" async="" src="/holes.js" data-page="/" data-holes="${prefix}"></script>`;
    expect(html).toContain(`${script}</head>`);
    expect(await (await open()).text()).not.toContain('holes.js');
  });

  test('come before the client, which the module loads; the app sends a page that loads it itself', async () => {
    const View = defineLive({ mount: () => ({}) }, () => <b>here</b>, 'v');
    const client = { script: '/client.js?a&b', preloads: [], styles: [] };
    const { html, open } = await serveWritten(
      () => [<View />, hole(() => 'now')],
      {},
      {},
      { client },
    );
    expect(html).toContain(' data-client="/client.js?a&amp;b"></script>');
    expect(html).not.toContain(' src="/client.js');
    const sent = await (await open()).text();
    expect(sent).toContain(
      '<script type="module" async="" src="/client.js?a&amp;b"></script></head>',
    );
    expect(sent).not.toContain('holes.js');
  });

  test('come alone, each part as it is ready, under names that the file does not have', async () => {
    const late = deferred<string>();
    const { prefix, open } = await serveWritten(({ url }: PageProps) => (
      <main>
        <h1>Static</h1>
        {hole(() => `of ${url.pathname}${url.search}`)}
        {hole(() => late.promise)}
      </main>
    ));
    const answer = await open({ 'skerry-holes': prefix }, `${path}?a=b`);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const own = answer.headers.get('skerry-holes')!;
    expect(own).toMatch(/^[\w-]{12}$/);
    expect(own).not.toBe(prefix);
    const chunks = chunksOf(answer);
    expect(partsOf((await chunks.next())!)).toEqual([
      `<template for="${own}-at-1">of /?a=b</template>\n`,
    ]);
    late.resolve('late\n');
    expect(partsOf(await chunks.rest())).toEqual([
      `<template for="${own}-at-2">late\n</template>\n`,
      end,
    ]);
  });

  test('begin the session of their live views', async () => {
    const View = defineLive({ mount: () => ({}) }, () => <b>here</b>, 'v');
    const { prefix, open } = await serveWritten(
      () => hole(() => <View />),
      {},
      {},
      { hasRegions: () => true },
    );
    const answer = await open({ 'skerry-holes': prefix }, path);
    expect(answer.headers.get('set-cookie')).toContain('session');
    expect(await answer.text()).toContain('<skerry-live');
  });

  test('are asked for as the page is: guards see its path', async () => {
    const seen: string[] = [];
    const answers = [undefined, redirect('/login'), deny('Members only.')];
    const guard = definePlugin({
      name: 'test:guard',
      setup({ hooks }) {
        hooks.beforeRequest.tap(({ url }) => {
          seen.push(url.pathname);
          return answers[seen.length - 1];
        });
      },
    });
    const { prefix, open } = await serveWritten(
      () => hole(() => 'now'),
      {},
      { plugins: [guard()] },
    );
    const ask = () => open({ 'skerry-holes': prefix }, path);
    expect((await ask()).status).toBe(200);
    expect(partsOf(await (await ask()).text())).toEqual([
      '<meta http-equiv="refresh" content="0;url=/login">',
      end,
    ]);
    expect((await ask()).status).toBe(403);
    expect(seen).toEqual(['/', '/', '/']);
  });

  test('that redirect have headers of their own', async () => {
    const guard = definePlugin({
      name: 'test:guard',
      setup({ hooks }) {
        hooks.beforeRequest.tap(({ session, url }) => {
          if (url.search) return redirect(`/of/${session.id}`);
          return redirect('/');
        });
      },
    });
    const { prefix, open } = await serveWritten(
      () => hole(() => 'now'),
      {},
      { plugins: [guard()] },
    );
    const ask = (search: string, cookie = '') =>
      open({ 'skerry-holes': prefix, cookie }, path + search);
    const [cookie] = (await ask('?a')).headers.get('set-cookie')!.split(';');
    expect((await ask('?a', cookie)).headers.get('cache-control')).toBe('private, no-store');
    expect((await ask('')).headers.get('cache-control')).toBeNull();
  });

  test.each([
    ['of a file of another build', path, { 'skerry-holes': 'AAAAAAAAAAAA' }, 404],
    ['without a name for them', path, {}, 404],
    ['of a page without a file', `${path}/other`, 'own', 404],
    ['of a path within', `${path}${path}`, 'own', 404],
    ['of what is no page', `${path}/_skerry/islands/error`, 'own', 404],
  ] as const)('are refused: %s', async (_, at, headers, status) => {
    const { prefix, open } = await serveWritten(() => hole(() => 'now'));
    const sent = headers === 'own' ? { 'skerry-holes': prefix } : headers;
    expect((await open(sent, at)).status).toBe(status);
  });

  test('are read by GET alone', async () => {
    const { prefix, ask } = await serveWritten(() => hole(() => 'now'));
    const headers = { 'skerry-holes': prefix };
    const answer = await ask(path, { method: 'HEAD', headers });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
  });
});
