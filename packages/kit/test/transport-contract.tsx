import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { CloseReason } from '../src/core/close-reason.js';
import { deny } from '../src/core/deny.js';
import { defaultLimits } from '../src/core/limits.js';
import { defineLive } from '../src/live/author/define.js';
import { stopClock } from './clock.js';
import { type Host, type Line, serveViews, type Site, type SiteOptions } from './visitor.js';

/** A browser's end of a connection. */
export interface TransportClient extends Pick<
  Line,
  'ask' | 'cut' | 'join' | 'next' | 'pause' | 'resume' | 'send' | 'settled'
> {
  /** How the client saw the connection closed by the server. */
  readonly closed: Promise<unknown>;
}

/** One way from a browser to the server. */
export interface TransportWay {
  /** Opens a connection. */
  connect(site: Site, cookie: string): Promise<TransportClient>;
  /** Asks for a connection that is refused; returns the status. */
  refusal(
    site: Site,
    version: string,
    headers?: Record<string, string>,
  ): Promise<number | undefined>;
  /** How a client sees each reason of the server. */
  readonly closings: Readonly<Record<CloseReason, unknown>>;
}

/** The codes that `onDisconnect` promises, whatever the transport. */
const codes: Readonly<Record<CloseReason, number>> = {
  'not-utf8': 1007,
  'protocol-error': 1008,
  'too-many-frames': 1008,
  'too-large': 1009,
  reconnect: 1012,
  unresponsive: 1013,
  'session-over': 4001,
};
const reasons = Object.keys(codes) as CloseReason[];

/** A few of these are more than the buffers of two sockets and the kernel. */
const ballast = 'x'.repeat(512 * 1024);
const maxOutboundBytes = 1024 * 1024;

const Counter = defineLive(
  {
    mount: () => ({ count: 0 }),
    events: {
      add(live) {
        live.assign({ count: live.state.count + 1 });
        live.reply(live.state.count);
      },
      download: (live) => live.reply(ballast),
    },
  },
  ({ state }) => <p>{state.count}</p>,
  'counter',
);

let site: Site;

async function serve(options?: SiteOptions): Promise<void> {
  site = await serveViews({ counter: Counter }, options);
}

interface Page {
  readonly client: TransportClient;
  readonly host: Host;
  readonly cookie: string;
}

/** A page with its region joined on channel 1. */
async function openPage(way: TransportWay): Promise<Page> {
  const { hosts, cookie } = await site.visit();
  const [host] = hosts as [Host];
  const client = await way.connect(site, cookie);
  await client.join(1, host, { have: 0, page: 'page' });
  return { client, host, cookie };
}

/** Every transport keeps these promises. */
export function testTransport(name: string, way: TransportWay): void {
  afterEach(() => site.stop());

  describe(`frames over ${name}`, () => {
    test('arrive in order, and so do their answers', async () => {
      await serve();
      const { client } = await openPage(way);
      for (let seq = 1; seq <= 30; seq++) client.send([1, seq, 'add']);
      const frames = await client.settled();
      expect(frames.map(([, seq, , count]) => [seq, count])).toEqual(
        Array.from({ length: 30 }, (_, i) => [i + 1, i + 1]),
      );
    });

    test('wait while the connection pauses the client', async () => {
      await serve();
      const { client } = await openPage(way);
      const { transport } = site.connections[0]!;
      transport.pause();
      client.send([1, 1, 'add']);
      await (await openPage(way)).client.settled();
      expect(site.calls('afterEvent')).toEqual([]);
      transport.resume();
      expect(await client.next()).toMatchObject([1, 1, { 0: '1' }, 1]);
    });
  });

  testUnreadable(name, way);
  testPressure(name, way);
  testClosings(name, way);
  testHeartbeats(name, way);
  testRefusals(name, way);
}

