import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { backOff } from './connection.js';
import type { Join } from '../../test/far-end.js';
import { LivePage, type LiveOptions } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
afterEach(() => live.close());

const counter = '<button lv-click="add" data-s="0">0</button>';
const joined = async (options: LiveOptions = {}, html = counter) => {
  live = await LivePage.joined(browser, html, { clock: true, ...options });
};
const click = () => live.page.click('button');
const pass = (milliseconds: number) => live.page.clock.runFor(milliseconds);

/** Drops the connection and lets the page come back. */
async function cut(code = 1006 as number): Promise<void> {
  const { length } = live.joins;
  await live.line.close(code === 1006 ? {} : { code });
  await live.state('offline');
  await pass(800);
  await expect.poll(() => live.joins.length).toBe(length + 1);
}

describe('a join', () => {
  test('names the region, its token, the version on the page, and the page', async () => {
    await joined();
    expect(live.joins).toEqual([
      { topic: 'lv:a', token: 'token-a', have: 0, page: expect.any(String) },
    ]);
    expect(await live.page.getAttribute('skerry-live', 'data-state')).toBe('live');
  });

  test('waits until the region is parsed', async () => {
    let release = () => {};
    const waiting = new Promise<void>((resolve) => (release = resolve));
    live = await LivePage.open(browser, '', {
      clock: true,
      body: `<skerry-live id="lv-a" data-token="t"><p data-s="0">x</p><script src="/slow.js"></script><p>end</p><!--lv:a--></skerry-live><hr><script src="/later.js"></script>`,
      serve: async (route, path) => {
        if (path === 'slow.js') await waiting;
        if (path !== 'later.js') await route.fulfill({ contentType: 'text/javascript', body: '' });
      },
    });
    await live.page.waitForFunction(() => window.client && customElements.get('skerry-live'));
    await pass(5_000);
    expect(live.lines.length).toBe(0);
    release();
    await expect
      .poll(async () => {
        await pass(20);
        return live.joins.length;
      })
      .toBe(1);
    await live.state('live');
    expect(await live.page.evaluate(() => document.readyState)).toBe('loading');
  });

  test('of a page without regions does not happen, and opens no connection', async () => {
    live = await LivePage.open(browser, '', { body: '<p>static</p>' });
    await live.page.waitForFunction(() => window.client);
    expect(live.lines.length).toBe(0);
    await live.show(counter);
    expect(live.lines.length).toBe(1);
  });

  test('of an empty region brings its first tree', async () => {
    await joined({ answerJoin: () => [{ s: [1, '<p data-s="0"></p>'], d: ['hi'] }] }, '');
    expect(live.joins[0]).not.toHaveProperty('have');
    expect(await live.clean()).toBe('<p>hi</p>');
    await live.push({ 0: 'ho' });
    expect(await live.clean()).toBe('<p>ho</p>');
  });

  test('happens for each region of the page on one connection', async () => {
    await joined({
      body: `<skerry-live id="lv-a" data-token="a"><!--lv:a--></skerry-live><skerry-live id="lv-b" data-token="b"><!--lv:b--></skerry-live>`,
    });
    await live.page.waitForSelector('#lv-b[data-state=live]', { state: 'attached' });
    expect(live.joins.map(({ topic }) => topic)).toEqual(['lv:a', 'lv:b']);
    expect(live.lines.length).toBe(1);
  });
});

describe('a region that leaves the page', () => {
  test('leaves its channel', async () => {
    await joined();
    const { channel } = live;
    await live.page.$eval('skerry-live', (host) => host.remove());
    await expect.poll(() => live.left).toEqual([channel]);
  });

  test('stays joined if it is only moved', async () => {
    await joined();
    await live.page.$eval('skerry-live', (host) => {
      document.body.append(host);
      document.body.prepend(host);
      document.body.moveBefore(host, null);
    });
    await live.push({ 0: '1' });
    expect([live.left, live.joins.length]).toEqual([[], 1]);
  });

  test('lets the connection close if it was the last', async () => {
    await joined();
    let closed = false;
    live.line.onClose(() => (closed = true));
    await live.page.$eval('skerry-live', (host) => host.remove());
    await pass(31_000);
    await expect.poll(() => closed).toBe(true);
    await pass(60_000);
    expect(live.lines.length).toBe(1);
  });
});

