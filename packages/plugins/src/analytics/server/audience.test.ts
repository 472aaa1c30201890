import { expect, test } from 'vitest';

import { isCountable } from './audience.js';

test.each([
  'Mozilla/5.0 (X11; Linux x86_64; rv:152.0) Gecko/20100101 Firefox/152.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1',
  'Opera/9.80 (Android; Opera Mini/36.2/191.249; U; en) Presto/2.12.423 Version/12.16',
])('a visitor with the browser %s is counted', (agent) => {
  expect(isCountable(new Headers({ 'user-agent': agent }))).toBe(true);
});

test.each([
  'curl/8.5.0',
  'Wget/1.21',
  'python-requests/2.32',
  'Go-http-client/2.0',
  'node',
  'GoogleOther',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  '',
])('the program %j is not counted', (agent) => {
  expect(isCountable(new Headers({ 'user-agent': agent }))).toBe(false);
});

test('a visitor without a name of a browser is not counted', () => {
  expect(isCountable(new Headers())).toBe(false);
});
