import type { RegionHost } from '@skerry/wire';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { island, whole } from '../../test/islands.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
});
afterAll(() => browser.close());

/** Sends as an island does; resolves with the outcome. */
const send = (event: string, payload?: unknown): Promise<unknown> =>
  live.page.evaluate(
    async ([name, value]) => {
      const host = document.querySelector('skerry-island')!.closest('skerry-live') as RegionHost;
      try {
        return { reply: await host.live!.send(name as string, value) };
      } catch (error) {
        const { name: kind, message, code } = error as Error & { code?: string };
        return { kind, message, code };
      }
    },
    [event, payload],
  );
const show = () => live.show(`<!--[0-->${island('<b></b>')}<!--]--><p data-s="1">old</p>`);
const next = async () => (await live.next()).slice(1);

test('an event that an island sends reaches the live view, and its reply reaches the island when the page shows the change', async () => {
  await show();
  const result = send('zoom', { to: 2 });
  expect(await next()).toEqual([1, 'zoom', { to: 2 }, 'send']);
  live.send(1, { 1: 'new' }, { level: 3 });
  expect(await result).toEqual({ reply: { level: 3 } });
  expect(await live.page.textContent('p')).toBe('new');
});

test('an island can send even if the rules for events cannot be loaded', async () => {
  const page = await LivePage.joined(browser, '');
  await page.page.route('**/event-rules*', (route) => route.abort());
  await page.show(`<!--[0-->${island('<b></b>')}<!--]-->`);
  await page.page.waitForFunction(
    () => (document.querySelector('skerry-live') as RegionHost | null)?.live,
  );
  await page.close();
});

test('events of an island go one by one, in order, and without payload as null', async () => {
  await show();
  const results = [send('one'), send('two')];
  expect(await next()).toEqual([1, 'one', null, 'send']);
  live.send(1, {});
  expect(await next()).toEqual([2, 'two', null, 'send']);
  live.send(2, {});
  expect(await Promise.all(results)).toEqual([{ reply: undefined }, { reply: undefined }]);
});

test('a refused event of an island rejects with code and reason', async () => {
  await show();
  const result = send('zoom');
  await next();
  live.send(1, null, { code: 'denied', reason: 'Not yours.' });
  expect(await result).toEqual({ kind: 'Error', message: 'Not yours.', code: 'denied' });
});

test('an event to a region that ends, or has ended, is rejected', async () => {
  await show();
  const waiting = send('zoom');
  await next();
  live.send('close');
  expect(await waiting).toMatchObject({ code: 'ended' });
  expect(await send('zoom')).toMatchObject({ code: 'ended' });
});

test('a payload that is no data is rejected at once, and does not hold up the next event', async () => {
  await show();
  const results = await live.page.evaluate(async () => {
    const { live: port } = document.querySelector('skerry-live') as RegionHost;
    const cycle: { self?: object } = {};
    cycle.self = cycle;
    const kinds = [cycle, 1n, () => {}].map((value) => port!.send('zoom', value));
    return (await Promise.allSettled(kinds)).map(({ status }) => status);
  });
  expect(results).toEqual(['rejected', 'rejected', 'rejected']);
  void send('zoom', 1);
  expect(await next()).toEqual([1, 'zoom', 1, 'send']);
});

test('an event that is larger than the server reads is rejected, and does not hold up the next one', async () => {
  await show();
  const result = send('zoom', 'x'.repeat(70_000));
  expect(await result).toMatchObject({ code: 'too-large' });
  void send('zoom', 1);
  expect(await next()).toEqual([1, 'zoom', 1, 'send']);
});

test('a later change of a payload is not sent', async () => {
  await show();
  await live.page.evaluate(() => {
    const { live: port } = document.querySelector('skerry-live') as RegionHost;
    const payload = { to: 1 };
    void port!.send('one');
    void port!.send('two', payload);
    payload.to = 2;
  });
  await next();
  live.send(1, {});
  expect(await next()).toEqual([2, 'two', { to: 1 }, 'send']);
});

test('no element turns busy by an event of an island', async () => {
  await show();
  const result = send('zoom');
  await next();
  expect(await live.page.locator('[aria-busy]').count()).toBe(0);
  live.send(1, {});
  await result;
});

test('the host of a region has a port from the first island on', async () => {
  await live.show('<!--0--><!---->');
  expect(await live.page.$eval('skerry-live', (host) => 'live' in host)).toBe(false);
  await live.page.$eval('skerry-live', (host) =>
    host.addEventListener('skerry:live', () =>
      window.seen.push({ name: 'live', detail: typeof (host as RegionHost).live!.send }),
    ),
  );
  await live.push({ 0: whole('<b></b>') });
  await live.push({ 0: whole('<i></i>', { name: 'islands/b.island' }) });
  expect(await live.seen('live')).toEqual(['function']);
});