describe('after a dropped connection', () => {
  test('the page joins again with the version it shows', async () => {
    await joined();
    await live.push({ 0: '1' });
    await live.push({ t: 'a title counts too, and what is empty does not' });
    await live.push({});
    await live.push({ 0: '2' });
    await cut();
    expect(live.joins[1]).toEqual({ ...live.joins[0], have: 3 });
    await live.push({ 0: '3' });
    expect(await live.page.innerText('button')).toBe('3');
  });

  test('an event that has no answer is sent again with its number, and those behind it follow', async () => {
    await joined({ answerJoin: () => [{}] });
    await click();
    await click();
    expect((await live.next()).slice(1)).toEqual([1, 'add', null]);
    await cut();
    expect((await live.next()).slice(1)).toEqual([1, 'add', null]);
    await live.push(1, {});
    expect((await live.next()).slice(1)).toEqual([2, 'add', null]);
  });

  test('the clicks made meanwhile are sent', async () => {
    await joined();
    await live.line.close();
    await live.state('offline');
    await click();
    await pass(800);
    expect((await live.next()).slice(1)).toEqual([1, 'add', null]);
  });

  test('an event that the lost region may have handled is not sent to its successor', async () => {
    const whole = { s: [1, '<button lv-click="add" data-s="0"></button>'], d: ['0'] };
    await joined({ answerJoin: (_, count) => (count === 1 ? [{}] : [whole]) });
    await click();
    await click();
    await live.next();
    await cut();
    expect((await live.next()).slice(1)).toEqual([2, 'add', null]);
    expect(await live.seen('refused')).toMatchObject([{ code: 'lost', event: 'add' }]);
  });

  test('a tree that answers the join begins with version 0', async () => {
    const whole = { s: [1, '<button lv-click="add" data-s="0"></button>'], d: ['0'] };
    await joined({ answerJoin: (_, count) => (count === 2 ? [whole] : [{}]) });
    for (let i = 0; i < 3; i++) await live.push({ 0: `${i}` });
    await cut();
    await expect.poll(() => live.clean()).toContain('>0<');
    await live.push({ 0: '1' });
    await cut();
    expect(live.joins.map(({ have }) => have)).toEqual([0, 3, 1]);
  });

  test('templates of the old connection are not taken for those of the new', async () => {
    const em = { s: [1, '<em data-s="0"></em>'], d: ['em'] };
    await joined({}, '<!--0--><!---->');
    await live.push({ 0: em });
    await cut();
    await live.push({ 0: { s: [1, '<b data-s="0"></b>'], d: ['b'] } });
    expect(await live.clean()).toBe('<b>b</b>');
  });

  test('attempts to connect are random in time, and rarer each time', () => {
    for (let attempts = 0; attempts < 12; attempts++) {
      const least = Math.min(250 * 2 ** attempts, 6000);
      const waits = Array.from({ length: 100 }, () => backOff(attempts));
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(least);
      expect(Math.max(...waits)).toBeLessThan(3 * least);
      expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(least / 2);
    }
  });

  test('a connection that is accepted and dropped at once does not reset the attempts', async () => {
    await joined();
    live.isAwake = false;
    for (const wait of [250, 500, 1000]) {
      const { length } = live.lines;
      await live.line.close();
      await live.page.waitForFunction(() => window.client);
      await pass(wait - 10);
      expect(live.lines.length).toBe(length);
      await pass(2 * wait + 20);
      await expect.poll(() => live.lines.length).toBe(length + 1);
    }
  });
});

describe('a connection that only looks open', () => {
  test('is found by the heartbeat', async () => {
    await joined();
    await pass(31_000);
    await expect.poll(() => live.heartbeats).toBe(1);
    live.isAwake = false;
    await pass(29_500);
    live.isAwake = true;
    expect(live.lines.length).toBe(1);
    await pass(10_900);
    await expect.poll(() => live.joins.length).toBe(2);
    await live.state('live');
  });

  test.each([
    [
      'the page is shown again',
      () => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })),
    ],
    ['the network comes back', () => window.dispatchEvent(new Event('online'))],
    ['the network goes', () => window.dispatchEvent(new Event('offline'))],
  ])('is found out soon when %s', async (_, happen) => {
    await joined();
    live.isAwake = false;
    await live.page.evaluate(happen);
    await pass(3_100);
    await live.state('offline');
  });

  test('is found by an event after a long silence', async () => {
    await joined();
    await pass(15_000);
    live.isAwake = false;
    await click();
    await pass(10_100);
    await live.state('offline');
    live.isAwake = true;
    await pass(800);
    await live.state('live');
    expect((await live.next()).slice(1)).toEqual([1, 'add', null]);
  });
});

