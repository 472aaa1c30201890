import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { livePath } from '@skerry/wire';

import { deny, redirect } from '../../core/deny.js';
import { defineLive } from '../../live/author/define.js';
import { Line, serveViews, type Site, type SiteOptions } from '../../../test/visitor.js';

let site: Site;
afterEach(() => site.stop());

const View = defineLive({ mount: () => ({}) }, () => <p>x</p>, 'view');
const serve = async (options?: SiteOptions): Promise<Site> =>
  (site = await serveViews({ view: View }, options));

const opens = async (headers: Record<string, string>): Promise<boolean> => {
  const socket = site.socket('?vsn=skerry-1', headers);
  const opened = await Promise.race([
    once(socket, 'open').then(() => true),
    once(socket, 'unexpected-response').then(([, response]) => response.statusCode !== 403),
  ]);
  socket.on('error', () => {});
  socket.terminate();
  return opened;
};

test('a WebSocket of an unknown version is refused, and other parameters are ignored', async () => {
  await serve();
  for (const query of ['', '?vsn=', '?vsn=3.0.0', '?vsn=skerry-2', '?vsn=__proto__', '?vsn=%'])
    expect(await site.refusal(query)).toBe(403);
  const line = new Line(site.socket('?other=1&vsn=2.0.0&token=x'));
  line.socket.on('open', () => line.send([null, '1', 'phoenix', 'heartbeat', {}]));
  expect(await line.next()).toEqual([
    null,
    '1',
    'phoenix',
    'phx_reply',
    { status: 'ok', response: {} },
  ]);
});

describe('a page may connect', () => {
  test('if it is of this origin, or if its client is no browser and names none', async () => {
    await serve();
    expect(await opens({})).toBe(true);
    expect(await opens({ origin: site.origin })).toBe(true);
    expect(await opens({ origin: 'https://evil.test' })).toBe(false);
    expect(await opens({ origin: `${site.origin}.evil.test` })).toBe(false);
    expect(await opens({ origin: 'http://127.0.0.1:1' })).toBe(false);
    expect(await opens({ origin: 'null' })).toBe(false);
    expect(await opens({ origin: '' })).toBe(false);
    // The header of a proxy does not count.
    expect(await opens({ origin: 'https://www.a.test', 'x-forwarded-host': 'www.a.test' })).toBe(
      false,
    );
    expect(site.calls('onConnect')).toHaveLength(2);
  });

  test('if its origin is on the list', async () => {
    await serve({ allowedOrigins: ['https://www.a.test'] });
    expect(await opens({ origin: 'https://www.a.test' })).toBe(true);
    expect(await opens({ origin: 'http://www.a.test' })).toBe(false);
    expect(await opens({ origin: 'null' })).toBe(false);
  });

  test('if it is of the origin that a trusted proxy names', async () => {
    await serve({ trustProxy: 2 });
    const proxied = {
      'x-forwarded-host': 'www.a.test:443, inner.test',
      'x-forwarded-proto': 'https, http',
    };
    expect(await opens({ origin: 'https://www.a.test', ...proxied })).toBe(true);
    expect(await opens({ origin: 'http://www.a.test', ...proxied })).toBe(false);
    expect(await opens({ origin: site.origin, ...proxied })).toBe(false);
  });

  test('if its browser says that it is of this origin, even if a proxy changed the host', async () => {
    await serve();
    const origin = 'https://www.a.test';
    expect(await opens({ origin, 'sec-fetch-site': 'same-origin' })).toBe(true);
    expect(await opens({ origin: site.origin, 'sec-fetch-site': 'cross-site' })).toBe(false);
  });

  test('if it asks for a host of the app', async () => {
    await serve({ allowedHosts: ['a.test'], mode: 'production' });
    expect(await site.refusal('?vsn=skerry-1')).toBe(421);
    expect(await site.refusal('?vsn=skerry-1', { host: 'b.test' })).toBe(421);
    expect(await opens({ host: 'a.test' })).toBe(true);
  });
});

