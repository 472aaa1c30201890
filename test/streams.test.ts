import { skerryEngine, streamCases } from '@skerry/kit/testing';
import { type Browser, chromium } from 'playwright';
import { afterAll, describe, test } from 'vitest';

import { bundleOf } from '../packages/client/test/streamed-page.js';
import { launchOptions } from './find-browser.js';
import { patience } from './patience.js';

const late = await bundleOf(new URL('../packages/client/src/late.ts', import.meta.url));

/** The ways in which a browser reads the marks of boundaries, and what makes Chromium read them so. */
const ways: [string, string | undefined, ...string[]][] = [
  ['puts late content in its place itself', undefined],
  ['reads marks as processing instructions', late, 'DocumentPatching'],
  ['reads marks as comments', late, 'HTMLProcessingInstruction'],
];

describe.each(await Promise.all(ways.map(launch)))('a browser that %s', (_, engine, browser) => {
  afterAll(() => browser.close());
  test.each(streamCases(engine, { browser, patience }))('$name', ({ run }) => run());
});

async function launch([name, script, ...disabled]: (typeof ways)[number]) {
  const { args = [], ...options } = launchOptions();
  const without = disabled.map((feature) => `--disable-blink-features=${feature}`);
  const browser: Browser = await chromium.launch({ ...options, args: [...args, ...without] });
  return [name, skerryEngine(script), browser] as const;
}
