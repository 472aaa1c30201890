import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';

import type { RequestOrigin } from './incoming-request.js';
import { readRequestOrigin } from './request-origin.js';
import { tidyHeaders } from './request-headers.js';
import { toProxyTrust, type TrustProxy } from './trust-proxy.js';

interface Sent {
  headers?: Record<string, string | undefined>;
  peer?: string | undefined;
  encrypted?: boolean;
  url?: string;
}

function requestOf({ headers = {}, peer, encrypted = false, url = '/' }: Sent): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const request = new IncomingMessage(Object.assign(socket, { encrypted }));
  const all = { host: 'inner.test', ...headers };
  for (const [name, value] of Object.entries(all)) {
    if (value === undefined) continue;
    request.headers[name] = value;
    request.rawHeaders.push(name, value);
  }
  request.url = url;
  return request;
}

const read = (trust: TrustProxy, sent: Sent): RequestOrigin | undefined =>
  readRequestOrigin(requestOf({ peer: '10.0.0.1', ...sent }), toProxyTrust(trust));

describe('the host of a request', () => {
  test.each([
    ['a.test', 'a.test'],
    ['A.Test:8080', 'a.test:8080'],
    ['a.test:80', 'a.test'],
    ['a.test:', 'a.test'],
    ['a_b.test', 'a_b.test'],
    ['127.0.0.1:3000', '127.0.0.1:3000'],
    ['[::1]:3000', '[::1]:3000'],
    ['[2001:DB8:0::1]', '[2001:db8::1]'],
    ['xn--mnchen-3ya.test', 'xn--mnchen-3ya.test'],
  ])('%s is %s', (host, canonical) => {
    expect(read(false, { headers: { host } })).toMatchObject({
      host: canonical,
      origin: `http://${canonical}`,
    });
  });

  test.each([
    '',
    'a b',
    'a.test/path',
    'a.test?x',
    'a.test#x',
    'user@a.test',
    'a.test:99999',
    'a.test:80:80',
    'a,b',
    '[',
    '[::1',
    '::1',
    'a%2eb',
    'é.test',
    'a"b',
    'a\\b',
    '256.256.256.256',
  ])('%s is none', (host) => {
    expect(read(false, { headers: { host } })).toBeUndefined();
  });

  test('that no name of the DNS can be is not even looked at', () => {
    expect(read(false, { headers: { host: `a${' '.repeat(15_500)}b` } })).toBeUndefined();
    expect(read(false, { headers: { host: 'a'.repeat(260) } })).toBeUndefined();
    const longest = `${'a.'.repeat(126)}a:65535`;
    expect(read(false, { headers: { host: longest } })?.host).toBe(longest);
  });

  test('that is sent twice is none', () => {
    const request = requestOf({});
    request.rawHeaders.push('Host', 'other.test');
    expect(readRequestOrigin(request, toProxyTrust(false))).toBeUndefined();
  });

  test('in the target goes before the header', () => {
    expect(read(false, { url: 'http://a.test:81/path?x=http://b.test/' })?.host).toBe('a.test:81');
    expect(read(false, { url: 'http://me@a.test/' })).toBeUndefined();
  });

  test('is the address that was connected to where none is sent, as HTTP/1.0 allows', () => {
    const request = requestOf({ headers: { host: undefined } });
    Object.defineProperty(request.socket, 'localAddress', { value: '::ffff:10.0.0.9' });
    Object.defineProperty(request.socket, 'localPort', { value: 3000 });
    expect(readRequestOrigin(request, toProxyTrust(false))?.host).toBe('10.0.0.9:3000');
  });

  test('loses the port of its scheme', () => {
    const headers = { host: 'a.test:443' };
    expect(read(false, { headers, encrypted: true })?.origin).toBe('https://a.test');
    expect(read(false, { headers })?.origin).toBe('http://a.test:443');
  });
});