function testUnreadable(name: string, way: TransportWay): void {
  const deep = (levels: number) => `[1,1,"echo",${'['.repeat(levels)}${']'.repeat(levels)}]`;
  test.each<[title: string, frame: string, reason: CloseReason]>([
    ['too large', `{"event":"${'x'.repeat(64 * 1024)}"}`, 'too-large'],
    ['far too large', `[1,1,"echo","${'x'.repeat(128 * 1024)}"]`, 'too-large'],
    ['too deep', deep(40), 'protocol-error'],
    ['far too deep', deep(30_000), 'protocol-error'],
    ['of too many values', `[1,1,"echo",[${'1,'.repeat(11_000)}1]]`, 'protocol-error'],
    ['no JSON', '[1,1,', 'protocol-error'],
    ['empty', '', 'protocol-error'],
    ['an object', '{}', 'protocol-error'],
    ['a number', '1', 'protocol-error'],
    ['without a channel', '[]', 'protocol-error'],
    ['with a prototype', '[1,1,"echo",{"__proto__":{"a":1}}]', 'protocol-error'],
    ['with a prototype in disguise', '[1,1,"echo",{"\\u005f_proto__":1}]', 'protocol-error'],
  ])(
    `an unreadable frame closes its connection over ${name}, and no other: %s`,
    async (_, frame, reason) => {
      await serve();
      const { client, host } = await openPage(way);
      const other = await openPage(way);
      const { topic, token } = host;
      client.send(frame);
      client.send([1, 2, 'add']);
      client.send([2, 0, { topic, token, page: 'next' }]);
      expect(await client.closed).toBe(way.closings[reason]);
      await site.until(() => site.calls('onDisconnect').length === 1);
      expect(site.calls('afterEvent')).toEqual([]);
      expect(site.calls('onJoin')).toHaveLength(2);
      expect(await other.client.ask([1, 1, 'add'])).toMatchObject([1, 1, { 0: '1' }, 1]);
    },
  );

  test(`maxPayload bounds the frames of ${name}, and the server hears why it closed`, async () => {
    await serve({ limits: { maxPayload: 1000 } });
    const { client } = await openPage(way);
    client.send(`[1,1,"echo","${'x'.repeat(2000)}"]`);
    const code = way.closings['too-large'];
    expect(await client.closed).toBe(code);
    await site.until(() => site.calls('onDisconnect').length === 1);
    expect(site.calls('onDisconnect')).toMatchObject([{ code }]);
  });
}

function testPressure(name: string, way: TransportWay): void {
  describe(`a client of ${name} that does not read`, () => {
    let page: Page;
    beforeEach(async () => {
      await serve({ limits: { maxOutboundBytes } });
      page = await openPage(way);
      page.client.pause();
    });

    /** Requests downloads, one by one, as long as something is so; returns the most bytes that waited. */
    const downloadWhile = async (condition: () => boolean): Promise<number> => {
      const [{ transport }] = site.connections as [Site['connections'][number]];
      let most = 0;
      for (let seq = 1; condition() && seq < 100; seq++) {
        const answered = site.calls('afterEvent').length;
        page.client.send([1, seq, 'download']);
        await site.until(() => !condition() || site.calls('afterEvent').length > answered);
        most = Math.max(most, transport.buffered);
      }
      return most;
    };

    test('costs a bounded amount and is closed, and its region waits', async () => {
      const [connection] = site.connections as [Site['connections'][number]];
      const most = await downloadWhile(() => connection.open);
      expect(connection.open).toBe(false);
      expect(most).toBeGreaterThan(maxOutboundBytes);
      expect(most).toBeLessThan(maxOutboundBytes + 2 * ballast.length);
      expect(site.calls('onDisconnect')).toMatchObject([{ code: codes.unresponsive }]);
      page.client.resume();
      await page.client.closed;
      const next = await way.connect(site, page.cookie);
      expect((await next.join(1, page.host, { page: 'page' }))[3]).toBeGreaterThan(2);
    });

    test('counts as slow until it has caught up', async () => {
      const [connection] = site.connections as [Site['connections'][number]];
      await downloadWhile(() => !connection.congested);
      expect([connection.congested, connection.open]).toEqual([true, true]);
      page.client.resume();
      await page.client.settled();
      expect(connection.congested).toBe(false);
    });
  });
}

