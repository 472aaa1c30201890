import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { defineWatch, openWatched, toldBy } from '../../test/hooked-page.js';
import { type LiveOptions, LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
afterEach(() => live.close());

const counter = '<button lv-click="add" data-s="0">0</button>';
const open = async (options: LiveOptions = {}, html = counter) => {
  live = await openWatched(browser, html, { clock: true, ...options });
};

/** The openings and closings that were told, once there are so many. */
const connections = async (count: number) => {
  const told = () => toldBy(live, 'connect', 'disconnect');
  await expect.poll(async () => (await told()).length).toBe(count);
  return told();
};
const connected = (reconnects: boolean) => ['connect', { reconnects }];

describe('the hooks connect and disconnect', () => {
  test('tell that the connection opens, is dropped, and opens again', async () => {
    await open();
    await live.line.close({ code: 4000 });
    await live.state('offline');
    await live.pass(800);
    expect(await connections(3)).toEqual([
      connected(false),
      ['disconnect', { reconnects: true, code: 4000 }],
      connected(true),
    ]);
  });

  test('tell of a connection that only looked open, which has no code', async () => {
    await open();
    live.isAwake = false;
    await live.page.evaluate(() => window.dispatchEvent(new Event('offline')));
    await live.pass(3_100);
    expect((await connections(2))[1]).toEqual(['disconnect', { reconnects: true }]);
  });

  test('tell nothing of an attempt that fails', async () => {
    live = await LivePage.open(browser, counter, {
      clock: true,
      before: defineWatch,
      prepare: (client) => {
        window.watch(client, 'acme:watch');
        const { WebSocket } = window;
        window.WebSocket = class extends WebSocket {
          constructor() {
            super('ws://localhost:9');
            window.WebSocket = WebSocket;
          }
        };
      },
    });
    await expect
      .poll(async () => {
        await live.pass(800);
        return live.joins.length;
      })
      .toBe(1);
    expect(await connections(1)).toEqual([connected(false)]);
  });

  test('tell whether the client comes back when the visitor leaves the page and returns', async () => {
    await open();
    const happen = (type: string) =>
      live.page.evaluate((name) => void window.dispatchEvent(new Event(name)), type);
    await happen('pagehide');
    await connections(2);
    await happen('pageshow');
    expect(await connections(3)).toEqual([
      connected(false),
      ['disconnect', { reconnects: false }],
      connected(true),
    ]);
  });

  test('tell that a client that is stopped does not come back', async () => {
    await open();
    await live.page.evaluate(() => window.client.stop());
    expect((await connections(2))[1]).toEqual(['disconnect', { reconnects: false }]);
  });

  test('tell that a connection without regions does not come back', async () => {
    await open();
    await live.page.$eval('skerry-live', (host) => host.remove());
    await live.pass(31_000);
    expect((await connections(2))[1]).toEqual(['disconnect', { reconnects: false }]);
  });

  test('tell of a closed connection when the regions show it', async () => {
    await open({
      prepare: ({ hooks }) =>
        hooks.addPlugin(
          'acme:look',
          (api) =>
            api.hooks.disconnect.tap(() => {
              const { state } = document.querySelector<HTMLElement>('skerry-live')!.dataset;
              window.told.push(['disconnect', state]);
            }),
          {},
        ),
    });
    await live.line.close();
    expect(await connections(1)).toEqual([['disconnect', 'offline']]);
  });
});

const patches = () => toldBy(live, 'beforePatch', 'afterPatch');
/** The calls for a patch by a frame. */
const patched = (frame: string, joins = false) => {
  const payload = { host: 'lv-a', bytes: Buffer.byteLength(frame), joins };
  return [
    ['beforePatch', payload],
    ['afterPatch', payload],
  ];
};

describe('the hooks beforePatch and afterPatch', () => {
  /** Notes the text of the region at each call. */
  const noteTexts: LiveOptions['prepare'] = ({ hooks }) =>
    hooks.addPlugin(
      'acme:texts',
      (api) => {
        for (const hook of ['beforePatch', 'afterPatch'] as const)
          api.hooks[hook].tap(({ host }) => void window.told.push([hook, host.textContent]));
      },
      {},
    );
  const textsOf = async (frame: unknown) => {
    await live.page.evaluate(() => (window.told = []));
    await live.push(frame);
    return patches();
  };

  test('tell of the answer to a join, and of each update after it, with the bytes of the frame', async () => {
    await open();
    await live.push({ 0: 'é' });
    expect(await patches()).toEqual([...patched('[1,0,{},0]', true), ...patched('[1,{"0":"é"}]')]);
  });

  test('are called right before and right after the change', async () => {
    await open({ prepare: noteTexts });
    expect(await textsOf({ 0: '1' })).toEqual([
      ['beforePatch', '0'],
      ['afterPatch', '1'],
    ]);
  });

  test('are called around an update that has waited for its code', async () => {
    await open({ prepare: noteTexts }, '<ul><!--[0--><!--]--></ul>');
    const row = ['x', { s: [1, '<li>row</li>'] }];
    expect(await textsOf({ 0: { l: [['+', null, row]] } })).toEqual([
      ['beforePatch', ''],
      ['afterPatch', 'row'],
    ]);
  });

  test('are called both for an update that cannot be applied', async () => {
    await open();
    await live.page.evaluate(() => (window.told = []));
    await live.push({ 7: 'nowhere' });
    expect(await patches()).toEqual(patched('[1,{"7":"nowhere"}]'));
  });

  test('tell of the join after the server has lost a region', async () => {
    await open();
    await live.page.evaluate(() => (window.told = []));
    live.send('crash');
    await expect
      .poll(async () => {
        await live.pass(800);
        return live.joins.length;
      })
      .toBe(2);
    await expect.poll(patches).toEqual(patched('[2,0,{},0]', true));
  });

  const host = (name: string) =>
    `<skerry-live id="lv-${name}" data-token="t"><!--lv:${name}--></skerry-live>`;
  const openBoth = async () => {
    await open({ body: host('a') + host('b') });
    await live.page.waitForSelector('#lv-b[data-state=live]', { state: 'attached' });
  };

  test('tell nothing of a region that has ended', async () => {
    await openBoth();
    live.send('close');
    await live.state('ended');
    await live.page.evaluate(() => (window.told = []));
    live.send({ 0: '1' });
    live.topic = 'lv:b';
    await live.push({});
    expect((await patches()).map(([, payload]) => payload.host)).toEqual(['lv-b', 'lv-b']);
  });

  test('name the region of each patch', async () => {
    await openBoth();
    const hosts = (await patches()).map(([hook, payload]) => `${hook} ${payload.host}`);
    expect(hosts).toEqual([
      'beforePatch lv-a',
      'afterPatch lv-a',
      'beforePatch lv-b',
      'afterPatch lv-b',
    ]);
  });
});
