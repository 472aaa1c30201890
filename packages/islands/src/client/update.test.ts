import type { DataPatch } from '@skerry/wire';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { IslandPage } from '../../test/island-page.js';
import { island, type Use } from '../../test/server-html.js';
import { diffProps, encodeProps } from '../server/index.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Changes props as the client of the region does. */
const patch = (opened: IslandPage, ...patches: DataPatch[]) =>
  opened.page.evaluate((some) => {
    const host = document.querySelector('skerry-island')!;
    for (const each of some) (host.patches ??= []).push(each);
    host.patched?.();
  }, patches);

const points = (count: number) => Array.from({ length: count }, (_, at) => ({ at }));
const chart = (use: Use = {}) =>
  island('chart.island', { at: '0', props: { title: 'Tide', points: points(3) }, ...use });

/** The content of the host if the server had rendered it with these props. */
const fresh = async (name: string, props: Record<string, unknown>) =>
  /<skerry-island[^>]*>([^]*)<skerry-end>/.exec(await island(name, { at: '0', props }))![1]!;

describe('an island that has hydrated', () => {
  test('renders with changed props, and keeps its state', async () => {
    const opened = await IslandPage.open(browser, await chart());
    await opened.hydrated();
    await opened.page.click('figure');
    await patch(
      opened,
      { points: [3, 0, { at: 3, label: 'new' }] },
      { title: ['Flood'], hint: ['h'] },
    );
    await opened.page.waitForSelector('small');
    expect(await opened.html('skerry-island')).toBe(
      (
        await fresh('chart.island', {
          title: 'Flood',
          points: [...points(3), { at: 3, label: 'new' }],
          hint: 'h',
        })
      ).replace('(4) 0', '(4) 1'),
    );
    await patch(opened, [{ title: 'Whole', points: [] }]);
    await expect
      .poll(() => opened.html('skerry-island'))
      .toBe(
        (await fresh('chart.island', { title: 'Whole', points: [] })).replace('(0) 0', '(0) 1'),
      );
    expect(opened.complaints).toEqual([]);
  });

  test('fails alone when a patch does not fit', async () => {
    const opened = await IslandPage.open(browser, await chart());
    await opened.hydrated();
    await patch(opened, { points: [9, 1] });
    expect(await opened.failed()).toMatchObject([{ phase: 'render' }]);
    expect(await opened.text('figcaption')).toBe('Tide (3) 0');
  });
});

describe('changes of an island that come before it hydrates', () => {
  test('are rendered in the task of the hydration', async () => {
    const opened = await IslandPage.open(browser, await chart(), { held: ['chart.island.js'] });
    await opened.page.waitForFunction(() => customElements.get('skerry-island'));
    await patch(opened, { title: ['Flood'] });
    opened.release('chart.island.js');
    await opened.hydrated();
    expect(await opened.html('skerry-island')).toBe(
      await fresh('chart.island', { title: 'Flood', points: points(3) }),
    );
    expect(opened.complaints).toEqual([]);
  });

  test('wait for the island itself, even if one in its slot has hydrated', async () => {
    const opened = await IslandPage.open(browser, await chart(), {
      before: () => {
        scheduler.postTask = () => new Promise((go) => Object.assign(window, { go }));
      },
    });
    await opened.page.waitForFunction(() => 'go' in window);
    await opened.page.evaluate(async () => {
      const host = document.querySelector('skerry-island')!;
      const waits = new Promise<void>((go) => {
        host.addEventListener = function (this: Element, ...listener: unknown[]) {
          Element.prototype.addEventListener.apply(this, listener as [string, () => void]);
          go();
        };
      });
      host.patches = [{ title: ['Flood'] }];
      host.patched();
      await waits;
      const inner = document.querySelector('figure')!;
      inner.dispatchEvent(new CustomEvent('skerry:hydrated', { bubbles: true }));
      // Enough turns for an implementation that mistakes the inner island.
      for (let turns = 0; turns < 100; turns++) await new Promise((go) => setTimeout(go));
      (window as unknown as { go(): void }).go();
    });
    await opened.hydrated();
    await expect
      .poll(() => opened.html('skerry-island'))
      .toBe(await fresh('chart.island', { title: 'Flood', points: points(3) }));
    expect(opened.complaints).toEqual([]);
  });

  test('count as shown if the markup has them, so that no attribute is left behind', async () => {
    // The markup of the newer props, as the server sends it on demand, and the attribute of the older ones.
    const newer = { title: 'Flood', points: points(5) };
    const html = (await chart({ on: 'interaction' })).replace(
      /<figure[^]*<\/figure>/,
      await fresh('chart.island', newer),
    );
    const opened = await IslandPage.open(browser, html);
    await opened.page.waitForFunction(() => customElements.get('skerry-island'));
    await opened.page.evaluate(() => {
      const host = document.querySelector('skerry-island')!;
      host.patches = [{ title: ['Flood'] }, { points: [3, 0, { at: 3 }, { at: 4 }] }];
      host.shown = 2;
      host.patches.push({ points: [0, 3] });
    });
    await opened.page.evaluate(() => document.querySelector('figure')!.focus());
    await opened.page.click('figure');
    await opened.hydrated();
    expect(await opened.html('skerry-island')).toBe(
      (await fresh('chart.island', { title: 'Flood', points: [{ at: 3 }, { at: 4 }] })).replace(
        '(2) 0',
        '(2) 1',
      ),
    );
  });

  test('are kept when the island leaves and returns', async () => {
    const opened = await IslandPage.open(browser, await chart());
    await opened.hydrated();
    await patch(opened, { title: ['Flood'] });
    await expect.poll(() => opened.text('figcaption')).toBe('Flood (3) 0');
    await opened.page.evaluate(async () => {
      const host = document.querySelector('skerry-island')!;
      host.remove();
      await new Promise<void>(queueMicrotask);
      (host.patches ??= []).push({ points: [0, 1] });
      host.patched();
      document.body.append(host);
    });
    await opened.hydrated(2);
    expect(await opened.text('figcaption')).toBe('Flood (2) 0');
  });
});

