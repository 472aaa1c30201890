import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { canonicalDom } from '@skerry/kit/testing';

import { renderHtml } from '../packages/kit/src/template/html-writer.js';
import FleetView from '../playground/src/live/fleet.live.tsx';
import {
  type Fleet,
  launch,
  loadOne,
  makeFleet,
  shuffle,
  sinkOne,
  swap,
} from '../playground/src/live/fleet.js';
import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';
import { type Line, openLine } from './line.js';

let browser: Browser;
let playground: RunningApp;
let line: Line;

beforeAll(async () => {
  [browser, playground] = await Promise.all([openBrowser(), startBuilt('playground')]);
  line = await openLine(playground.port);
});

afterAll(async () => {
  await browser.close();
  await line.close();
  await playground.stop();
});

/** A visitor's operation on the table. */
type Operation =
  | { press: 'Update one' | 'Prepend' | 'Remove one' | 'Swap' | 'Shuffle' }
  | { remove: number }
  | { rename: number; name: string };

const steps = {
  'Update one': loadOne,
  Prepend: launch,
  'Remove one': sinkOne,
  Swap: swap,
  Shuffle: shuffle,
};

/** The effect of an operation on the fleet, as in the handlers of the live view. */
function apply(fleet: Fleet, operation: Operation): Fleet {
  if ('press' in operation) return { ...fleet, ...steps[operation.press](fleet) };
  if ('remove' in operation) return { ...fleet, ships: fleet.ships.remove(operation.remove) };
  const { rename, name } = operation;
  return { ...fleet, ships: fleet.ships.update(rename, (ship) => ({ ...ship, name })) };
}

