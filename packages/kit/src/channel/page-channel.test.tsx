import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { stopClock } from '../../test/clock.js';
import { type Deferred, deferred } from '../../test/deferred.js';
import { chromium, chunksOf, templates, waiting } from '../../test/streamed-app.js';
import { type Line, serveViews, type Site, type SiteOptions } from '../../test/visitor.js';
import { deny, redirect } from '../core/deny.js';
import { defineLive } from '../live/author/define.js';
import type { PageProps } from '../page/module.js';
import type { PageChild } from '../template/suspense.js';

const Clock = defineLive({ mount: () => ({}) }, () => <b>clock</b>, 'clock');

let site: Site;
let parts: Deferred<PageChild>[];
let signal: AbortSignal;
beforeEach(() => {
  parts = [deferred(), deferred()];
});
afterEach(() => site.stop());

/** Serves a page with a region and two late parts, whose response waits for them no longer than a moment. */
async function serve(
  limits: SiteOptions['limits'] = {},
  taps: NonNullable<SiteOptions['taps']> = () => {},
): Promise<void> {
  const page = ({ request }: PageProps) => {
    ({ signal } = request);
    return [<Clock />, ...parts.map(({ promise }) => waiting(promise))];
  };
  const plain = { default: () => waiting(parts[0]!.promise) };
  site = await serveViews(
    { clock: Clock },
    {
      routes: { 'index.tsx': { default: page }, 'plain.tsx': plain },
      mode: 'production',
      limits: { documentTimeout: 1, ...limits },
      taps,
    },
  );
}

/** Asks for the page, and reads it up to the host of its channel. */
async function load(pass?: (milliseconds: number) => void) {
  const visit = new AbortController();
  const response = await fetch(`${site.origin}/`, { headers: chromium, signal: visit.signal });
  const chunks = chunksOf(response);
  let html = '';
  while (!html.includes('<!--page:')) {
    html += await chunks.next();
    pass?.(1);
  }
  const [, id, token] = /<skerry-live id="page-([\w-]+)" data-token="([\w-]+)">/.exec(html)!;
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
  return {
    chunks,
    html,
    leave: () => visit.abort(),
    cookie,
    host: { topic: `page:${id}`, token: token! },
  };
}

/** Loads the page and joins its channel, so that the response ends. */
async function outlive(pass?: (milliseconds: number) => void) {
  const page = await load(pass);
  const line = await site.connect(page.cookie);
  await line.join(1, page.host, { have: 0, page: 'page' });
  return { ...page, line, end: await page.chunks.rest() };
}

const isDiff = ([channel, body, ...more]: readonly unknown[]) =>
  channel === 1 && typeof body === 'object' && more.length === 0;

/** The content that the next update brings. */
async function nextContent(line: Line): Promise<string[]> {
  const [, update] = await line.next(isDiff);
  expect(update.e).toEqual([['skerry:late', null]]);
  return templates(update['0'].l[0][2][1].d[0].h);
}

/** Waits until the server says that all content was sent. */
const completed = (line: Line) => line.next((frame) => JSON.stringify(frame).includes(last));
const last = String.raw`-0-host\"></template>`;