describe('a guard of connections', () => {
  test('is a tap of beforeRequest or beforeConnect, which may be asynchronous', async () => {
    let answer: ReturnType<typeof deny | typeof redirect> | undefined;
    await serve({
      taps({ beforeRequest, beforeConnect }) {
        beforeRequest.tap(async ({ url }) => (url.pathname === livePath ? answer : undefined));
        beforeConnect.tap(({ headers }) => (headers.get('x-bad') ? deny() : undefined));
      },
    });
    const { cookie } = await site.visit();
    answer = deny('no');
    expect(await site.refusal('?vsn=skerry-1')).toBe(403);
    answer = redirect('/login');
    expect(await site.refusal('?vsn=skerry-1')).toBe(403);
    answer = undefined;
    expect(await site.refusal('?vsn=skerry-1', { 'x-bad': '1' })).toBe(403);
    expect(site.calls('beforeConnect')).toHaveLength(1);
    await (await site.connect(cookie, { version: '1.0.0' })).cut();
    expect(site.calls('beforeConnect')[1]).toMatchObject({
      version: '1.0.0',
      session: { id: expect.any(String) },
    });
    expect(site.calls('onConnect')).toHaveLength(1);
  });

  test('sees the URL and the address that a trusted proxy names, and no other headers of proxies', async () => {
    await serve({
      trustProxy: 1,
      taps: ({ beforeRequest }) => beforeRequest.tap(() => deny()),
    });
    await site.refusal('?vsn=skerry-1', {
      'x-forwarded-for': '6.6.6.6, 1.1.1.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'WWW.a.test:443',
      forwarded: 'for=6.6.6.6',
    });
    const [asked] = site.calls('beforeRequest');
    const href = `https://www.a.test${livePath}?vsn=skerry-1`;
    expect([asked?.url.href, asked?.request.url]).toEqual([href, href]);
    expect(asked?.request).toMatchObject({ ip: '1.1.1.1' });
    const { headers } = asked!.request;
    expect(headers.get('x-forwarded-for')).toBe('1.1.1.1');
    expect(headers.get('forwarded')).toBeNull();
  });

  test('that ends after the server has stopped opens no connection', async () => {
    let began = () => {};
    let go = () => {};
    const asked = new Promise<void>((resolve) => (began = resolve));
    const answer = new Promise<undefined>((resolve) => (go = () => resolve(undefined)));
    await serve({
      taps: ({ beforeConnect }) => beforeConnect.tap(() => (began(), answer)),
    });
    const refusal = site.refusal('?vsn=skerry-1');
    await asked;
    const closed = site.app.close();
    go();
    expect(await refusal).toBe(503);
    await closed;
    expect(site.calls('onConnect')).toEqual([]);
  });

  test('refuses the connection if it fails', async () => {
    await serve({
      taps: ({ beforeConnect }) =>
        beforeConnect.tap(() => {
          throw new Error('in the tap');
        }),
    });
    expect(await site.refusal('?vsn=skerry-1')).toBe(403);
    expect(site.errors).toEqual(['in the tap']);
  });

  test('is not confused by a malformed host', async () => {
    await serve({ taps: ({ beforeRequest }) => beforeRequest.tap(() => undefined) });
    for (const host of ['a.test:99999', '[', 'user:pass@a.test', 'a b']) {
      const socket = connect(site.server.port, '127.0.0.1').setEncoding('latin1');
      const lines = [
        `GET ${livePath}?vsn=skerry-1 HTTP/1.1`,
        `Host: ${host}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ];
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      const [answer] = await once(socket, 'data');
      expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request/);
      socket.destroy();
    }
    expect((await site.visit()).response.status).toBe(200);
  });
});

test('a client that offers the protocol of Phoenix is answered with it', async () => {
  await serve();
  const url = `ws://127.0.0.1:${site.server.port}${livePath}?vsn=2.0.0`;
  const socket = new WebSocket(url, ['phoenix', 'base64url.bearer.phx.dG9rZW4']);
  await once(socket, 'open');
  expect(socket.protocol).toBe('phoenix');
  socket.terminate();
});

describe('only the WebSocket itself is closed after a message', () => {
  /** Sends on one of two connections; the other goes on. */
  const codeAfter = async (
    send: (socket: WebSocket) => void,
    options?: SiteOptions,
  ): Promise<number> => {
    await serve(options);
    const [bad, good] = [await site.connect(''), await site.connect('')];
    send(bad.socket);
    const code = await bad.closed;
    expect(await good.ask([0, 1])).toEqual([0, 1, {}, 0]);
    return code;
  };
  const notUtf8 = Buffer.from([0x5b, 0xff, 0x5d]);

  test('of text that is not UTF-8', async () => {
    expect(await codeAfter((socket) => socket.send(notUtf8, { binary: false }))).toBe(1007);
  });

  test('of bytes that are not UTF-8', async () => {
    expect(await codeAfter((socket) => socket.send(notUtf8))).toBe(1007);
  });

  test('in too many fragments', async () => {
    const send = (socket: WebSocket) => {
      for (let i = 0; i < 10; i++) socket.send('[', { fin: false });
    };
    expect(await codeAfter(send, { limits: { maxFragments: 8 } })).toBe(1008);
  });
});