/** Makes whole numbers below a bound, the same in every run (mulberry32, T. Ettinger). */
function randomFrom(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** The next operation; rows are chosen from those that the page already shows. */
function draw(random: (below: number) => number, shown: string[]): Operation {
  const kind = random(100);
  if (kind < 35) return { press: 'Update one' };
  if (kind < 50) return { press: 'Prepend' };
  if (kind < 60) return { press: 'Remove one' };
  if (kind < 70) return { press: 'Swap' };
  if (kind < 72) return { press: 'Shuffle' };
  const [key] = shown.splice(random(shown.length), 1);
  const id = Number(key);
  return kind < 77 ? { remove: id } : { rename: id, name: `Name ${random(1000)} <&">` };
}

/** Does the operations in the page without waiting for answers in between. */
const perform = (page: Page, operations: Operation[]): Promise<void> =>
  page.evaluate((list) => {
    const find = (selector: string) => document.querySelector<HTMLElement>(selector);
    const buttons = [...document.querySelectorAll('.toolbar button')] as HTMLElement[];
    for (const operation of list) {
      if ('press' in operation)
        buttons.find((button) => button.textContent?.trim() === operation.press)?.click();
      else if ('remove' in operation)
        find(`[aria-label="Remove ship ${operation.remove}"]`)?.click();
      else {
        const field = find(
          `[aria-label="Name of ship ${operation.rename}"]`,
        ) as HTMLInputElement | null;
        if (!field) continue;
        field.value = operation.name;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
    }
  }, operations);

/** Waits until every event is answered and the connection is open. */
const quiet = (page: Page) =>
  page.waitForFunction(() => {
    const hosts = [...document.querySelectorAll('skerry-live')] as HTMLElement[];
    return (
      hosts.every((host) => host.dataset.state === 'live') && !document.querySelector('[aria-busy]')
    );
  });

/** Runs in the page. */
const canonical: (root: Element) => string = canonicalDom;

const shownDom = (page: Page): Promise<string> =>
  page.locator('main skerry-live').evaluate(canonical);

async function freshDom(page: Page, fleet: Fleet): Promise<string> {
  const tree = FleetView.render(fleet, { title: 'Fleet', ships: 1000, seed: 1 });
  const html = renderHtml(tree, { async: false, region: () => '' }) as string;
  const body = await page.evaluateHandle(
    (markup) => new DOMParser().parseFromString(`<body>${markup}</body>`, 'text/html').body,
    html,
  );
  return body.evaluate(canonical);
}

/** The test itself makes markup of texts, which the policy of the page forbids. */
const ofTest = { bypassCSP: true };

test('10,000 random operations through five dropped connections leave the DOM equal to a fresh render', async () => {
  const page = await browser.newPage(ofTest);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${line.origin}/table`);
  // Laying out a thousand rows after each of ten thousand changes is the browser's work, and not under test.
  await page.locator('main').evaluate((main) => (main.style.display = 'none'));
  await quiet(page);

  const seed = 20_261_120;
  const random = randomFrom(seed);
  let fleet = makeFleet(1000, 1);
  let done = 0;
  for (let batch = 0; done < 10_000; batch++) {
    const shown = [...fleet.ships.keys()];
    const operations: Operation[] = [];
    while (operations.length < 20 + random(30) && done < 10_000) {
      const operation = draw(random, shown);
      // Pressing "Remove one" may take a row that a later operation would choose.
      const before = fleet;
      if (
        ('remove' in operation && !before.ships.has(operation.remove)) ||
        ('rename' in operation && !before.ships.has(operation.rename))
      )
        continue;
      fleet = apply(fleet, operation);
      operations.push(operation);
      done++;
    }
    await perform(page, operations);
    if ([20, 70, 120, 170, 220].includes(batch)) line.cut();
    await quiet(page);
  }
  expect(await shownDom(page), `seed ${seed}`).toBe(await freshDom(page, fleet));
  const typed = await page.locator('tbody input').evaluateAll(
    (fields) =>
      fields.filter((field) => {
        const { value, defaultValue } = field as HTMLInputElement;
        return value !== defaultValue;
      }).length,
  );
  expect(typed, 'fields that show something else than the server says').toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});

test('an element that other code removes costs only its row, and a comment costs nothing', async () => {
  const page = await browser.newPage(ofTest);
  const sent: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => void sent.push(String(payload))),
  );
  await page.goto(`${line.origin}/table`);
  await quiet(page);
  let fleet = makeFleet(1000, 1);
  const press = async (name: keyof typeof steps) => {
    fleet = apply(fleet, { press: name });
    await perform(page, [{ press: name }]);
    await quiet(page);
  };
  await page.evaluate(() => {
    const host = document.querySelector('main skerry-live')!;
    const comments = document.createTreeWalker(host, NodeFilter.SHOW_COMMENT);
    const all: Node[] = [];
    while (comments.nextNode()) all.push(comments.currentNode);
    for (const comment of all) comment.parentNode!.removeChild(comment);
  });
  for (const name of ['Prepend', 'Swap', 'Remove one'] as const) await press(name);
  expect(await shownDom(page)).toBe(await freshDom(page, fleet));

  const next = apply(fleet, { press: 'Update one' });
  const changed = [...next.ships.keys()].find((id) => next.ships.get(id) !== fleet.ships.get(id))!;
  const [other] = [...fleet.ships.keys()].filter((id) => id !== changed).slice(5);
  await page.focus(`[aria-label="Name of ship ${other}"]`);
  await page.$eval(`[data-k="${changed}"] td.number`, (cell) => cell.remove());
  await press('Update one');
  await expect.poll(() => page.locator(`[data-k="${changed}"] td.number`).count()).toBe(1);
  expect(await shownDom(page)).toBe(await freshDom(page, fleet));
  const focused = await page.evaluate(() => document.activeElement!.getAttribute('aria-label'));
  expect(focused).toBe(`Name of ship ${other}`);
  const wishes = sent.filter((frame) => frame.includes('"whole"'));
  expect(wishes).toEqual([expect.stringMatching(new RegExp(`/${changed}",null,"whole"]$`))]);
  const joins = sent.filter((frame) => frame.includes('"token"'));
  expect(joins.every((frame) => frame.includes('"have":0'))).toBe(true);
  await page.close();
});
