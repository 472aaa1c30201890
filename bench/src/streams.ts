import { skerryEngine, type StreamEngine, streamCases } from '@skerry/kit/testing';
import { chromium } from 'playwright';

import { bundleOf } from '../../packages/client/test/bundle-of.js';
import { launchOptions } from '../../test/find-browser.js';
import { preactEngine, reactEngine } from './stream-engines.js';

/** Tries the promises of a stream with three engines in Chromium, and prints who keeps which. */
export async function printStreams(): Promise<void> {
  const browser = await chromium.launch(launchOptions());
  // What a peer leaves unhandled is its own fault, and is reported where a case looks at it.
  process.on('unhandledRejection', () => {});
  const module = await bundleOf(new URL('../../packages/client/src/late.ts', import.meta.url));
  try {
    const engines = [skerryEngine({ module }), reactEngine, preactEngine];
    const kept = [];
    for (const engine of engines) kept.push(await tryCases(engine, browser));
    const names = [...kept[0]!.keys()];
    const width = Math.max(...names.map((name) => name.length));
    console.log(`${''.padEnd(width)}  ${engines.map(({ name }) => name.padEnd(8)).join('')}`);
    for (const name of names) {
      const marks = kept.map((of) => (of.get(name) === undefined ? 'kept' : 'not').padEnd(8));
      console.log(`${name.padEnd(width)}  ${marks.join('')}`.trimEnd());
    }
    for (const [i, of] of kept.entries())
      for (const [name, fault] of of)
        if (fault) console.log(`\n${engines[i]!.name}: ${name}\n  ${fault.slice(-300)}`);
  } finally {
    await browser.close();
  }
}

/** Milliseconds after which a case counts as one that never ends. */
const timeLimit = 100_000;

/** The fault in each case; `undefined` where there is none. */
async function tryCases(
  engine: StreamEngine,
  browser: Awaited<ReturnType<typeof chromium.launch>>,
): Promise<Map<string, string | undefined>> {
  const faults = new Map<string, string | undefined>();
  for (const { name, run } of streamCases(engine, { browser, patience: 2_000 })) {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve('It never ends.'), timeLimit);
    });
    faults.set(name, await Promise.race([run().then(() => undefined, String), tooLong]));
    clearTimeout(timer);
  }
  return faults;
}