describe('the headers of proxies', () => {
  const headers = {
    'x-forwarded-for': '6.6.6.6, 1.1.1.1, 10.0.0.3, 10.0.0.2',
    'x-forwarded-proto': 'http, https, https, http',
    'x-forwarded-host': 'evil.test, shop.test:443, middle.test, inner.test',
  };

  test('do not count if no proxy is trusted', () => {
    expect(read(false, { headers })).toEqual({
      address: '10.0.0.1',
      host: 'inner.test',
      secure: false,
      origin: 'http://inner.test',
      proxied: false,
    });
  });

  test('do not count where the peer is not among the trusted addresses', () => {
    expect(read('10.0.0.0/8', { headers, peer: '9.9.9.9' })).toMatchObject({
      address: '9.9.9.9',
      origin: 'http://inner.test',
    });
    expect(read('10.0.0.0/8', { headers, peer: undefined })?.origin).toBe('http://inner.test');
  });

  test('count from their ends, by the number of proxies', () => {
    const results = [1, 2, 3].map((trust) => {
      const { address, origin } = read(trust, { headers }) as RequestOrigin;
      return [address, origin];
    });
    expect(results).toEqual([
      ['10.0.0.2', 'http://inner.test'],
      ['10.0.0.3', 'https://middle.test'],
      ['1.1.1.1', 'https://shop.test'],
    ]);
    expect(read(true, { headers })).toEqual(read(1, { headers }));
  });

  test('count for as long as the addresses are trusted; what a visitor put before them never does', () => {
    expect(read('10.0.0.0/8', { headers })).toEqual({
      address: '1.1.1.1',
      host: 'shop.test',
      secure: true,
      origin: 'https://shop.test',
      proxied: true,
    });
  });

  test('are read from the first where there are fewer than proxies', () => {
    const few = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.test:443' };
    expect(read(3, { headers: few })).toMatchObject({
      address: '10.0.0.1',
      origin: 'https://shop.test',
    });
    const long = { ...few, 'x-forwarded-for': '1.1.1.1' };
    expect(read(3, { headers: long })?.address).toBe('1.1.1.1');
    expect(read('0.0.0.0/0', { headers: long })?.address).toBe('1.1.1.1');
  });

  test('count through a socket without addresses where proxies are counted', () => {
    const sent = { peer: undefined, headers: { 'x-forwarded-for': '1.1.1.1' } };
    const request = requestOf(sent);
    expect(readRequestOrigin(request, toProxyTrust(1))?.address).toBe('1.1.1.1');
    expect(readRequestOrigin(request, toProxyTrust('loopback'))?.address).toBe('');
  });

  test.each([
    ['1.2.3.4:5678', '1.2.3.4'],
    ['[2001:db8::1]:5678', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['unknown', '10.0.0.1'],
    ['', '10.0.0.1'],
    [' , ', '10.0.0.1'],
    ['"1.2.3.4"', '10.0.0.1'],
  ])('name the address in %s', (heard, address) => {
    expect(read(1, { headers: { 'x-forwarded-for': heard } })?.address).toBe(address);
  });

  test.each([
    ['https', true],
    ['HTTPS', true],
    ['wss', true],
    ['http', false],
    ['https, http', false],
    ['http, https', true],
    ['', true],
    ['gopher', true],
  ])('name the scheme in %s, over an encrypted line', (proto, secure) => {
    const asked = { headers: { 'x-forwarded-proto': proto }, encrypted: true };
    expect(read(1, asked)?.secure).toBe(secure);
  });

  test('name a host that is none: the request asks for none', () => {
    expect(read(1, { headers: { 'x-forwarded-host': 'a b' } })).toBeUndefined();
    expect(read(1, { headers: { 'x-forwarded-host': ' ' } })?.host).toBe('inner.test');
  });
});

describe('the headers that are left', () => {
  const sent = {
    host: 'Inner.test:80',
    'x-forwarded-for': '6.6.6.6, 1.1.1.1',
    'x-forwarded-proto': 'https, http',
    'x-forwarded-port': '443',
    'x-real-ip': '6.6.6.6',
    forwarded: 'for=6.6.6.6',
    'x-skerry-session': 'me',
    'x-other': 'stays',
  };
  const tidy = (trust: TrustProxy): IncomingMessage => {
    const request = requestOf({ headers: sent, peer: '10.0.0.1' });
    // As Node's parser gives it: every line of its own, in any case.
    request.rawHeaders.push('X-Skerry-Session', 'you', 'X-Forwarded-For', '7.7.7.7');
    const trusts = toProxyTrust(trust);
    tidyHeaders(request, readRequestOrigin(request, trusts)!, trusts('10.0.0.1', 0));
    return request;
  };
  const asObject = ({ rawHeaders }: IncomingMessage) =>
    Object.fromEntries(
      rawHeaders.flatMap((name, i) => (i % 2 ? [] : [[name.toLowerCase(), rawHeaders[i + 1]]])),
    );

  test('of a peer that is not trusted is nothing of proxies', () => {
    const request = tidy(false);
    expect(request.headers).toEqual({ host: 'inner.test', 'x-other': 'stays' });
    expect(asObject(request)).toEqual(request.headers);
    expect(request.rawHeaders).toHaveLength(4);
  });

  test('of a trusted proxy is what counts', () => {
    const request = tidy(1);
    expect(request.headers).toEqual({
      host: 'inner.test',
      'x-forwarded-for': '1.1.1.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-port': '443',
      'x-other': 'stays',
    });
    expect(asObject(request)).toEqual(request.headers);
    expect(request.rawHeaders).toHaveLength(10);
  });

  test('is read in the same way again', () => {
    for (const trust of [false, 1, 2, '10.0.0.0/8'] as const) {
      const request = tidy(trust);
      const first = readRequestOrigin(
        requestOf({ headers: sent, peer: '10.0.0.1' }),
        toProxyTrust(trust),
      );
      expect(readRequestOrigin(request, toProxyTrust(trust))).toEqual(first);
    }
  });
});