describe('frames that are lost or repeated on the way', () => {
  const tree = (text: string) => ({
    s: [1, '<ul><!--[0--><!--]--></ul>'],
    d: [{ r: [['x', { s: [2, '<li data-s="0"></li>'], d: [text] }]] }],
  });
  const list = '<ul><!--[0--><!--]--></ul>';
  const row = { 0: { l: [['+', null, ['x', { s: [2, '<li data-s="0"></li>'], d: ['new'] }]]] } };
  const options: LiveOptions = {
    answerJoin: ({ have }) => (have === undefined ? [tree('whole')] : [{}]),
  };
  /** Lets a heartbeat be answered, with the number of frames that the server has sent. */
  const beat = async (count: number) => {
    const { heartbeats } = live;
    live.count = count;
    // No longer: where frames were lost, the page comes back 250 ms after the answer at the earliest.
    await pass(30_100);
    await expect.poll(() => live.heartbeats).toBeGreaterThan(heartbeats);
  };
  const resync = async () => {
    await live.state('offline');
    await pass(800);
    await expect.poll(() => live.joins.map(({ have }) => have)).toEqual([0, undefined]);
    expect(live.lines.length).toBe(2);
    await expect.poll(() => live.clean()).toBe('<ul><li>whole</li></ul>');
    live.count = undefined;
  };

  test('are found by the heartbeat, and another connection brings the whole tree: lost', async () => {
    await joined(options, list);
    await live.push({ t: 'something' });
    await beat(3);
    await resync();
    await live.push({ 0: { p: { x: { 0: 'next' } } } });
    await beat(2);
    expect(await live.clean()).toBe('<ul><li>next</li></ul>');
    expect(live.lines.length).toBe(2);
  });

  test('are found by the heartbeat, and another connection brings the whole tree: repeated', async () => {
    await joined(options, list);
    await live.push(row);
    await live.push(row);
    await beat(2);
    await resync();
  });

  test('do not count received frames', async () => {
    await joined(options, list);
    await live.push(row);
    await live.push({});
    await beat(3);
    await live.push({ 0: { p: { x: { 0: 'next' } } } });
    expect(live.lines.length).toBe(1);
  });

  test('are not applied twice if they are answers', async () => {
    await joined(options, `<button lv-click="a">a</button>${list}`);
    await click();
    await live.next();
    live.send(1, row);
    live.send(1, row);
    live.send(0, row);
    await live.push({});
    expect(await live.page.locator('li').count()).toBe(1);
  });
});

describe('the back/forward cache', () => {
  test('finds the connection closed, and a page that comes back joins again at once', async () => {
    await joined();
    await live.push({ 0: '1' });
    await live.page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })),
    );
    await live.state('offline');
    await pass(60_000);
    expect(live.lines.length).toBe(1);
    await live.page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    );
    await live.state('live');
    expect(live.joins[1]).toEqual({ ...live.joins[0], have: 1 });
  });
});

test('an answer with a redirect to nowhere holds up neither the next event nor the next update', async () => {
  await joined();
  await click();
  await click();
  await live.next();
  live.send(1, { to: 'http://[' });
  expect((await live.next()).slice(1)).toEqual([2, 'add', null]);
  live.send(2, { s: [1, '<p data-s="0"></p>'], d: ['new'], to: 'http://[' });
  await live.push({ 0: 'newer' });
  await expect.poll(() => live.page.locator('skerry-live p').textContent()).toBe('newer');
});

test('a client that was stopped closes the connection for good', async () => {
  await joined();
  await live.page.evaluate(() => window.client.stop());
  await live.state('offline');
  await live.page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<skerry-live id="lv-b"></skerry-live>');
    dispatchEvent(new Event('online'));
  });
  await pass(60_000);
  expect(live.lines.length).toBe(1);
});

