import { expect, test } from 'vitest';

import { deviceName } from './device-name.js';

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/19 Safari/605',
    'Safari on macOS',
  ],
  ['curl/8.1', 'Unknown browser'],
  [null, 'Unknown browser'],
  ['<script>', 'Unknown browser'],
])('a session is told apart by its browser and system: %s', (agent, name) => {
  expect(deviceName(agent)).toBe(name);
});
