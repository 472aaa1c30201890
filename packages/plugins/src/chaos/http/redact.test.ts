import { expect, test } from 'vitest';

import { redactBody, redactHeaders, redactPath } from './redact.js';

test('headers that hold secrets lose their values, and others keep them', () => {
  expect(
    redactHeaders({
      Authorization: 'Bearer x',
      'proxy-authorization': 'Basic x',
      cookie: 'a=b',
      'set-cookie': ['a=b', 'c=d'],
      'x-api-key': 'x',
      'x-csrf-token': 'x',
      'client-secret': 'x',
      accept: ['text/html', '*/*'],
      absent: undefined,
    }),
  ).toEqual({
    authorization: 'REDACTED',
    'proxy-authorization': 'REDACTED',
    cookie: 'REDACTED',
    'set-cookie': 'REDACTED',
    'x-api-key': 'REDACTED',
    'x-csrf-token': 'REDACTED',
    'client-secret': 'REDACTED',
    accept: 'text/html, */*',
  });
});

test.each([
  ['/a', '/a'],
  ['/a?', '/a?'],
  ['/a?page=2', '/a?page=2'],
  ['/a?access_token=x&page=2', '/a?access_token=REDACTED&page=2'],
  ['/a?page=2&api_key=x&sig=y=z', '/a?page=2&api_key=REDACTED&sig=REDACTED'],
  ['/a?access%5Ftoken=x', '/a?access%5Ftoken=REDACTED'],
  ['/a?token&code=', '/a?token&code=REDACTED'],
  ['/a?%E0%A4%A=1&X-Amz-Signature=x', '/a?%E0%A4%A=1&X-Amz-Signature=REDACTED'],
])('a query loses its secrets: %s', (path, wanted) => {
  expect(redactPath(path)).toBe(wanted);
});

test.each([
  [
    'application/json',
    '{"user":{"password":"x","name":"Ann"}}',
    '{"user":{"password":"REDACTED","name":"Ann"}}',
  ],
  [
    'application/vnd.a+json; charset=utf-8',
    '[{"refresh_token":"x"}]',
    '[{"refresh_token":"REDACTED"}]',
  ],
  [
    'application/json',
    '{"tokens":["kept"],"session":7}',
    '{"tokens":["kept"],"session":"REDACTED"}',
  ],
  ['application/json', 'no json, token=x', 'no json, token=x'],
  ['application/x-www-form-urlencoded', 'a=1&client_secret=x', 'a=1&client_secret=REDACTED'],
  ['text/plain', 'token=x', 'token=x'],
])('a body of %s loses its secrets: %s', (type, body, wanted) => {
  expect(redactBody(body, type)).toBe(wanted);
});