describe('content that comes after the response', () => {
  test('comes over the channel of the page, once that is joined', async () => {
    await serve();
    const { line, end } = await outlive();
    expect(end).toBe('</body></html>');
    parts[1]!.resolve('B');
    expect(await nextContent(line)).toEqual(['2 B']);
    parts[0]!.resolve(['A', waiting(Promise.resolve('inner'))]);
    expect((await nextContent(line)).join()).toMatch(/^1 .*A.*inner/);
    await completed(line);
    line.send([1, 0]);
    await site.until(() => site.app.usage().regions.joined.count === 0);
    expect(signal.aborted).toBe(false);
    const sent = site.calls('onFlush').filter(({ url }) => url !== undefined);
    const names = sent.map(({ name }) => name);
    expect(names).toEqual(['shell', 'channel', 'end', 'boundary 2', 'boundary 1']);
    expect(site.errors).toEqual([]);
  });

  test('comes in the response while nobody joins', async () => {
    await serve();
    const { chunks } = await load();
    parts[0]!.resolve('A');
    expect(templates((await chunks.next())!)).toEqual(['1 A']);
    parts[1]!.resolve('B');
    expect(templates(await chunks.rest())).toEqual(['2 B']);
  });

  test('that came in the response meanwhile leaves a channel that may be joined, and no host of it', async () => {
    await serve();
    const { chunks, cookie, host } = await load();
    for (const part of parts) part.resolve('here');
    expect(await chunks.rest()).toMatch(
      /<template for="[\w-]+-0-host"><\/template>\n<\/body><\/html>$/,
    );
    const line = await site.connect(cookie);
    expect(await line.join(1, host, { have: 0, page: 'page' })).toEqual([1, 0, expect.anything()]);
  });

  test('that takes too long is replaced by an error, over either way', async () => {
    const pass = stopClock();
    await serve({ boundaryTimeout: 1_000 });
    const { chunks } = await load(pass);
    pass(1_000);
    expect(await chunks.rest()).toContain('Something went wrong.');
    expect(site.errors).toEqual(['boundary-timeout', 'boundary-timeout']);
    const { line } = await outlive(pass);
    pass(1_000);
    await completed(line);
    expect(site.errors).toHaveLength(4);
  });

  test('that fails or redirects does so in its place', async () => {
    await serve();
    const { line } = await outlive();
    parts[0]!.reject(new Error('lost'));
    expect((await nextContent(line)).join()).toContain('Something went wrong.');
    parts[1]!.reject(redirect('/elsewhere'));
    expect((await nextContent(line)).join()).toContain('content="0;url=/elsewhere"');
    await completed(line);
    expect(site.errors).toEqual(['lost']);
  });

  test('that came while the connection was lost is sent to the next one', async () => {
    await serve();
    const { cookie, host, line } = await outlive();
    line.cut();
    await site.until(() => site.app.usage().regions.parked.count === 1);
    for (const part of parts) part.resolve('here');
    const again = await site.connect(cookie);
    const [, , update] = await again.join(1, host, { have: 0, page: 'page' });
    const said = JSON.stringify([update, ...(await again.settled())]);
    expect(said).toContain('-1');
    expect(said).toContain('-2');
    expect(said).toContain(last);
  });

  test('that a browser has lost with everything else is announced to it again', async () => {
    await serve();
    const { cookie, host, line } = await outlive();
    parts[0]!.resolve('A');
    await nextContent(line);
    const again = await site.connect(cookie);
    const [, , update] = await again.join(1, host, { page: 'page' });
    expect(JSON.stringify(update)).toContain('-1');
    expect(update.e).toEqual([['skerry:late', null]]);
  });

  test('is not made any more once the visitor has left', async () => {
    await serve();
    const { line } = await outlive();
    expect(signal.aborted).toBe(false);
    line.send([1, 0]);
    await expect.poll(() => signal.aborted).toBe(true);
    parts[0]!.reject(new Error('nobody waits'));
    expect(await line.settled()).not.toContainEqual(
      expect.objectContaining({ e: expect.anything() }),
    );
    expect(site.errors).toEqual([]);
  });

  test('keeps no channel where the visitor leaves before the join', async () => {
    await serve();
    const { leave } = await load();
    leave();
    await expect.poll(() => site.app.usage().regions.unclaimed.count).toBe(1);
    expect(signal.aborted).toBe(true);
  });
});

describe('the channel of a page', () => {
  test('that cannot be opened leaves the content to the response', async () => {
    await serve({}, (hooks) =>
      hooks.beforeRender.tap(({ region }) =>
        region.view === 'skerry:page' ? deny('no') : undefined,
      ),
    );
    const chunks = chunksOf(await fetch(`${site.origin}/`, { headers: chromium }));
    await chunks.next();
    await site.until(() => site.errors.length === 1);
    for (const part of parts) part.resolve('here');
    expect(templates(await chunks.rest())).toEqual(['1 here', '2 here']);
  });

  test('that nobody has joined in time leaves the page, and the content comes in the response', async () => {
    const pass = stopClock();
    await serve({ parkTimeout: 1_000 });
    const { chunks } = await load(pass);
    pass(1_000);
    expect(await chunks.next()).toMatch(/^<template for="[\w-]+-0-host"><\/template>\n$/);
    for (const part of parts) part.resolve('here');
    expect(templates(await chunks.rest())).toEqual(['1 here', '2 here']);
  });

  test('is put in the page by the module alone, so that nobody joins who could not take the content', async () => {
    await serve();
    const { html, leave } = await load();
    leave();
    expect(html).toMatch(
      /<\?start name="([\w-]+-0)"><\?end><div hidden><template for="\1"><\?start name="\1-host"><skerry-live id="page-/,
    );
  });

  test('brings no <noscript>, which is for others', async () => {
    await serve();
    const { line } = await outlive();
    parts[0]!.resolve([
      <noscript>
        <p>Without script</p>
      </noscript>,
      <b>with</b>,
    ]);
    expect((await nextContent(line)).join()).not.toContain('noscript');
  });

  test('reports nothing however much waits for a browser', async () => {
    parts = Array.from({ length: 100 }, () => deferred());
    await serve();
    const { line } = await outlive();
    line.cut();
    await site.until(() => site.app.usage().regions.parked.count === 1);
    for (const part of parts) {
      part.resolve('here');
      await new Promise(setImmediate);
    }
    expect(site.errors).toEqual([]);
  });
});

test.each([
  ['has no region', '/plain', {}],
  ['is loaded for later', '/', { 'sec-purpose': 'prefetch' }],
])('a page that %s has no channel', async (_, path, headers) => {
  const pass = stopClock();
  await serve();
  const response = await fetch(site.origin + path, { headers: { ...chromium, ...headers } });
  const chunks = chunksOf(response);
  await chunks.next();
  pass(1_000);
  await new Promise(setImmediate);
  for (const part of parts) part.resolve('here');
  expect(await chunks.rest()).not.toContain('page-');
});
