import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../test/browser.js';
import { defineWatch, toldBy } from '../test/hooked-page.js';
import { type LiveOptions, LivePage } from '../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
afterEach(() => live.close());

const open = async (prepare?: LiveOptions['prepare']) => {
  live = await LivePage.joined(browser, '<button lv-click="add" data-s="0">0</button>', {
    before: defineWatch,
    ...(prepare && { prepare }),
  });
};
/** Clicks, and waits until the event is there. */
const click = async () => {
  await live.page.click('button');
  return live.nextEvent();
};
const told = async (hook: string) => (await toldBy(live, hook)).map(([, what]) => what);
const errors = () => toldBy(live, 'console', 'uncaught');

const names = ['connect', 'disconnect', 'beforePatch', 'afterPatch', 'event'];

describe('a plugin in the browser', () => {
  test('gets its options, and its taps run in the order of the plugins', async () => {
    await open(({ hooks }) => {
      for (const name of ['acme:one', 'acme:two'])
        hooks.addPlugin<{ text: string }>(
          name,
          ({ hooks: { event }, options, name: own }) => {
            event.tap(() => void window.told.push(['event', `${own} ${options.text} 1`]));
            event.tap(() => void window.told.push(['event', `${own} ${options.text} 2`]));
          },
          { text: 'hi' },
        );
    });
    await click();
    expect(await told('event')).toEqual([
      'acme:one hi 1',
      'acme:one hi 2',
      'acme:two hi 1',
      'acme:two hi 2',
    ]);
  });

  test('sends events, and its tap does not hear of those that it sends meanwhile', async () => {
    await open(({ hooks }) =>
      hooks.addPlugin(
        'acme:echo',
        (api) =>
          api.hooks.event.tap(({ host, name }) => {
            window.told.push(['event', name]);
            void api.sendEvent(host, `${name}-echo`);
          }),
        {},
      ),
    );
    expect(await click()).toEqual([1, 'add-echo', null, 'send']);
    await live.answer(1);
    expect(await live.nextEvent()).toEqual([2, 'add', null]);
    expect(await told('event')).toEqual(['add']);
  });

  test('that is added once the client runs sees what follows', async () => {
    await open((client) => window.watch(client, 'acme:early'));
    await live.page.evaluate(() => {
      window.told = [];
      window.watch(window.client, 'acme:late');
    });
    await click();
    await live.answer(1);
    await live.line.close();
    await expect
      .poll(() => Promise.all(names.map(async (name) => (await told(name)).length)))
      .toEqual([2, 2, 4, 4, 2]);
  });

  test('that is the first, and added once the client runs, sees events and patches at once', async () => {
    await open();
    await live.page.evaluate(() => window.watch(window.client, 'acme:late'));
    await click();
    await live.answer(1);
    expect(
      (await toldBy(live, 'event', 'beforePatch', 'afterPatch')).map(([name]) => name),
    ).toEqual(['event', 'beforePatch', 'afterPatch']);
  });
});

describe('a tap that fails', () => {
  const failure = (hook: string) => [
    'console',
    `[acme:bad] Its tap of "${hook}" has failed: Error: Ahoy`,
  ];

  test('is written to the console once for each hook, the other taps run, and the page goes on', async () => {
    await open((client) => {
      const fail = () => {
        throw new Error('Ahoy');
      };
      client.hooks.addPlugin(
        'acme:bad',
        ({ hooks }) => {
          hooks.connect.tap(fail);
          hooks.disconnect.tap(fail);
          hooks.beforePatch.tap(fail);
          hooks.afterPatch.tap(fail);
          hooks.event.tap(fail);
        },
        {},
      );
      window.watch(client, 'acme:good');
    });
    for (let i = 1; i < 3; i++) {
      expect(await click()).toEqual([i, 'add', null]);
      await live.push(i, { 0: `${i}` });
      await live.line.close();
      await expect.poll(() => told('connect')).toHaveLength(i + 1);
      await live.state('live');
    }
    expect(await live.page.innerText('button')).toBe('2');
    for (const name of names) expect((await told(name)).length).toBeGreaterThan(1);
    expect((await errors()).toSorted()).toEqual(names.map(failure).toSorted());
  });

  test('by rejecting is written to the console once', async () => {
    await open(({ hooks }) =>
      hooks.addPlugin(
        'acme:bad',
        (api) => api.hooks.event.tap(() => Promise.reject(new Error('Ahoy'))),
        {},
      ),
    );
    await click();
    await live.answer(1);
    await click();
    expect(await errors()).toEqual([failure('event')]);
  });
});

describe('a browser part that fails', () => {
  const failed = 'Its browser part has failed, so its taps are not called:';

  test('is written to the console, its taps are not called, and other plugins and the page go on', async () => {
    await open((client) => {
      const { hooks } = client;
      const note = (name: string) => () => void window.told.push(['event', name]);
      hooks.addPlugin(
        'acme:throws',
        (api) => {
          api.hooks.event.tap(note('throws'));
          throw new Error('Ahoy');
        },
        {},
      );
      hooks.addPlugin(
        'acme:rejects',
        async (api) => {
          api.hooks.event.tap(note('rejects'));
          throw new Error('Ahoy');
        },
        {},
      );
      hooks.addPlugin('acme:no-tap', (api) => api.hooks.event.tap('fn' as never), {});
      hooks.addPlugin('acme:nothing', undefined as never, {});
      hooks.addPlugin('acme:good', (api) => api.hooks.event.tap(note('good')), {});
    });
    await click();
    expect(await told('event')).toEqual(['good']);
    expect((await errors()).toSorted()).toEqual(
      [
        `[acme:no-tap] ${failed} TypeError: A tap of "event" is a function, and no string.`,
        `[acme:nothing] ${failed} TypeError: Its module has no function as its default export.`,
        `[acme:rejects] ${failed} Error: Ahoy`,
        `[acme:throws] ${failed} Error: Ahoy`,
      ].map((text) => ['console', text]),
    );
  });
});
