import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, describe, expect, test } from 'vitest';

import { serveViews, type Site, type SiteOptions } from '../../test/visitor.js';
import { defineLive } from '../live/author/define.js';

const Counter = defineLive({ mount: () => ({}) }, () => <b>here</b>, 'counter');

let site: Site;
afterEach(() => site.stop());

/** An app with a page that waits, one with a region, and one that does neither. */
async function serveHinted(options: Partial<SiteOptions>): Promise<void> {
  const routes = {
    'index.tsx': { default: () => <Counter /> },
    'slow.tsx': { default: async () => <p>slow</p> },
    'quick.tsx': { default: () => <p>quick</p> },
  };
  site = await serveViews({ counter: Counter }, { routes, ...options });
}

describe('early hints', () => {
  const proxied = {
    'x-forwarded-for': '192.0.2.1',
    'x-forwarded-proto': 'https',
    'sec-fetch-mode': 'navigate',
  };
  const assets: SiteOptions['assets'] = {
    styles: () => ['/main.css'],
    scripts: [],
    client: { script: '/client.js', preloads: ['/wire.js'], styles: [] },
    hasRegions: () => true,
  };

  /** Asks for a page; returns what came before the answer, and the `Link` of the answer. */
  async function hints(path: string, headers: Record<string, string>) {
    const asked = request(`${site.origin}${path}`, { headers });
    const early: unknown[] = [];
    asked.on('information', ({ headers: { link } }: { headers: IncomingHttpHeaders }) =>
      early.push(link),
    );
    const [response] = await once(asked.end(), 'response');
    response.resume();
    return [early, response.headers.link];
  }

  test('name the files of a page that has to wait, over HTTP/2 alone', async () => {
    await serveHinted({ earlyHints: true, trustProxy: 1, assets });
    const style = '</main.css>; rel=preload; as=style';
    const scripts = '</client.js>; rel=modulepreload, </wire.js>; rel=modulepreload';
    expect(await hints('/slow', proxied)).toEqual([[`${style}, ${scripts}`], style]);
    expect(await hints('/slow', { ...proxied, 'sec-fetch-mode': 'cors' })).toEqual([[], style]);
    expect(await hints('/slow', { 'sec-fetch-mode': 'navigate' })).toEqual([[], style]);
    expect(await hints('/quick', proxied)).toEqual([[], style]);
    expect(await hints('/', proxied)).toEqual([[expect.anything()], `${style}, ${scripts}`]);
  });

  test('are not sent to proxies that speak HTTP/1.0', async () => {
    await serveHinted({ earlyHints: true, trustProxy: 1, assets });
    const { port, hostname } = new URL(site.origin);
    const socket = connect(Number(port), hostname);
    const headers = Object.entries(proxied).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET /slow HTTP/1.0\r\nhost: ${hostname}:${port}\r\n${headers.join('')}\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1.1 200/);
  });

  test('are sent by option alone', async () => {
    await serveHinted({ trustProxy: 1, assets });
    expect(await hints('/slow', proxied)).toEqual([[], expect.anything()]);
  });
});
