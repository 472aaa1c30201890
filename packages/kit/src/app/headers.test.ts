import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';

import { stripHeaders } from './headers.js';

const sent = [
  'Host',
  'a.test',
  'X-Forwarded-For',
  '1.2.3.4',
  'x-forwarded-for',
  '5.6.7.8',
  'X-Skerry-Session',
  'me',
];

function strip(trustProxy: boolean): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.rawHeaders = [...sent];
  request.headers = {
    host: 'a.test',
    'x-forwarded-for': '1.2.3.4, 5.6.7.8',
    'x-skerry-session': 'me',
  };
  stripHeaders(request, trustProxy);
  return request;
}

test('headers of proxies are taken away where no proxy is trusted, in every spelling', () => {
  const { rawHeaders, headers } = strip(false);
  expect(rawHeaders).toEqual(['Host', 'a.test']);
  expect(headers).toEqual({ host: 'a.test' });
});

test("a trusted proxy's stay; Skerry's own never come from outside", () => {
  expect(strip(true).headers).toEqual({ host: 'a.test', 'x-forwarded-for': '1.2.3.4, 5.6.7.8' });
});
