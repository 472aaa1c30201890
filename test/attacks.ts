import { connect, type Socket } from 'node:net';

/** The bytes that an attacker sends on one connection, and the statuses of the answers before the server closes it. */
export interface Attack {
  readonly sent: string | Buffer;
  readonly answers: RegExp;
  /** The attacker's behaviour after that: it closes its side, sends one more byte now and then, or reads nothing. */
  readonly after?: 'end' | 'drip' | 'deaf';
}

const crlf = '\r\n';

const request = (line: string, headers: readonly string[] = [], body = ''): string =>
  [line, 'Host: a.test', ...headers, '', body].join(crlf);

/** A request after which its connection is closed. */
const last = (path: string, ...headers: string[]): string =>
  request(`GET ${path} HTTP/1.1`, ['Connection: close', ...headers]);

const live = '/_skerry/live/websocket';
const handshake = [
  'Connection: upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];
const upgrade = (path: string, headers: readonly string[] = handshake, method = 'GET'): string =>
  request(`${method} ${path} HTTP/1.1`, headers);

const offer = ['Connection: upgrade', 'Upgrade: x'];
const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `H${i}: x`);

const ranges =
  '5-2 0-9007199254740992 -1 -0 -99999999999999999999 0-0 1e3- a-b - 0-0,1-1 99999999999- --1 0-0-0 0x10-'
    .split(' ')
    .concat(' 0 - 0 ', `0-${'9'.repeat(400)}`);

/** Codings by which two servers may disagree where a body ends. */
const codings = [
  'xchunked',
  'chunked, identity',
  'gzip',
  '"chunked"',
  'chunked\r\nTransfer-Encoding: x',
];

