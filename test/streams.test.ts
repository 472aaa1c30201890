import { skerryEngine, streamCases } from '@skerry/kit/testing';
import { afterAll, describe, test } from 'vitest';

import { bundleOf } from '../packages/client/test/bundle-of.js';
import { launchBrowser } from './browser.js';
import { patience } from './patience.js';

const late = await bundleOf(new URL('../packages/client/src/late.ts', import.meta.url));

/** The ways in which a browser reads the marks of boundaries, and what makes Chromium read them so. */
const ways: [string, boolean, ...string[]][] = [
  ['puts late content in its place itself', true],
  ['reads marks as processing instructions', false, 'DocumentPatching'],
  ['reads marks as comments', false, 'HTMLProcessingInstruction'],
];

describe.each(await Promise.all(ways.map(launch)))('a browser that %s', (_, engine, browser) => {
  afterAll(() => browser.close());
  test.each(streamCases(engine, { browser, patience }))('$name', ({ run }) => run());
});

async function launch([name, isNative, ...disabled]: (typeof ways)[number]) {
  return [
    name,
    skerryEngine({ module: late, isNative }),
    await launchBrowser(...disabled),
  ] as const;
}
