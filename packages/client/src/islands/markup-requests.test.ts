import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { hydrate, island, whole } from '../../test/islands.js';
import { type LiveOptions, LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  // What renders by itself soon has all the time that it needs.
  live = await LivePage.joined(browser, '', { clock: true });
});
afterAll(() => browser.close());

const at = '3/k/0';
const show = (on: string, html = '<b>1</b>', before = '') =>
  live.show(
    `${before}<!--[0-->${island(html, { on, at })}<!--]--><button lv-click="go">go</button>`,
  );
const patch = () => live.push({ 0: { i: { p: { n: [2] } } } });
const next = async () => (await live.next()).slice(1);
const asks = [expect.any(Number), at, true, 'island'];
/** All that the client has said until now. */
const said = async () => {
  await live.page.$eval('button', (button) => button.click());
  const events = [];
  for (let event = await next(); event[1] !== 'go'; event = await next()) events.push(event);
  return events;
};

test('an island that waits for the visitor requests its markup when its props change, once', async () => {
  await show('interaction');
  expect(await said()).toEqual([]);
  live.send(1, {});
  await patch();
  expect(await next()).toEqual(asks);
  await live.push(2, { 0: { i: { h: '<b>2</b>' } } });
  expect(await live.page.textContent('skerry-island')).toBe('2');
  await patch();
  expect(await said()).toEqual([]);
});

describe('no markup is requested', () => {
  test.each(['load', 'idle', 'visible'])('at once by an island of `client:%s`', async (on) => {
    await show(on);
    await patch();
    expect(await said()).toEqual([]);
  });

  test('by an island that has hydrated', async () => {
    await show('interaction');
    await hydrate(live);
    await patch();
    expect(await said()).toEqual([]);
  });

  test('if the change has the markup', async () => {
    await show('interaction');
    await live.push({ 0: { i: { p: { n: [2] }, h: '<b>2</b>' } } });
    expect(await said()).toEqual([]);
  });
});

test('an island with a strategy of the app requests its markup too', async () => {
  await show('hover');
  await patch();
  expect(await next()).toEqual(asks);
});

test('an island out of sight requests its markup when it comes into view', async () => {
  await show('interaction', '<b>1</b>', '<div style="height: 3000px"></div>');
  await patch();
  await patch();
  expect(await said()).toEqual([]);
  live.send(1, {});
  await live.page.$eval('b', (b) => b.scrollIntoView());
  expect(await next()).toEqual(asks);
});

test('an island without a box requests its markup at once', async () => {
  await show('interaction', 'text');
  await live.page.$eval('skerry-end', (end) => end.remove());
  await patch();
  expect(await next()).toEqual(asks);
});

test('an island that hydrates ends its request', async () => {
  await show('interaction');
  await patch();
  await next();
  live.send(1, {});
  await hydrate(live);
  expect(await next()).toEqual([2, at, false, 'island']);
  live.send(2, {});
  await patch();
  expect(await said()).toEqual([]);
});

test('an island that failed requests its markup whatever its strategy', async () => {
  await show('load');
  await live.page.$eval('skerry-island', (host) =>
    Object.assign(host, { phase: 'failed' }).dispatchEvent(
      new CustomEvent('skerry:island-error', { bubbles: true }),
    ),
  );
  expect(await next()).toEqual(asks);
});

test('an island that failed before the region listened requests its markup with the next change', async () => {
  await show('visible');
  await live.page.$eval('skerry-island', (host) => Object.assign(host, { phase: 'failed' }));
  await patch();
  expect(await next()).toEqual(asks);
});

test('an island that is removed before it is seen requests nothing', async () => {
  const gone = await LivePage.joined(
    browser,
    `<!--[0-->${island('<b>1</b>', { on: 'interaction', at })}<!--]-->`,
  );
  await gone.page.evaluate(() => {
    class Sight {
      constructor(tell: (entries: object[]) => void) {
        Object.assign(window, {
          come: (target: Element) => tell([{ isIntersecting: true, target }]),
        });
      }
      observe(box: Element): void {
        Object.assign(window, { box });
      }
      unobserve(): void {}
    }
    Object.assign(window, { IntersectionObserver: Sight });
  });
  await gone.push({ 0: { i: { p: { n: [2] } } } });
  await gone.page.waitForFunction(() => 'box' in window);
  const failure = await gone.page.evaluate(async () => {
    const { box, come } = window as unknown as { box: Element; come(box: Element): void };
    let reason: unknown;
    addEventListener('unhandledrejection', (event) => (reason = String(event.reason)));
    box.remove();
    come(box);
    // Rejections are told of when the task is over.
    await new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
    return reason;
  });
  expect(failure).toBeUndefined();
  await gone.close();
});

test('an island that loads for too long requests its markup', async () => {
  const slow = await LivePage.joined(
    browser,
    `<!--[0-->${island('<b>1</b>', { on: 'load', at })}<!--]-->`,
    { clock: true },
  );
  await slow.push({ 0: { i: { p: { n: [2] } } } });
  let asked: unknown;
  void slow.next().then((event) => (asked = event.slice(1)));
  await expect
    .poll(async () => {
      await slow.page.clock.runFor(500);
      return asked;
    })
    .toEqual(asks);
  await slow.close();
});

describe('after a dropped connection', () => {
  async function rejoin(other: LivePage): Promise<void> {
    const { length } = other.joins;
    await other.line.close();
    await other.state('offline');
    await other.page.clock.runFor(800);
    await expect.poll(() => other.joins.length).toBe(length + 1);
  }
  const open = (options: LiveOptions = {}) =>
    LivePage.joined(browser, `<!--[0-->${island('<b>1</b>', { on: 'interaction', at })}<!--]-->`, {
      clock: true,
      ...options,
    });

  test('islands request their markup again, since the server has forgotten', async () => {
    const other = await open();
    await other.push({ 0: { i: { p: { n: [2] } } } });
    await other.next();
    await other.push(1, { 0: { i: { h: '<b>2</b>' } } });
    await rejoin(other);
    expect((await other.next()).slice(1)).toEqual([2, at, true, 'island']);
    await other.close();
  });

  test('an island whose request was on its way repeats it, since the server forgets answered requests too', async () => {
    const other = await open();
    await other.push({ 0: { i: { p: { n: [2] } } } });
    await other.next();
    await rejoin(other);
    expect((await other.next()).slice(1)).toEqual([1, at, true, 'island']);
    await other.push(1, { 0: { i: { h: '<b>2</b>' } } });
    expect((await other.next()).slice(1)).toEqual([2, at, true, 'island']);
    await other.push(2, {});
    expect(other.unread).toEqual([]);
    await other.close();
  });

  test('a request that the former region lost is made again', async () => {
    const tree = { s: [1, '<!--[0--><!--]-->'], d: [whole('<b>2</b>', { on: 'interaction', at })] };
    const other = await open({ answerJoin: (_, count) => (count === 1 ? [{}, 0] : [tree]) });
    await other.push({ 0: { i: { p: { n: [2] } } } });
    expect((await other.next()).slice(1)).toEqual([1, at, true, 'island']);
    await rejoin(other);
    expect((await other.next()).slice(1)).toEqual([2, at, true, 'island']);
    await other.close();
  });
});