/** Every attack, by its name. */
export const attacks: Readonly<Record<string, Attack>> = {
  ...Object.fromEntries(
    ranges.map((range) => [
      `range ${range.slice(0, 30)}`,
      { sent: last('/letters.txt', `Range: bytes=${range}`), answers: /^(200|206|416)$/ },
    ]),
  ),
  'a file that is gone': { sent: last('/gone.txt'), answers: /^404$/ },
  'a range of a file that is gone': {
    sent: last('/gone.txt', 'Range: bytes=0-1'),
    answers: /^404$/,
  },
  'a file that cannot be read': { sent: last('/loop.txt'), answers: /^500$/ },
  'paths out of the folder': {
    sent:
      [
        '/../../package.json',
        '/%2e%2e/%2e%2e/package.json',
        '/..%2f..%2fpackage.json',
        '/assets/..%5c',
        '/%00',
      ]
        .map((path) => request(`GET ${path} HTTP/1.1`))
        .join('') + last('/a/../../../b'),
    answers: /^(40[04] ?){6}$/,
  },
  '10,000 pipelined offers of a protocol': {
    sent: request('GET / HTTP/1.1', offer).repeat(10_000),
    answers: /^200$/,
  },
  '10,000 pipelined requests': {
    sent: request('GET /letters.txt HTTP/1.1').repeat(10_000),
    answers: /^(200 ){32,}503$/,
  },
  'an offer behind 1,100 headers, with a body that looks like a request': {
    sent: request(
      'POST /api/echo HTTP/1.1',
      [...offer, ...many(1_100), 'Content-Length: 34'],
      last('/nowhere'),
    ),
    answers: /^200$/,
  },
  'slow headers': {
    sent: 'GET / HTTP/1.1\r\nHost: a.test\r\nX: ',
    answers: /^408$/,
    after: 'drip',
  },
  'a slow body': {
    sent: request('POST /api/echo HTTP/1.1', ['Content-Length: 1000']),
    answers: /^(408)?$/,
    after: 'drip',
  },
  'a slow body in chunks': {
    sent: request('POST /api/echo HTTP/1.1', ['Transfer-Encoding: chunked'], '3e8\r\n'),
    answers: /^(408)?$/,
    after: 'drip',
  },
  'a slow body that nobody reads': {
    sent: request('POST /letters.txt HTTP/1.1', ['Content-Length: 1000']),
    answers: /^40[45]( 408)?$/,
    after: 'drip',
  },
  'no byte': { sent: '', answers: /^(408)?$/ },
  'a page and then nothing': { sent: request('GET / HTTP/1.1'), answers: /^200$/ },
  'a half-closed connection': { sent: request('GET / HTTP/1.1'), answers: /^200$/, after: 'end' },
  'half a request, half-closed': { sent: 'GET / HTTP/1.1\r\nHo', answers: /^400$/, after: 'end' },
  'half a body, half-closed': {
    sent: request('POST /api/echo HTTP/1.1', ['Content-Length: 9'], 'four'),
    answers: /^(400)?$/,
    after: 'end',
  },
  'a download of 20 MB that is not read': {
    sent: last('/large.bin'),
    answers: /^$/,
    after: 'deaf',
  },
  'an endless stream that is not read': {
    sent: last('/api/endless'),
    answers: /^$/,
    after: 'deaf',
  },
  'a HEAD of an endless stream': {
    sent: request('HEAD /api/endless HTTP/1.1', ['Connection: close']),
    answers: /^200$/,
  },
  'an answer that never comes': { sent: last('/api/never'), answers: /^(50\d)?$/ },
  '2,000 headers': { sent: last('/', ...Array<string>(2_000).fill('a:b')), answers: /^200$/ },
  '10,000 headers': { sent: last('/', ...many(10_000)), answers: /^431$/ },
  'a header of 20 kB': { sent: last('/', `X: ${'x'.repeat(20_000)}`), answers: /^431$/ },
  'a path of 14 kB': { sent: last(`/${'x'.repeat(14_000)}`), answers: /^404$/ },
  'a path of 20 kB': { sent: last(`/${'x'.repeat(20_000)}`), answers: /^431$/ },
  'the absolute form': { sent: last('http://other.test/'), answers: /^200$/ },
  'the absolute form of another scheme': { sent: last('ftp://a/'), answers: /^(200|400)$/ },
  'the absolute form without a host': { sent: last('http:///x'), answers: /^(200|40[04])$/ },
  'the authority form': { sent: request('CONNECT a.test:443 HTTP/1.1'), answers: /^$/ },
  'the asterisk form': {
    sent: request('OPTIONS * HTTP/1.1', ['Connection: close']),
    answers: /^40\d$/,
  },
  'a path without a slash': { sent: last('x'), answers: /^40[04]$/ },
  'no host': { sent: 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', answers: /^400$/ },
  'two hosts': { sent: last('/', 'Host: b.test'), answers: /^(200|400)$/ },
  'a host of spaces': {
    sent: `GET / HTTP/1.1\r\nHost: a${' '.repeat(15_500)}b\r\nConnection: close\r\n\r\n`,
    answers: /^400$/,
  },
  'HTTP/1.0': { sent: 'GET / HTTP/1.0\r\n\r\n', answers: /^200$/ },
  'HTTP/0.9': { sent: 'GET /\r\n', answers: /^(40[08])?$/ },
  'HTTP/2 without notice': { sent: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', answers: /^(400|505)$/ },
  'a greeting of TLS': { sent: Buffer.from('16030100a5010000a10303', 'hex'), answers: /^400$/ },
  'bytes of no meaning': { sent: Buffer.alloc(5_000, 0xff), answers: /^400$/ },
  'Expect: 100-continue': {
    sent: request(
      'POST /api/echo HTTP/1.1',
      ['Expect: 100-continue', 'Content-Length: 3', 'Connection: close'],
      'abc',
    ),
    answers: /^100 200$/,
  },
  'Expect: 100-continue without what comes': {
    sent: request('POST /api/echo HTTP/1.1', ['Expect: 100-continue', 'Content-Length: 3']),
    answers: /^100( 408)?$/,
  },
  'Expect: something else': {
    sent: request('POST /api/echo HTTP/1.1', ['Expect: wonders', 'Connection: close']),
    answers: /^417$/,
  },
  'two lengths': {
    sent: request('POST /api/echo HTTP/1.1', ['Content-Length: 3', 'Content-Length: 4'], 'abcd'),
    answers: /^400$/,
  },
  'a length and chunks': {
    sent: request(
      'POST /api/echo HTTP/1.1',
      ['Content-Length: 3', 'Transfer-Encoding: chunked'],
      '0\r\n\r\n',
    ),
    answers: /^400$/,
  },
  'chunks of no length': {
    sent: request('POST /api/echo HTTP/1.1', ['Transfer-Encoding: chunked'], 'zz\r\n'),
    answers: /^400$/,
  },
  'chunks whose coding is written oddly': {
    sent:
      request('POST /api/echo HTTP/1.1', ['transfer-encoding: ChUnKeD'], `3\r\nabc\r\n0\r\n\r\n`) +
      last('/letters.txt'),
    answers: /^200 200$/,
  },
  ...Object.fromEntries(
    ['Transfer-Encoding : chunked', ...codings.map((coding) => `Transfer-Encoding: ${coding}`)].map(
      (header) => [
        `chunks behind ${JSON.stringify(header)}`,
        {
          sent:
            request('POST /api/echo HTTP/1.1', [header], '0\r\n\r\n') +
            request('GET /nowhere HTTP/1.1'),
          answers: /^(400|501)$/,
        },
      ],
    ),
  ),
  'a chunk of 2^64 bytes': {
    sent: request(
      'POST /api/echo HTTP/1.1',
      ['Transfer-Encoding: chunked'],
      'fffffffffffffffff\r\n',
    ),
    answers: /^400$/,
  },
  'a body that is too large': {
    sent: request('POST /api/echo HTTP/1.1', ['Content-Length: 99999999999', 'Connection: close']),
    answers: /^413$/,
    after: 'drip',
  },
  'an upgrade without a codec': { sent: upgrade(live), answers: /^403$/ },
  'an upgrade of a bad codec': { sent: upgrade(`${live}?vsn=%00`), answers: /^403$/ },
  'an upgrade of a foreign origin': {
    sent: upgrade(`${live}?vsn=skerry-1`, [...handshake, 'Origin: http://evil.test']),
    answers: /^403$/,
  },
  'an upgrade without a key': {
    sent: upgrade(`${live}?vsn=skerry-1`, handshake.slice(0, 3)),
    answers: /^400$/,
  },
  'an upgrade of a bad version': {
    sent: upgrade(`${live}?vsn=skerry-1`, [
      ...handshake.slice(0, 2),
      'Sec-WebSocket-Version: 1',
      handshake[3]!,
    ]),
    answers: /^4(00|26)$/,
  },
  'an upgrade behind 1,600 headers': {
    sent: upgrade(`${live}?vsn=skerry-1`, [...many(1_600), ...handshake]),
    answers: /^101$/,
  },
  'an upgrade of a wrong path': { sent: upgrade('/other'), answers: /^404$/ },
  'an upgrade of a page': { sent: upgrade('/'), answers: /^200$/ },
  'an upgrade of a path above': { sent: upgrade('/_skerry/live'), answers: /^404$/ },
  'an upgrade of a path below': { sent: upgrade(`${live}/x?vsn=skerry-1`), answers: /^404$/ },
  'an upgrade by POST': {
    sent: upgrade(live, [...handshake, 'Content-Length: 0'], 'POST'),
    answers: /^40[45]$/,
  },
  'a WebSocket that is silent': { sent: upgrade(`${live}?vsn=skerry-1`), answers: /^101$/ },
  'a WebSocket of bad frames': {
    sent: Buffer.concat([Buffer.from(upgrade(`${live}?vsn=skerry-1`)), Buffer.alloc(100, 0xff)]),
    answers: /^101$/,
  },
  'a WebSocket behind a request': {
    sent: request('GET /api/never HTTP/1.1') + upgrade(`${live}?vsn=skerry-1`),
    answers: /^$/,
  },
};

/**
 * Attacks a server on a fresh connection, which goes into `held`. Resolves with the statuses that it answered, once it has
 * closed the connection; if nothing is read, once it has begun to answer.
 */
export function attack(
  port: number,
  { sent, after }: Attack,
  held: Socket[] = [],
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: 'localhost', allowHalfOpen: true });
    socket.on('error', () => {});
    socket.write(sent);
    held.push(socket);
    if (after === 'deaf') return void socket.pause().once('readable', () => resolve(''));
    let received = '';
    socket.setEncoding('latin1').on('data', (text: string) => (received += text));
    const drip = setInterval(() => after === 'drip' && socket.write('1'), 100);
    if (after === 'end') socket.end();
    socket.on('end', () => socket.destroy());
    socket.on('close', () => {
      clearInterval(drip);
      resolve([...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status).join(' '));
    });
  });
}
