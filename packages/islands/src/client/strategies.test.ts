import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { IslandPage, type PageOptions } from '../../test/island-page.js';
import { island, type Use } from '../../test/server-html.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const file = 'counter.island.js';
const far = '<div style="height: 4000px"></div>';

/** A page on which one island has hydrated, so that the others do not wait for the runtime. */
async function open(body: string, options: PageOptions = {}): Promise<IslandPage> {
  const opened = await IslandPage.open(
    browser,
    (await island('slow.island', { props: { id: 0 } })) + body,
    options,
  );
  await opened.hydrated();
  return opened;
}

const counter = (use: Use) => island('counter.island', use);

describe('visible', () => {
  test('loads and hydrates when it comes into view', async () => {
    const opened = await open(far + (await counter({ on: 'visible' })));
    await opened.page.evaluate(
      () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))),
    );
    expect(opened.requests).not.toContain(file);
    await opened.page.evaluate(() => scrollTo(0, 1e6));
    const [, detail] = await opened.hydrated(2);
    expect(detail).toMatchObject({ strategy: 'visible', reason: 'visible' });
    expect(opened.requests).toContain(file);
  });

  test('takes a margin around the view', async () => {
    const opened = await open(far + (await counter({ on: 'visible', with: '5000px' })));
    await opened.hydrated(2);
  });

  test.each([
    ['nothing but text', { props: { text: 'text' } }],
    ['nothing at all', {}],
  ])('hydrates an island that shows %s', async (_, use) => {
    const plain = await island('plain.island', { ...use, on: 'visible' });
    const opened = await open(`${far}<section>${plain}</section>`);
    expect(opened.requests).not.toContain('plain.island.js');
    await opened.page.evaluate(() => scrollTo(0, 1e6));
    await opened.hydrated(2);
  });

  test('skips elements without a box', async () => {
    const opened = await open(far + (await island('veiled.island', { on: 'visible' })));
    await opened.page.evaluate(() => scrollTo(0, 1e6));
    await opened.hydrated(2);
  });

  test('hydrates in a slot that the surrounding island shows later', async () => {
    const children = await counter({ on: 'visible', at: 'inner' });
    const opened = await open(
      await island('fold.island', { props: { isOpen: false }, slots: { children } }),
    );
    await opened.hydrated(2);
    expect(opened.requests).not.toContain(file);
    await opened.page.click('.toggle');
    await opened.hydrated(3);
  });

  test('waits for content that is shown later', async () => {
    const hidden = await counter({ on: 'visible' });
    const opened = await open(`<section hidden>${hidden}</section>`);
    expect(opened.requests).not.toContain(file);
    await opened.page.evaluate(() => document.querySelector('section')!.removeAttribute('hidden'));
    await opened.hydrated(2);
  });

  test('follows markup that the region brings before hydration', async () => {
    const opened = await open(far + (await counter({ on: 'visible' })));
    await opened.page.waitForFunction(
      () => document.querySelectorAll('skerry-island')[1]!.phase === 'waiting',
    );
    await opened.page.evaluate(() => {
      const host = document.querySelectorAll('skerry-island')[1]!;
      host.replaceChildren(host.firstChild!.cloneNode(true));
      scrollTo(0, 1e6);
    });
    await opened.hydrated(2);
  });
});

describe('idle', () => {
  /** Lets the test decide when idle time begins. */
  const holdIdle = () => {
    window.requestIdleCallback = ((run: () => void, options?: IdleRequestOptions) => {
      Object.assign(window, { goIdle: run, deadline: options?.timeout });
      return 1;
    }) as typeof requestIdleCallback;
  };

  test('loads and hydrates when the browser is idle', async () => {
    const opened = await open(await counter({ on: 'idle' }), { before: holdIdle });
    await opened.page.waitForFunction(() => 'goIdle' in window);
    expect(opened.requests).not.toContain(file);
    expect(await opened.page.evaluate('window.deadline')).toBe(undefined);
    await opened.page.evaluate('window.goIdle()');
    expect((await opened.hydrated(2))[1]).toMatchObject({ strategy: 'idle', reason: 'idle' });
  });

  test('passes its deadline to the browser', async () => {
    const opened = await open(await counter({ on: 'idle', with: '700' }), { before: holdIdle });
    await opened.page.waitForFunction(() => 'deadline' in window);
    expect(await opened.page.evaluate('window.deadline')).toBe(700);
  });

  test('hydrates soon in browsers without idle callbacks', async () => {
    const opened = await open(await counter({ on: 'idle' }), {
      before: () => Reflect.deleteProperty(window, 'requestIdleCallback'),
    });
    await opened.hydrated(2);
  });
});

