import { chaos, Seeded, type FaultPlan } from '../packages/plugins/src/chaos/index.js';
import { serveApp } from '@skerry/kit/server';
import { canonicalDom } from '@skerry/kit/testing';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { liveServerOf } from '../packages/kit/src/app/app.js';
import { freshHtml } from '../packages/kit/src/testing/fresh.js';
import { checkHistory } from '../packages/plugins/src/chaos/monkey/check-history.js';
import { History } from '../packages/plugins/src/chaos/monkey/history.js';
import { createWatch } from '../packages/plugins/src/chaos/monkey/watch.js';
import { openBrowser } from './browser.js';
import { act, waitsOf } from './chaos/act.js';
import { bundleClient } from './chaos/bundle-client.js';
import { WireWatch } from './chaos/wire-watch.js';
import { todoWorld } from './todo-world.js';

const events = Number(process.env.CHAOS_BROWSER_EVENTS ?? 500);
const seed = Number(process.env.CHAOS_SEED ?? 6);

/**
 * Frames from a browser are neither lost nor doubled: a network that loses one has a connection that ends. Those to a browser are
 * lost, but not doubled as well: a browser counts them, and one of each leaves the count as it was.
 */
const faults: FaultPlan = {
  connections: {
    latency: { mean: 1, deviation: 1 },
    cut: 0.005,
    down: { drop: 0.003, truncate: 0.001 },
  },
  hooks: { beforeEvent: { throw: 0.01 }, afterEvent: { throw: 0.02 } },
  // Often enough that regions are reset, and mounted anew.
  handlers: { throw: 0.02 },
};

const kinds = [
  'add',
  'add',
  'toggle',
  'toggle',
  'edit',
  'rename',
  'cancel',
  'remove',
  'undo',
  'bell',
];

let browser: Browser;
let script: string;
beforeAll(async () => {
  browser = await openBrowser();
  script = await bundleClient();
});
afterAll(() => browser.close());

test(`a browser on the page of tasks keeps its promises under faults (seed ${seed})`, async () => {
  const history = new History();
  const watch = createWatch(history);
  const app = await todoWorld.app([chaos({ seed, faults, paused: true }), watch.plugin]);
  const server = await serveApp(app, { port: 0, host: '127.0.0.1', stopTime: 1_000 });
  const controller = watch.controller();
  // The page has no script of its own here, and its policy allows no other.
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  const failures: string[] = [];
  page.on('pageerror', ({ message }) => {
    failures.push(message);
    console.log(message);
  });
  const wire = new WireWatch(page, history);
  // The page is loaded once. What leads away from it is named where the page waits in vain, as the next one has no script.
  const loads: string[] = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest())
      loads.push(`${request.method()} ${request.url()} ${request.postData()}`);
  });
  await page.clock.install();
  await page.goto(`http://127.0.0.1:${server.port}/todo`);
  await page.addScriptTag({ content: script, type: 'module' });

  const different: string[] = [];
  const rest = async (): Promise<void> => {
    controller.pauseFaults();
    await comeToRest(page, wire, () => [...loads, ...wire.refusals, ...failures]);
    different.push(...(await differences(page, (id) => freshOf(app, id))));
    controller.resumeFaults();
  };
  await rest();
  const random = new Seeded(seed, 'browser');
  // Acts are counted apart from events: a slow machine has more that nothing heeds, as an answer is on its way.
  for (let count = 0; history.raised.length < events;) {
    const step = {
      kind: random.pick(kinds),
      at: random.below(1_000),
      title: `Task ${random.below(99)}`,
    };
    if (await page.evaluate(act, step)) count++;
    await page.clock.runFor(20);
    if (count % 50 === 0) await rest();
  }
  await rest();

  const acknowledged = history.raised.filter(({ outcome }) => outcome === 'acknowledged').length;
  console.log(
    `Seed ${seed}: ${history.raised.length} events, ${acknowledged} acknowledged. Faults: ${JSON.stringify(controller.counts)}.`,
  );
  expect(different).toEqual([]);
  expect(checkHistory(history)).toEqual([]);
  // A truncated frame is an error of the page, and its heartbeat finds it.
  expect(failures.filter((message) => !/JSON/.test(message))).toEqual([]);
  expect(acknowledged).toBeGreaterThan(history.raised.length * 0.8);
  await context.close();
  await server.stop();
}, 3_600_000);

type App = Awaited<ReturnType<typeof todoWorld.app>>;

/** The HTML that a region shows, rendered anew. */
function freshOf(app: App, id: string): string {
  // seam: here the types of the app are those of the package as it is built
  const region = liveServerOf(app as never).find(id);
  return region ? freshHtml(region) : 'The region has ended.';
}

/**
 * Lets time pass until a heartbeat has found what was lost, and nothing waits any more.
 * @param signs what has happened to the page, for a failure
 */
async function comeToRest(page: Page, wire: WireWatch, signs: () => string[]): Promise<void> {
  const quiet = async () => {
    await page.clock.runFor(2_000);
    const waits = [...(await page.evaluate(waitsOf)), ...(wire.waiting > 0 ? ['an event'] : [])];
    return waits[0] === undefined ? [] : [...waits, ...signs()];
  };
  await expect.poll(quiet).toEqual([]);
  const { beats } = wire;
  await page.clock.runFor(31_000);
  await expect.poll(() => wire.beats).toBeGreaterThan(beats);
  await expect.poll(quiet).toEqual([]);
}

/** Runs in the page. */
const canonical: (root: Element) => string = canonicalDom;

/** The regions that show something else than a fresh render. */
async function differences(page: Page, fresh: (id: string) => string): Promise<string[]> {
  const found: string[] = [];
  for (const host of await page.$$('skerry-live')) {
    const id = (await host.getAttribute('id'))!.slice('lv-'.length);
    const shown = await host.evaluate(canonical);
    const other = await page.evaluateHandle((html) => {
      const root = document.implementation.createHTMLDocument().createElement('div');
      root.innerHTML = html;
      return root;
    }, fresh(id));
    const expected = await other.evaluate(canonical);
    if (shown !== expected) found.push(`${id} shows\n${shown}\nin place of\n${expected}`);
  }
  return found;
}
