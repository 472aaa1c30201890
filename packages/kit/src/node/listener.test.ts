import { once } from 'node:events';
import { createServer } from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo, Server } from 'node:net';

import { afterEach, describe, expect, test } from 'vitest';

import { resolveConfig } from '../core/config.js';
import type { Listener } from './edge.js';
import { createListener } from './listener.js';

let server: Server;
afterEach(() => void server.close());

const respond = createListener({
  config: resolveConfig({ secret: 'a secret for tests of 32 bytes or more' }, { log: console }),
  report: (error) => {
    throw error;
  },
  async fetch() {
    const response = new Response('Hi', { headers: { vary: 'cookie', 'x-name': 'app' } });
    response.headers.append('set-cookie', 'session=a');
    response.headers.append('set-cookie', 'theme=b');
    return response;
  },
});

async function listen(made: Server): Promise<string> {
  server = made.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a listener sends every cookie of a response', () => {
  test.each<[string, Listener]>([
    ['if nobody has set a header', respond],
    [
      'if another middleware has set headers, which the response may set again',
      (request, response) => {
        response.setHeader('x-name', 'middleware');
        response.setHeader('x-kept', 'middleware');
        respond(request, response);
      },
    ],
    [
      'if a header was set and removed',
      (request, response) => {
        response.setHeader('etag', 'a');
        response.removeHeader('etag');
        respond(request, response);
      },
    ],
  ])('%s', async (name, listener) => {
    const { headers } = await fetch(await listen(createServer(listener)));
    expect(headers.getSetCookie()).toEqual(['session=a', 'theme=b']);
    expect(headers.get('vary')).toBe('cookie');
    expect(headers.get('x-name')).toBe('app');
    expect(headers.get('x-kept')).toBe(name.includes('may set') ? 'middleware' : null);
  });

  test('over HTTP/2', async () => {
    // seam: the listener sees no difference to HTTP/1
    const origin = await listen(http2.createServer(respond as never));
    const session = http2.connect(origin);
    const [headers] = (await once(session.request({ ':path': '/' }), 'response')) as [
      http2.IncomingHttpHeaders,
    ];
    expect(headers['set-cookie']).toEqual(['session=a', 'theme=b']);
    expect(headers['x-name']).toBe('app');
    session.close();
  });
});