describe('interaction', () => {
  test('loads and hydrates with the first event, and names it', async () => {
    const opened = await open(await counter({ on: 'interaction' }));
    expect(opened.requests).not.toContain(file);
    await opened.page.click('.counter');
    const [, detail] = await opened.hydrated(2);
    expect(detail).toMatchObject({ strategy: 'interaction', reason: 'focusin' });
  });

  test('waits for the chosen events', async () => {
    const opened = await open(await counter({ on: 'interaction', with: 'dblclick keyup' }));
    await opened.page.click('.counter');
    expect(opened.requests).not.toContain(file);
    await opened.page.dblclick('.counter');
    expect((await opened.hydrated(2))[1]).toMatchObject({ reason: 'dblclick' });
  });
});

test('the strategy "none" never loads its island', async () => {
  const opened = await open(await counter({ on: 'none' }));
  await opened.page.click('.counter');
  expect(await opened.text('.counter')).toBe('count 0');
  expect(opened.requests).not.toContain(file);
  expect(opened.requests).not.toContain('deferred.js');
});

describe('media', () => {
  test('loads and hydrates when the query begins to match', async () => {
    const opened = await open(await counter({ on: 'media', with: '(max-width: 600px)' }));
    await opened.page.waitForFunction(
      () => document.querySelectorAll('skerry-island')[1]!.phase === 'waiting',
    );
    expect(opened.requests).not.toContain(file);
    await opened.page.setViewportSize({ width: 500, height: 500 });
    const [, detail] = await opened.hydrated(2);
    expect(detail).toMatchObject({ strategy: 'media', reason: 'media' });
  });

  test('hydrates at once if the query matches', async () => {
    const opened = await open(await counter({ on: 'media', with: '(min-width: 10px)' }));
    await opened.hydrated(2);
  });

  test('stops listening when its host leaves', async () => {
    const opened = await open(await counter({ on: 'media', with: '(max-width: 600px)' }));
    await opened.page.evaluate(async () => {
      document.querySelectorAll('skerry-island')[1]!.remove();
      await new Promise<void>(queueMicrotask);
    });
    await opened.page.setViewportSize({ width: 500, height: 500 });
    await opened.page.evaluate(() => new Promise((go) => requestAnimationFrame(go)));
    expect(opened.requests).not.toContain(file);
  });
});

test('a strategy of the app gets its value and names its reason', async () => {
  const opened = await open(await counter({ on: 'hover', with: 'by' }));
  expect(opened.requests).not.toContain(file);
  await opened.page.hover('.counter');
  expect((await opened.hydrated(2))[1]).toMatchObject({ strategy: 'hover', reason: 'near by' });
});

test('the set-up of a strategy is undone when its host leaves, and done again when it returns', async () => {
  const opened = await open(await counter({ on: 'interaction' }));
  await opened.page.evaluate(async () => {
    window.kept = document.querySelectorAll('skerry-island')[1]!;
    window.kept.remove();
    await new Promise<void>(queueMicrotask);
    window.kept.querySelector('button')!.dispatchEvent(new Event('click', { bubbles: true }));
    document.body.append(window.kept);
  });
  expect(opened.requests).not.toContain(file);
  await opened.page.click('.counter');
  await opened.hydrated(2);
  expect(await opened.text('.counter')).toBe('count 1');
});

test('an unknown strategy is reported as a failure, and the rest of the page works', async () => {
  const opened = await open((await counter({ on: 'sometimes' })) + (await counter({ on: 'load' })));
  await opened.hydrated(2);
  expect(await opened.failed()).toEqual([
    {
      name: 'counter.island',
      strategy: 'sometimes',
      phase: 'load',
      message: 'There is no strategy "sometimes": write it as src/strategies/sometimes.ts.',
    },
  ]);
});
