import { Console } from 'node:console';
import { once } from 'node:events';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { islandReportPath, type Refusal } from '@skerry/wire';

import type { StandardSchemaV1 } from '@standard-schema/spec';
import { afterEach, describe, expect, test } from 'vitest';

import { stopClock } from '../../test/clock.js';
import { serveViews, type Site } from '../../test/visitor.js';
import type { Limits } from '../core/limits.js';
import { defineLive, event } from '../live/author/define.js';
import type { PageProps } from '../page/module.js';

/** A schema that repeats the value and the path, which are both the visitor's. */
const echoing: StandardSchemaV1<unknown, string> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => ({ issues: [{ message: `received "${value}"`, path: [`${value}`] }] }),
  },
};

const View = defineLive(
  {
    mount: () => ({}),
    events: {
      checked: event(echoing, () => {}),
      fail(_live, payload) {
        const cause = new Error(`caused by ${payload}`);
        throw Object.assign(new Error(`no ${payload}`, { cause }), { detail: payload });
      },
    },
  },
  () => 'Hi',
  'view',
);

/** A page that fails, and repeats the visitor's words. */
const routes = {
  'index.tsx': { default: () => <View /> },
  '[...rest].tsx': {
    default({ url, request }: PageProps) {
      const { pathname, host } = url;
      const agent = request.headers.get('user-agent');
      throw new Error(`no ${decodeURIComponent(pathname)} on ${host} for ${agent}`);
    },
  },
};

const hostile: readonly [name: string, text: string][] = [
  ['line breaks', 'a\r\nINFO all is well\nb'],
  ['an escape sequence', '\u001b[2J\u001b]0;title\u0007'],
  ['C1 controls', '\u009b2J\u0085'],
  ['marks that reorder', '\u202eabc\u2066'],
  ['separators of lines', '\u2028INFO all is well\u2029'],
  ['half a surrogate pair', 'a\ud800b'],
  ['zero width', 'ad\u200bmin\ufeff'],
  ['a format', '%s %o %d %j'],
  ['encoded line breaks', 'a%0aINFO all is well%0d%0a'],
  ['60 kB', 'x'.repeat(60_000)],
];

/** Text that is safe for a terminal: no control, invisible or reordering characters. */
const harmless = /^(?:[^\p{C}\p{Zl}\p{Zp}]|\n)*$/u;

let site: Site;
afterEach(() => site.stop());

/** Serves the app with a log that a console writes to a stream, and returns a reader of that stream. */
async function serve(limits: Partial<Limits> = {}): Promise<() => Promise<string>> {
  const stream = new PassThrough();
  const written = text(stream);
  const log = new Console(stream);
  site = await serveViews({ view: View }, { routes, log, limits, mode: 'production' });
  return async () => {
    await site.stop();
    stream.end();
    return written;
  };
}

function expectHarmless(log: string): void {
  expect(log).toMatch(harmless);
  expect(log).not.toMatch(/^INFO/m);
  for (const line of log.split('\n')) expect(line.length).toBeLessThan(2_500);
  expect(log.length).toBeLessThan(100_000);
}

