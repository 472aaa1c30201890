import { livePath, merge, type Tree, type Update } from '@skerry/wire';
// @ts-expect-error -- the package has no types
import { Socket } from 'phoenix';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';

import { defineLive, event } from '../live/author/define.js';
import type { MountContext } from '../live/author/contexts.js';
import { deferred } from '../../test/deferred.js';
import { type Host, serveViews, type Site, type SiteOptions } from '../../test/visitor.js';

let site: Site;
let socket: any; // seam: a package without types
let mounts = 0;
let reasons: string[] = [];
afterEach(async () => {
  await new Promise<void>((resolve) => socket.disconnect(resolve));
  await site.stop();
});

const Counter = defineLive(
  {
    mount: ({ subscribe }: MountContext) => (mounts++, subscribe('count'), { count: 0 }),
    events: {
      add: event(z.object({ by: z.number() }), (live, { by }) => {
        live.assign({ count: live.state.count + by });
        live.reply({ added: by });
      }),
      tell: (live) => live.publish('count', 7),
      fail() {
        throw new Error('on purpose');
      },
    },
    messages: { count: (live, count: number) => live.assign({ count }) },
    unmount: (_, reason) => void reasons.push(reason),
  },
  ({ state }) => <p>{state.count}</p>,
  'counter',
);

/** Makes the client speak version 1. */
const objects = {
  encode: (message: unknown, send: (text: string) => void) => send(JSON.stringify(message)),
  decode: (text: string, take: (message: unknown) => void) => take(JSON.parse(text)),
};

/** The client of Phoenix, as its guide says to use it; a browser would add the cookie. */
async function connect(vsn: string, options?: SiteOptions): Promise<Host> {
  mounts = 0;
  reasons = [];
  site = await serveViews({ counter: Counter }, options);
  const { hosts, cookie } = await site.visit();
  class CookieSocket extends WebSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols, { headers: { cookie } });
    }
  }
  const path = livePath.slice(0, -'/websocket'.length);
  const quick = () => 10;
  socket = new Socket(`ws://127.0.0.1:${site.server.port}${path}`, {
    transport: CookieSocket,
    reconnectAfterMs: quick,
    rejoinAfterMs: quick,
    vsn,
    ...(vsn === '1.0.0' ? objects : {}),
  });
  socket.connect();
  return hosts[0]!;
}

interface Page {
  channel: any; // seam: a package without types
  tree: Tree;
  /** Pushes an event; resolves with its answer. */
  push(name: string, value?: unknown): Promise<any>;
  diff(): Promise<unknown>;
  joined(): Promise<any>;
}

function pageOf({ topic, token }: Host): Page {
  const channel = socket.channel(topic, { token });
  let joined = deferred<any>();
  let diff = deferred<unknown>();
  channel.on('diff', (change: Update) => {
    page.tree = merge(page.tree, change);
    diff.resolve(change);
    diff = deferred();
  });
  const page: Page = {
    channel,
    tree: { s: 0, d: [] },
    diff: () => diff.promise,
    joined: () => joined.promise,
    push: (name, value = null) =>
      new Promise((resolve) => {
        channel
          .push('event', { type: 'click', event: name, value })
          .receive('ok', (response: any) => {
            if (response.diff) page.tree = merge(page.tree, response.diff);
            resolve(response);
          })
          .receive('error', (response: any) => resolve({ error: response }));
      }),
  };
  channel
    .join()
    .receive('ok', (response: any) => {
      page.tree = merge(page.tree, response.diff);
      joined.resolve(response);
      joined = deferred();
    })
    .receive('error', (response: any) => joined.resolve({ error: response }));
  return page;
}

describe.each(['2.0.0', '1.0.0'])('the client of Phoenix, frames of version %s,', (vsn) => {
  test('joins a region of the page, pushes events and gets diffs', async () => {
    const page = pageOf(await connect(vsn));
    const { diff } = await page.joined();
    expect(diff).toEqual({ s: [expect.any(Number), '<p data-s="0"></p>'], d: ['0'] });
    expect(mounts).toBe(1);
    expect(await page.push('add', { by: 2 })).toEqual({ diff: { 0: '2' }, reply: { added: 2 } });
    const pushed = page.diff();
    expect(await page.push('tell')).toEqual({});
    expect(await pushed).toEqual({ 0: '7' });
    expect(page.tree.d).toEqual(['7']);
  });

  test('gets the reason of a refusal, and goes on', async () => {
    const page = pageOf(await connect(vsn));
    await page.joined();
    expect(await page.push('nothing')).toMatchObject({ error: { code: 'unknown-event' } });
    expect(await page.push('add', { by: 'x' })).toMatchObject({
      error: { code: 'invalid-payload' },
    });
    const other = await new Promise((resolve) =>
      page.channel.push('shout', {}).receive('error', resolve),
    );
    expect(other).toMatchObject({ reason: 'unmatched topic' });
    expect(await page.push('add', { by: 1 })).toMatchObject({ reply: { added: 1 } });
    const stranger = pageOf({ id: '', topic: 'room:1', token: 'x', html: '' });
    expect(await stranger.joined()).toMatchObject({ error: { reason: 'unmatched topic' } });
    stranger.channel.leave();
  });

  test('leaves, and the region ends', async () => {
    const page = pageOf(await connect(vsn));
    await page.joined();
    const closed = new Promise<void>((resolve) => page.channel.onClose(() => resolve()));
    await new Promise((resolve) => page.channel.leave().receive('ok', resolve));
    await closed;
    await site.until(() => site.calls('onLeave').length === 1);
    expect(reasons).toEqual(['left']);
  });

  test('goes on with its region after its socket was closed', async () => {
    const page = pageOf(await connect(vsn));
    await page.joined();
    await page.push('add', { by: 2 });
    const again = page.joined();
    site.connections[0]!.close('reconnect', 'closed');
    expect((await again).diff).toEqual({ s: [expect.any(Number), '<p data-s="0"></p>'], d: ['2'] });
    expect(mounts).toBe(1);
    expect(await page.push('add', { by: 1 })).toMatchObject({ diff: { 0: '3' } });
    expect(page.tree.d).toEqual(['3']);
  });

  test('joins again after its region was reset', async () => {
    const page = pageOf(await connect(vsn));
    await page.joined();
    await page.push('add', { by: 2 });
    const again = page.joined();
    expect(await page.push('fail')).toMatchObject({ error: { code: 'failed' } });
    expect(await page.push('fail')).toMatchObject({ error: { code: 'failed' } });
    expect((await again).diff).toMatchObject({ d: ['0'] });
    expect(mounts).toBe(2);
    expect(reasons).toEqual(['reset']);
    expect(await page.push('add', { by: 1 })).toMatchObject({ diff: { 0: '1' } });
  });

  test('keeps its connection with heartbeats', async () => {
    const page = pageOf(await connect(vsn));
    await page.joined();
    const answered = new Promise<void>((resolve) => socket.ping(() => resolve()));
    await answered;
  });
});
