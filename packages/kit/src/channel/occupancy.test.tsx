import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { livePath } from '@skerry/wire';

import { patience } from '../../../../test/patience.js';
import { deferred } from '../../test/deferred.js';
import { serveViews, type Site, type SiteOptions } from '../../test/visitor.js';
import { deny } from '../core/deny.js';
import { defineLive } from '../live/author/define.js';

let site: Site;
afterEach(() => site.stop());

const View = defineLive({ mount: () => ({}) }, () => <p>x</p>, 'view');
const serve = async (options: SiteOptions): Promise<Site> =>
  (site = await serveViews({ view: View }, options));

const status = (cookie = '') => site.refusal('?vsn=skerry-1', { cookie });

/** Opens so many connections, each in a session of its own. */
const open = async (count: number) =>
  Promise.all(Array.from({ length: count }, () => site.connect('')));

/** Waits until the server has noticed that connections were dropped. */
const noticed = (count: number) => site.until(() => site.calls('onDisconnect').length === count);

test('the connections of the process are bounded, and refused before any guard is asked', async () => {
  await serve({ limits: { maxConnections: 2 } });
  const lines = await open(2);
  expect(await status()).toBe(503);
  expect(site.calls('beforeConnect')).toHaveLength(2);
  expect(site.app.usage().connections).toBe(2);
  lines[0]!.cut();
  await noticed(1);
  (await site.connect('')).cut();
});

test('the connections of one address are bounded', async () => {
  await serve({ limits: { maxConnectionsPerAddress: 2 } });
  const lines = await open(2);
  expect(await status()).toBe(429);
  lines[0]!.cut();
  await noticed(1);
  (await site.connect('')).cut();
});

test('the connections of one session are bounded, whatever other sessions do', async () => {
  await serve({ limits: { maxConnectionsPerSession: 2 } });
  const { cookie } = await site.visit();
  const lines = [await site.connect(cookie), await site.connect(cookie)];
  expect(await status(cookie)).toBe(429);
  await site.connect((await site.visit()).cookie);
  lines[0]!.cut();
  await noticed(1);
  (await site.connect(cookie)).cut();
});

describe('a connection counts', () => {
  test('from its request on, while guards still decide', async () => {
    const guard = deferred();
    await serve({
      limits: { maxConnections: 1 },
      taps: ({ beforeConnect }) => beforeConnect.tap(() => guard.promise as Promise<undefined>),
    });
    const first = site.socket('?vsn=skerry-1');
    await site.until(() => site.calls('beforeConnect').length === 1);
    expect(await status()).toBe(503);
    guard.resolve();
    await once(first, 'open');
  });

  test('no longer once a guard refused it', async () => {
    await serve({
      limits: { maxConnections: 1 },
      taps: ({ beforeConnect }) =>
        beforeConnect.tap(({ headers }) => (headers.get('x-bad') ? deny() : undefined)),
    });
    expect(await site.refusal('?vsn=skerry-1', { 'x-bad': '1' })).toBe(403);
    await vi.waitFor(() => site.connect(''), patience);
  });

  test('no longer once its upgrade failed', async () => {
    await serve({ limits: { maxConnections: 1 } });
    const socket = connect(site.server.port, '127.0.0.1');
    const lines = ['Host: a', 'Connection: Upgrade', 'Upgrade: websocket'];
    socket.write(`GET ${livePath}?vsn=skerry-1 HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    socket.resume();
    await once(socket, 'close');
    await vi.waitFor(() => site.connect(''), patience);
  });
});

test('a connection limit that is reached is reported by its name, once a minute', async () => {
  await serve({ limits: { maxConnectionsPerAddress: 1 } });
  await open(1);
  for (let i = 0; i < 3; i++) expect(await status()).toBe(429);
  expect(site.errors).toEqual(['too-many-connections']);
  const [{ error, where }] = site.calls('onError') as [{ error: Error; where: string }];
  expect([where, error.message]).toEqual([
    'connect',
    'Connections are refused, since 1 are open (the limit "maxConnectionsPerAddress").',
  ]);
});