/** Sends bytes over a connection of its own, and returns what came back. */
async function raw(lines: readonly string[]): Promise<string> {
  const socket = connect(site.server.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`, 'latin1');
  return text(socket);
}

describe.each(hostile)('%s of a visitor', (_name, words) => {
  test('in events, topics, tokens and references stay in one line of the log and a short reply', async () => {
    const log = await serve();
    const { line, host } = await site.open();
    const frames = [
      [1, 1, words.slice(0, 256)],
      [1, 2, 'checked', words],
      [1, 3, 'fail', words],
      [1, 4, words],
      [1, 5, 'checked', null, words],
      [2, 0, { topic: words, token: host.token }],
      [2, 0, { topic: 'lv:x', token: words }],
      [2, 0, { topic: `lv:${words}`, token: host.token, page: words.slice(0, 256) }],
    ] as const;
    for (const frame of frames) {
      const [, , , error] = await line.ask(frame);
      const { issues = [], ...refusal } = error as Refusal;
      expect(refusal).toEqual({
        code: expect.any(String),
        reason: expect.stringMatching(harmless),
      });
      for (const { path, message } of issues)
        for (const text of [...path, message]) expect(text).toMatch(harmless);
      expect(JSON.stringify(error).length).toBeLessThan(800);
    }
    const text = await log();
    expectHarmless(text);
    expect(text).toContain('  caused by Error: caused by ');
    // A visitor's mistake is logged without a stack.
    for (const fault of ['declares no event', 'refuses its payload'])
      expect(text).toMatch(
        new RegExp(`^event in the live view view on / failed: .*${fault}.*\n(?! )`, 'm'),
      );
  });

  test('in frames of Phoenix', async () => {
    const log = await serve();
    const { cookie } = await site.visit();
    for (const version of ['2.0.0', '1.0.0']) {
      const line = await site.connect(cookie, { version });
      const [ref, topic] = [words.slice(0, 256), `lv:${words}`.slice(0, 256)];
      line.send(
        version === '2.0.0'
          ? [ref, ref, topic, 'phx_join', { token: words }]
          : { join_ref: ref, ref, topic, event: 'phx_join', payload: { token: words } },
      );
      const answer = JSON.stringify(await line.next());
      expect(answer).toContain('"status":"error"');
      expect(answer.length).toBeLessThan(4_000);
      line.cut();
    }
    expectHarmless(await log());
  });

  test('in reports of islands', async () => {
    const log = await serve();
    const report = { name: words.slice(0, 256), strategy: words.slice(0, 64), phase: 'load' };
    for (const message of [words, words.slice(0, 1_000)]) {
      const body = JSON.stringify({ ...report, message });
      const response = await fetch(site.origin + islandReportPath, { method: 'POST', body });
      expect(await response.text()).toMatch(/^[ -~]{0,100}$/);
    }
    const text = await log();
    expectHarmless(text);
    expect(text.split('\n').filter(Boolean).length).toBeLessThan(3);
    expect(text).toContain('failed in a browser');
  });

  test('in a path, a host, a header, a cookie and a version', async () => {
    const log = await serve();
    const path = encodeURIComponent(words.toWellFormed()).slice(0, 9_000);
    // Node accepts only these characters in a header.
    const header = words.replaceAll(/[^\t -~\u0080-\u00ff]/g, '').slice(0, 4_000);
    for (const lines of [
      [`GET /a${path}/ HTTP/1.1`, 'Host: a'],
      [`GET /a${path} HTTP/1.1`, 'Host: a'],
      [`GET /b HTTP/1.1`, `Host: ${header}`],
      [`GET /c HTTP/1.1`, 'Host: a', `User-Agent: ${header}`, `Origin: ${header}`],
      [`GET /d HTTP/1.1`, 'Host: a', `Cookie: ${header}=${header}`],
      [`GET /_skerry/live/websocket?vsn=${path} HTTP/1.1`, 'Host: a', ...upgrade],
      [`GET /_skerry/live/websocket?vsn=2.0.0 HTTP/1.1`, `Host: ${header}`, ...upgrade],
      [
        `GET /_skerry/live/websocket?vsn=2.0.0 HTTP/1.1`,
        'Host: a',
        `Origin: ${header}`,
        ...upgrade,
      ],
    ]) {
      const [head = '', body = ''] = (await raw(lines)).split('\r\n\r\n');
      expect(head).toMatch(/^HTTP\/1\.1 (?:[34]\d\d|500) /);
      expect(body.replaceAll('\r\n', '')).toMatch(harmless);
      expect(body.length).toBeLessThan(1_000);
    }
    const text = await log();
    expectHarmless(text);
    expect(text).toContain('request for /');
  });
});

test('a connection that floods the app with requests for missing channels leaves ten lines in the log and a count', async () => {
  // All entries are of one minute.
  stopClock();
  const log = await serve({ maxEventBurst: 1_000, maxFrameBurst: 2_000 });
  const { line } = await site.open();
  for (let seq = 1; seq <= 1_000; seq++) line.send([1, seq, `nothing ${seq}`]);
  await line.settled();
  expect(site.errors).toHaveLength(1_000);
  const lines = (await log()).split('\n').filter(Boolean);
  expect(lines.slice(10)).toEqual(['Left out of the log in this minute: 990 × unknown-event.']);
});

test('the reason that a client gives for closing is harmless to plugins', async () => {
  await serve();
  const { line } = await site.open();
  line.socket.close(4_000, '\u001b[2J\u202e');
  await site.until(() => site.calls('onDisconnect').length === 1);
  expect(site.calls('onDisconnect')).toMatchObject([
    { code: 4_000, reason: String.raw`\u001b[2J\u202e` },
  ]);
});

const upgrade = [
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];
