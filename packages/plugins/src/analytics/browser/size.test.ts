import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { browserPart } from '../../../test/browser-part.js';

/** Bytes after gzip. */
const budget = 1500;

const recorded = JSON.parse(
  readFileSync(new URL('../../../../../sizes.json', import.meta.url), 'utf8'),
) as Record<string, { script?: number; budget: number }>;

test('the browser part of analytics is one script of the bytes in sizes.json, within 1.5 kB', async () => {
  const code = await browserPart();
  const bytes = gzipSync(code, { level: 9 }).length;
  expect(code).not.toContain('import(');
  expect(recorded['analytics']?.script).toBe(bytes);
  expect(bytes).toBeLessThanOrEqual(budget);
});