function testClosings(name: string, way: TransportWay): void {
  describe(`a connection over ${name}`, () => {
    test.each(reasons)(
      'that the server closes is closed once, with its reason: %s',
      async (reason) => {
        await serve();
        const { client } = await openPage(way);
        const [connection] = site.connections as [Site['connections'][number]];
        connection.close(reason, 'Because.');
        expect(site.calls('onDisconnect')).toMatchObject([
          { code: codes[reason], reason: 'Because.' },
        ]);
        connection.close('protocol-error', 'Again.');
        expect(await client.closed).toBe(way.closings[reason]);
        expect(site.calls('onDisconnect')).toHaveLength(1);
        expect(site.app.usage().connections).toBe(0);
      },
    );

    test('that is dropped leaves its region to the next', async () => {
      await serve();
      const { client, host, cookie } = await openPage(way);
      await client.ask([1, 1, 'add']);
      client.cut();
      await site.until(() => site.calls('onDisconnect').length === 1);
      expect(site.calls('onDisconnect')).toMatchObject([{ code: 1006, reason: '' }]);
      const next = await way.connect(site, cookie);
      expect(await next.join(1, host, { have: 1, page: 'page' })).toEqual([1, 0, {}, 1]);
    });
  });
}

function testHeartbeats(name: string, way: TransportWay): void {
  describe(`heartbeats over ${name}`, () => {
    test('are answered, before and after a join', async () => {
      await serve();
      const client = await way.connect(site, '');
      expect(await client.ask([0, 5])).toEqual([0, 5, {}, 0]);
      expect(await (await openPage(way)).client.ask([0, 6])).toEqual([0, 6, {}, 1]);
    });

    test('keep a connection; a silent one is closed, and its region waits', async () => {
      const pass = stopClock();
      await serve();
      const { client, host, cookie } = await openPage(way);
      await client.ask([1, 1, 'add']);
      for (let i = 0; i < 3; i++) {
        pass(defaultLimits.heartbeatTimeout);
        await client.settled();
      }
      // Its last sign of life was a moment ago; the server looks now and then.
      pass(defaultLimits.heartbeatTimeout);
      expect(site.calls('onDisconnect')).toEqual([]);
      pass(10_000);
      expect(await client.closed).toBe(way.closings.unresponsive);
      expect(site.calls('onDisconnect')).toMatchObject([{ code: codes.unresponsive }]);
      const next = await way.connect(site, cookie);
      expect(await next.join(1, host, { have: 1, page: 'page' })).toEqual([1, 0, {}, 1]);
    });
  });
}

function testRefusals(name: string, way: TransportWay): void {
  test.each<
    [
      title: string,
      status: number,
      options: SiteOptions,
      request?: { version?: string; headers?: Record<string, string> },
    ]
  >([
    ['of an unknown codec', 403, {}, { version: 'skerry-2' }],
    ['of a page of another origin', 403, {}, { headers: { origin: 'https://evil.test' } }],
    [
      'that beforeRequest denies',
      403,
      { taps: ({ beforeRequest }) => beforeRequest.tap(() => deny('no')) },
    ],
    [
      'that beforeConnect denies',
      403,
      { taps: ({ beforeConnect }) => beforeConnect.tap(() => deny('no')) },
    ],
  ])(`a request for ${name} is refused: one %s`, async (_, status, options, request = {}) => {
    await serve(options);
    const { version = 'skerry-1', headers } = request;
    expect(await way.refusal(site, version, headers)).toBe(status);
    expect(site.calls('onConnect')).toEqual([]);
  });
}
