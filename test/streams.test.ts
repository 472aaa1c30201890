import { skerryEngine, streamCases } from '@skerry/kit/testing';
import { afterAll, describe, test } from 'vitest';

import { bundleOf } from '../packages/client/test/streamed-page.js';
import { launchBrowser } from './browser.js';
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
  return [name, skerryEngine(script), await launchBrowser(...disabled)] as const;
}