describe('when the server refuses', () => {
  const refusing = (code: string) => ({
    answerJoin: (_: Join, count: number) => (count === 1 ? [null, { code, reason: 'No.' }] : [{}]),
  });

  test('a token, the region fails for good, and its buttons work as plain ones', async () => {
    live = await LivePage.open(
      browser,
      '<form action="/plain"><button lv-click="add">x</button></form>',
      {
        ...refusing('bad-token'),
        serve: (route) => route.fulfill({ contentType: 'text/html', body: 'plain' }),
      },
    );
    await live.state('failed');
    expect(await live.seen('refused')).toEqual([{ code: 'bad-token', reason: 'No.' }]);
    await live.line.close();
    await click();
    await live.page.waitForURL(/plain/);
    expect([live.lines.length, live.joins.length]).toEqual([1, 1]);
  });

  test('for the moment, the page joins again after a while', async () => {
    live = await LivePage.open(browser, counter, { clock: true, ...refusing('rate-limited') });
    await live.state('connecting');
    await expect.poll(() => live.joins.length).toBe(1);
    await pass(800);
    await live.state('live');
  });

  test('an event for the moment, it is sent again with its number, later each time, and those behind it wait', async () => {
    await joined();
    await click();
    await click();
    for (const wait of [500, 1000]) {
      expect((await live.next()).slice(1)).toEqual([1, 'add', null]);
      live.send(1, null, { code: 'rate-limited', reason: 'Too many.' });
      await live.push({});
      await pass(wait - 10);
      expect(live.unread).toEqual([]);
      expect(await live.page.getAttribute('button', 'aria-busy')).toBe('true');
      await pass(2 * wait + 20);
    }
    expect((await live.next()).slice(1)).toEqual([1, 'add', null]);
    await live.push(1, {});
    expect((await live.next()).slice(1)).toEqual([2, 'add', null]);
    expect(await live.seen('refused')).toEqual([]);
  });

  test('an event for the moment, it reaches even the successor of a lost region', async () => {
    const whole = { s: [1, '<button lv-click="add" data-s="0"></button>'], d: ['0'] };
    await joined({ answerJoin: (_, count) => (count === 1 ? [{}] : [whole]) });
    await click();
    await live.next();
    live.send(1, null, { code: 'rate-limited', reason: 'Too many.' });
    await live.push({});
    await cut();
    expect((await live.next()).slice(1)).toEqual([1, 'add', null]);
    await pass(10_000);
    expect(live.unread).toEqual([]);
    expect(await live.seen('refused')).toEqual([]);
  });

  test('a stale page, it is loaded again, once', async () => {
    live = await LivePage.open(browser, counter, {
      clock: true,
      answerJoin: () => [null, { code: 'stale', reason: 'Another build.' }],
    });
    await expect.poll(() => live.joins.length).toBe(2);
    await live.state('failed');
    await pass(30_000);
    expect(live.joins.length).toBe(2);
  });

  test('to read an event twice, the page gets an error and goes on', async () => {
    await joined();
    await click();
    await live.next();
    await cut(1009);
    await live.next();
    await cut(1009);
    expect(await live.seen('refused')).toMatchObject([{ code: 'unreadable', event: 'add' }]);
    await click();
    expect((await live.next()).slice(1)).toEqual([2, 'add', null]);
  });

  test('an event on a channel it does not know, the page joins again and repeats it', async () => {
    await joined();
    await click();
    await live.next();
    live.send(1, null, { code: 'not-joined', reason: 'No such channel.' });
    await live.state('connecting');
    await pass(800);
    expect((await live.next()).slice(1)).toEqual([1, 'add', null]);
  });
});

describe('a region', () => {
  test('that crashed is joined again, later each time', async () => {
    await joined();
    for (const [i, wait] of [250, 500, 1000].entries()) {
      live.send('crash', { code: 'failed', reason: 'Oops.' });
      await live.state('connecting');
      await pass(wait - 10);
      expect(live.joins.length).toBe(i + 1);
      await pass(2 * wait + 20);
      await live.state('live');
    }
  });

  test('that is closed stays closed', async () => {
    await joined();
    live.send('close');
    await live.state('ended');
    await live.line.close();
    await pass(60_000);
    expect(live.joins.length).toBe(1);
  });

  test('whose places are gone requests the whole tree, and drops late updates', async () => {
    const whole = { s: 5, d: ['new', 'tree'] };
    await joined(
      { answerJoin: ({ have }) => (have === undefined ? [whole, 1] : [{}]) },
      '<p>a <!--0-->b<!----></p><p>c <!--1-->d<!----></p>',
    );
    const { channel } = live;
    await live.page.$eval('p', (p) => p.remove());
    await live.push({ 0: 'lost', e: [['tide', 1]] });
    expect(await live.seen('tide')).toEqual([1]);
    live.line.send(
      JSON.stringify([
        channel,
        { 1: { s: [5, '<p data-s="0"></p><p data-s="1"></p>'], d: ['late', 'late'] } },
      ]),
    );
    await pass(10);
    await expect.poll(() => live.clean()).toBe('<p>new</p><p>tree</p>');
    expect(live.joins.map(({ have }) => have)).toEqual([0, undefined]);
    await live.push({ 1: 'TREE' });
    expect(await live.clean()).toBe('<p>new</p><p>TREE</p>');
  });

  test('whose text lost its end requests the text, then the whole tree, with its neighbours unharmed', async () => {
    await joined({ answerJoin: () => [{}] }, '<p><!--0-->b and <!--1-->d<!----></p>');
    await live.push({ 0: { h: '<hr>' } });
    const [, ref, path] = await live.next();
    expect(path).toBe('0');
    await live.push(ref, { 0: { h: '<hr>' } });
    expect(await live.clean()).toBe('<p>b and d</p>');
    await pass(10);
    await expect.poll(() => live.joins.map(({ have }) => have)).toEqual([0, undefined]);
  });
});