test('plain islands that a region inserts load no more modules', async () => {
  const opened = await IslandPage.open(browser, '<main></main>');
  await opened.page.waitForFunction(() => customElements.get('skerry-island'));
  await opened.page.evaluate(
    (html) => {
      const template = document.createElement('template');
      template.innerHTML = html;
      const copy = document.importNode(template.content, true);
      copy.querySelector('skerry-island')!.patched();
      document.querySelector('main')!.append(copy);
    },
    await chart(),
  );
  await opened.hydrated();
  expect(opened.requests).not.toContain('deferred.js');
});

describe('typed data in the props of an island', () => {
  const typed = (shift: number) => ({
    day: new Date(Date.UTC(2026, 0, 1 + shift)),
    names: new Map([
      ['a', new Set([1, 2 + shift])],
      ['b', new Set<number>()],
    ]),
    big: 2n ** 70n,
    list: [undefined, -0, new Date(shift), 1],
  });

  test('keeps its types, and is patched', async () => {
    const html = await island('typed.island', { at: '0', props: typed(0) });
    const opened = await IslandPage.open(browser, html);
    await opened.hydrated();
    expect(await opened.html('skerry-island')).toBe(await fresh('typed.island', typed(0)));
    await patch(opened, diffProps('typed.island', typed(0), typed(3))!);
    await expect
      .poll(() => opened.html('skerry-island'))
      .toBe(await fresh('typed.island', typed(3)));
    expect(opened.complaints).toEqual([]);
    expect(opened.requests).toContain('typed.js');
    expect(opened.requests.some((file) => file.includes('signal'))).toBe(false);
  });
});

describe('signals in the props of islands', () => {
  test('are shared by all islands of the page that get them', async () => {
    const { signal } = await import('@preact/signals');
    const crates = signal(3);
    const other = signal(3);
    const shared = (props: Record<string, unknown>) => island('shared.island', { props });
    const opened = await IslandPage.open(
      browser,
      (await shared({ crates })) + (await shared({ crates })) + (await shared({ crates: other })),
    );
    await opened.hydrated(3);
    await opened.page.click('button');
    await expect
      .poll(() => opened.page.locator('button').allTextContents())
      .toEqual(['4 crates', '4 crates', '3 crates']);
    expect(opened.complaints).toEqual([]);
  });

  test('keep their value when a region brings them again', async () => {
    const { signal } = await import('@preact/signals');
    const crates = signal(3);
    const opened = await IslandPage.open(
      browser,
      await island('shared.island', { props: { crates } }),
    );
    await opened.hydrated();
    await opened.page.click('button');
    await patch(opened, ['$', encodeProps('shared.island', { crates, more: 1 }) as string]);
    await opened.page.click('button');
    await expect.poll(() => opened.text('button')).toBe('5 crates');
  });
});

test('a hundred changes before, during and after hydration end as a fresh rendering', async () => {
  const random = (seed: number) => () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (const seed of [1, 2, 3, 4, 5]) {
    const next = random(seed);
    const html = await chart({ on: 'load' });
    const opened = await IslandPage.open(browser, html, { held: ['chart.island.js'] });
    await opened.page.waitForFunction(() => customElements.get('skerry-island'));
    let props: Record<string, unknown> = { title: 'Tide', points: points(3) };
    for (let i = 0; i < 100; i++) {
      if (i === 30) opened.release('chart.island.js');
      if (i === 60) await opened.hydrated();
      const after = changed(props, next);
      const change = diffProps('chart.island', props, after);
      if (change) await patch(opened, change);
      props = after;
    }
    await expect.poll(() => opened.html('skerry-island')).toBe(await fresh('chart.island', props));
    expect(opened.complaints).toEqual([]);
    await opened.close();
  }
});

function changed(props: Record<string, unknown>, next: () => number): Record<string, unknown> {
  const list = [...(props.points as { at: number; label?: string }[])];
  const at = Math.floor(next() * list.length);
  const kind = Math.floor(next() * 6);
  if (kind === 0) list.splice(at, 0, { at: Math.floor(next() * 1e9) });
  if (kind === 1) list.splice(at, 1);
  if (kind === 2 && list[at]) list[at] = { ...list[at], label: `l${Math.floor(next() * 99)}` };
  if (kind === 3) list.reverse();
  return {
    ...props,
    points: list,
    ...(kind === 4 && { title: `T${Math.floor(next() * 99)}` }),
    ...(kind === 5 && { hint: next() < 0.5 ? null : 'hint' }),
  };
}
