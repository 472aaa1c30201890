import { once } from 'node:events';
import { get } from 'node:http';
import http2 from 'node:http2';
import { setTimeout as pause } from 'node:timers/promises';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';

import { afterEach, describe, expect, test } from 'vitest';

import { component } from '../packages/kit/src/template/component.js';
import { jsx } from '../packages/kit/src/jsx/jsx-runtime.js';
import { defineLive } from '../packages/kit/src/live/author/define.js';
import type { PageProps } from '../packages/kit/src/page/module.js';
import { Suspense } from '../packages/kit/src/template/suspense.js';
import { type Deferred, deferred } from '../packages/kit/test/deferred.js';
import { serveViews, type Site } from '../packages/kit/test/visitor.js';
import { type RunningProxy, startProxy } from './proxies.js';

const Counter = defineLive(
  {
    mount: () => ({ count: 0 }),
    events: { add: (live) => live.assign({ count: live.state.count + 1 }) },
  },
  ({ state }) => jsx('p', { children: state.count }),
  'counter',
);

let site: Site;
let proxy: RunningProxy;
let part: Deferred<string>;
afterEach(async () => {
  await proxy.stop();
  await site.stop();
});

/** Serves an app behind a proxy, and visits it through that. */
async function serveBehind(name: string): Promise<void> {
  part = deferred<string>();
  const late = () => component(Suspense as never, { fallback: 'waiting', children: part.promise });
  const told = ({ url, request }: PageProps) => `${url.origin} ${request.ip}`;
  site = await serveViews(
    { counter: Counter },
    {
      trustProxy: 'loopback',
      earlyHints: true,
      assets: { styles: () => ['/main.css'], scripts: [] },
      routes: {
        'slow.tsx': { default: () => part.promise },
        'index.tsx': { default: () => component(Counter, {}) },
        'late.tsx': { default: late },
        'told.tsx': { default: told },
      },
    },
  );
  proxy = await startProxy(name, site.server.port);
  site.server = { port: proxy.port, stop: site.server.stop };
}

/** Opens a connection, once the proxy has made itself a certificate. */
async function openHttp2(port: number): Promise<http2.ClientHttp2Session> {
  for (;;) {
    const client = http2.connect(`https://localhost:${port}`, { rejectUnauthorized: false });
    const isOpen = await new Promise((resolve) =>
      client.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    );
    if (isOpen) return client;
    client.destroy();
    expect(proxy.hasEnded).toBe(false);
    await pause(20);
  }
}

/** Reads until the text holds another. */
async function readUntil(chunks: AsyncIterator<Buffer>, text: string): Promise<string> {
  let read = '';
  while (!read.includes(text)) {
    const { value, done } = await chunks.next();
    if (done) throw new Error(`The body ended without ${text}: ${read}`);
    read += String(value);
  }
  return read;
}

const decoders = {
  identity: () => new PassThrough(),
  gzip: createGunzip,
  br: createBrotliDecompress,
};

describe.each(['nginx', 'caddy'])('behind %s', (name) => {
  test.each(Object.entries(decoders))(
    'the parts of a page arrive as they are sent: %s',
    async (encoding, decoder) => {
      await serveBehind(name);
      const headers = { 'accept-encoding': encoding, 'sec-ch-ua': '"Chromium";v="156"' };
      const asked = get({ port: site.server.port, host: '127.0.0.1', path: '/late', headers });
      const [response] = await once(asked, 'response');
      const chunks = response.pipe(decoder())[Symbol.asyncIterator]();
      expect(await readUntil(chunks, 'waiting')).not.toContain('<template');
      part.resolve('content');
      expect(await readUntil(chunks, '</html>')).toContain('>content</template>');
    },
  );

  test('live views connect, and the app knows its visitor', async () => {
    await serveBehind(name);
    const origin = `http://127.0.0.1:${site.server.port}`;
    expect((await site.visit('/told')).html).toContain(`<body>${origin} 127.0.0.1</body>`);
    const { line } = await site.open();
    expect(await line.ask([1, 1, 'add'])).toEqual([1, 1, { 0: '1' }]);
  });
});

test('early hints of a page reach a visitor over HTTP/2, before the page', async () => {
  await serveBehind('caddy over HTTP/2');
  const client = await openHttp2(site.server.port);
  const stream = client.request({ ':path': '/slow', 'sec-fetch-mode': 'navigate' });
  const [early] = await once(stream, 'headers');
  expect(early).toMatchObject({ ':status': 103, link: '</main.css>; rel=preload; as=style' });
  part.resolve('slow');
  const [answer] = await once(stream, 'response');
  expect(answer).toMatchObject({ ':status': 200, link: '</main.css>; rel=preload; as=style' });
  expect(await text(stream)).toContain('<body>slow</body>');
  client.close();
});
