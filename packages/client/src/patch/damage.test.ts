import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { diff, wholeTree } from '../../../kit/src/template/diff.js';
import {
  child,
  key,
  keyed,
  only,
  render,
  type Rendered,
  Template,
} from '../../../kit/src/template/template.js';
import { island, slot } from '../../test/islands.js';
import { LivePage } from '../../test/live-page.js';
import { htmlOf, parsed, updates } from '../../test/patched-page.js';

// Others change the page as well, extensions of the browser for example. Whatever they do to markers, the page is right
// after the next update, and most of that costs nothing.

let browser: Browser;
let live: LivePage;
/** What a page gets that is lost. */
let view: Rendered;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, 'x', {
    answerJoin: ({ have }) => (have === undefined ? [wholeTree(view, updates), 0] : [{}, 0]),
  });
});
afterAll(() => browser.close());

interface State {
  texts: string;
  keys: string;
  isOpen: boolean;
}

const section = new Template(
  ['<div>', '', '</div><p data-s="2">', '</p>'],
  [child(0), child(1), only(2)],
);
const row = new Template(['<dt data-s="0">', '</dt><dd>', '</dd>'], [only(0), child(1)]);
const cell = new Template(['<b', ' data-s="0">', '</b>'], [key(), only(0)]);
const page = new Template(
  [
    '',
    '<dl data-s="1">',
    '</dl><h1>',
    ' and ',
    '</h1>',
    '<div data-s="5">',
    '</div>',
    '<i data-s="7">',
    '</i>',
  ],
  [child(0), only(1), child(2), child(3), child(4), only(5), child(6), only(7)],
);

/** Structures side by side and in one another, many of which have places of the same numbers. */
const viewOf = ({ texts: [a, b], keys, isOpen }: State): Rendered => {
  const part = (more: unknown) => (isOpen ? render(section, [more, b, a]) : '');
  return render(page, [
    part(part(a)),
    [...keys].map((each) => keyed(each, render(row, [each, part(b)]))),
    a,
    b,
    [...keys].map((each) => keyed(each, render(section, [a, each, b]))),
    part(part(b)),
    render(section, [part(a), [...keys].map((each) => render(cell, [each, b])), a]),
    b,
  ]);
};

const start: State = { texts: 'ab', keys: 'kl', isOpen: true };
const steps: Partial<State>[] = [
  { texts: 'cd' },
  { keys: 'l' },
  { keys: 'lk' },
  { keys: 'kxl' },
  { keys: '' },
  { isOpen: false },
];

const joins = () => live.joins.filter(({ topic }) => topic === live.topic).length;

/** Sends an update, and waits until the page has come to rest. */
async function push(update: object | undefined): Promise<void> {
  const before = joins();
  await live.push(update);
  const [last] = (await live.seen('update')).slice(-1);
  if (!Number.isNaN(last.version) && before === joins()) return;
  await expect.poll(async () => (await live.seen('update')).at(-1).version).toBe(0);
}

test('nodes that a region, or one inside it, removes by itself are no damage', async () => {
  await live.show(
    `${htmlOf(viewOf(start))}<skerry-live id="lv-inner" data-token="t"><!--[0--><b>x</b><!--]--><!--lv:inner--></skerry-live>`,
  );
  await live.page.waitForSelector('#lv-inner[data-state=live]', { state: 'attached' });
  let before = viewOf(start);
  for (const step of [...steps, ...steps].reverse()) {
    const after = viewOf({ ...start, ...step });
    await push(diff(before, after, updates));
    before = after;
  }
  const outer = live.topic;
  live.topic = 'lv:inner';
  for (const text of ['y', 'z']) await push({ 0: text });
  live.topic = outer;
  await push(diff(before, viewOf({ ...start, texts: 'ef' }), updates));
  expect(joins()).toBe(1);
  const loaded = await live.page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  );
  expect(loaded.filter((name) => name.includes('damage'))).toEqual([]);
});

const kinds = {
  /** Takes a comment away. */
  take: (comment: Comment) => comment.remove(),
  /** Wraps it alone. */
  wrap: (comment: Comment) => {
    const wrapper = document.createElement('font');
    comment.replaceWith(wrapper);
    wrapper.append(comment);
  },
  /** Takes it and all that is beside it in its element. */
  'take all beside': ({ parentElement }: Comment) => {
    const comments = Array.from(parentElement!.childNodes).filter((node) => node.nodeType === 8);
    comments.forEach((node) => node.remove());
  },
  /** Puts it elsewhere. */
  move: (comment: Comment) => comment.parentElement!.append(comment),
  /** Writes the markup of its element anew. */
  rewrite: ({ parentElement }: Comment) => {
    parentElement!.innerHTML = String(parentElement!.innerHTML);
  },
};

/** Does something to a comment of the region; tells which it was. */
const damage = (at: number, how: keyof typeof kinds) =>
  live.page.evaluate(
    ([index, work]) => {
      const walker = document.createTreeWalker(document.querySelector('skerry-live')!, 128);
      for (let i = 0; i <= index; i++) if (!walker.nextNode()) return undefined;
      const comment = walker.currentNode as Comment;
      const { data } = comment;
      if (!data.startsWith('lv:')) new Function('comment', `(${work})(comment)`)(comment);
      return data;
    },
    [at, kinds[how].toString()] as const,
  );

test.each([
  ['take', 1],
  ['wrap', 2],
  ['move', 2],
  ['take all beside', 5],
  ['rewrite', 5],
] as const)(
  'whichever comment others %s, the page is right after the next update, and needs no whole tree',
  async (how, stride) => {
    const wrong: string[] = [];
    let trees = 0;
    let at = 0;
    for (; ; at += stride) {
      const before = viewOf(start);
      const step = steps[(at / stride) % steps.length];
      const after = (view = viewOf({ ...start, ...step }));
      await live.show(htmlOf(before));
      const data = await damage(at, how);
      if (data === undefined) break;
      await push(diff(before, after, updates));
      trees += joins() - 1;
      const expected = await parsed(live, after);
      const seen = (await live.clean()).replaceAll('<font></font>', '');
      if (seen !== expected) wrong.push(`${at} ${data} ${JSON.stringify(step)}`);
    }
    expect(wrong).toEqual([]);
    expect(at).toBeGreaterThan(60);
    expect(trees).toBe(0);
  },
  120_000,
);

test('all comments removed at once, again and again, come back', async () => {
  let before = viewOf(start);
  await live.show(htmlOf(before));
  for (const step of [...steps, ...steps].reverse()) {
    await live.page.evaluate(() => {
      const walker = document.createTreeWalker(document.querySelector('skerry-live')!, 128);
      const all = [];
      while (walker.nextNode()) all.push(walker.currentNode as Comment);
      all.forEach((comment) => comment.remove());
    });
    const after = viewOf({ ...start, ...step });
    await push(diff(before, after, updates));
    expect(await live.clean()).toBe(await parsed(live, after));
    before = after;
  }
  expect(joins()).toBe(1);
  expect(live.unread).toEqual([]);
});

test('markers removed while an update waits for its code come back', async () => {
  const other = await LivePage.joined(
    browser,
    '<div><!--[0--><b>a</b><!--]--><!--[1--><i>b</i><!--]--></div><!--[3--><!--]-->',
  );
  let letGo!: () => void;
  const kept = new Promise<void>((resolve) => (letGo = resolve));
  let asked!: () => void;
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  await other.page.route('**/list*', async (route) => {
    asked();
    await kept;
    await route.fallback();
  });
  other.send({ 0: '', 3: { r: [['k', 'row']] } });
  await isAsked;
  await other.page.evaluate(() => {
    const [, , end, start] = document.querySelector('div')!.childNodes;
    for (const marker of [end, start]) marker!.remove();
  });
  letGo();
  await expect.poll(() => other.clean()).toContain('row');
  expect(await other.clean()).toBe('<div><i>b</i></div>row');
  expect(other.joins.length).toBe(1);
  await other.close();
});

test('comments of others come and go', async () => {
  await live.show(
    '<div><!-- a --><!----><!--7-->note<!--$--></div><p>t<!--x--></p><!--[0--><p data-s="0">x</p><!--]-->',
  );
  await live.page.$eval('div', (div) => div.replaceChildren());
  await push({ 0: { 0: 'y' } });
  expect(await live.html()).toContain('<div></div><p>t<!--x--></p>');
  expect(await live.clean()).toBe('<div></div><p>t</p><p>y</p>');
  expect(joins()).toBe(1);
});

test('content of the page or an island stays as they leave it', async () => {
  await live.show(
    `<div lv-ignore=""><!--[-->a<!--]--></div><!--[0-->${island('<p><!--[1-->b<!--]--></p>')}<!--]--><b data-s="1">x</b>`,
  );
  await live.page.$eval('div', (div) => div.lastChild!.remove());
  await live.page.$eval('skerry-island p', (p) => p.lastChild!.remove());
  await push({ 1: 'y' });
  expect(await live.page.innerHTML('div')).toBe('<!--[-->a');
  expect(await live.page.innerHTML('skerry-island p')).toBe('<!--[1-->b');
  expect(await live.page.innerText('[data-s="1"]')).toBe('y');
  expect(joins()).toBe(1);
});

test('markers in a slot of an island come back', async () => {
  await live.show(
    `<!--[0-->${island(slot('children', '<!--[0--><p data-s="1">a</p><!--]--><p data-s="1">b</p>'))}<!--]-->`,
  );
  await live.page.$eval('skerry-slot', (element) => element.firstChild!.remove());
  await push({ 0: { i: { x: { children: { 1: 'B' } } } } });
  expect(await live.page.innerText('skerry-slot')).toBe('a\n\nB');
});

test('damage in one region costs no other, and is repaired with its own next update', async () => {
  view = viewOf(start);
  await live.show(
    `${htmlOf(view)}<skerry-live id="lv-other" data-token="t"><!--[0--><b>x</b><!--]--><u data-s="1">u</u><!--lv:other--></skerry-live>`,
  );
  await live.page.waitForSelector('#lv-other[data-state=live]', { state: 'attached' });
  const outer = live.topic;
  await live.page.$eval('#lv-other', (host) => host.firstChild!.remove());
  await push(diff(view, viewOf({ ...start, texts: 'ef' }), updates));
  live.topic = 'lv:other';
  await push({ 0: 'y', 1: 'z' });
  expect(await live.page.innerText('#lv-other')).toBe('yz');
  live.topic = outer;
  expect(joins()).toBe(1);
});

test('rows and their markers that others have put into an element of their own bring the whole tree', async () => {
  const list = (...keys: string[]) =>
    render(page, [
      '',
      '',
      '',
      '',
      keys.map((each) => keyed(each, render(section, ['', each, '']))),
      '',
      '',
      '',
    ]);
  const before = list('a', 'b', 'c');
  view = list('a', 'c');
  await live.show(htmlOf(before));
  await live.page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector('skerry-live')!, 128);
    const rows: Comment[] = [];
    while (walker.nextNode())
      if (/^k:[bc]/.test((walker.currentNode as Comment).data))
        rows.push(walker.currentNode as Comment);
    const wrapper = document.createElement('font');
    rows[0]!.before(wrapper);
    while (wrapper.nextSibling && (wrapper.nextSibling as Comment).data !== ']')
      wrapper.append(wrapper.nextSibling);
  });
  await push(diff(before, view, updates));
  expect(await live.clean()).toBe(await parsed(live, view));
  expect(joins()).toBe(2);
});

test('elements that others put between rows move nothing and cost nothing', async () => {
  const rows = (...keys: string[]) => viewOf({ ...start, keys: keys.join('') });
  let before = rows('k', 'l', 'm');
  await live.show(htmlOf(before));
  await live.page.evaluate(() => {
    for (const row of document.querySelectorAll('dt, b'))
      row.before(document.createElement('aside'), new Comment(' ad '), 'ad');
  });
  for (const keys of ['mlk', 'mk', 'mxk', 'x', 'klm']) {
    const after = rows(...keys);
    await push(diff(before, after, updates));
    const [seen, expected] = [await live.clean(), await parsed(live, after)];
    expect(seen.replaceAll('<aside></aside>ad', '')).toBe(expected);
    before = after;
  }
  expect(joins()).toBe(1);
});

test('a page without comments from the start is right after one whole tree', async () => {
  const before = viewOf(start);
  view = before;
  const other = await LivePage.joined(browser, '', {
    body: `<skerry-live id="lv-a" data-token="t">${htmlOf(before).replaceAll(/<!--.*?-->/g, '')}</skerry-live><hr>`,
    answerJoin: ({ have }) => (have === undefined ? [wholeTree(view, updates), 0] : [{}, 0]),
  });
  expect(await other.clean()).toBe(await parsed(other, before));
  const after = viewOf({ ...start, texts: 'cd', keys: 'ml' });
  await other.push(diff(before, after, updates));
  expect(await other.clean()).toBe(await parsed(other, after));
  expect(other.joins.map(({ have }) => have)).toEqual([undefined]);
  await other.close();
});

test('if more comments are removed than are recorded, the whole trees come', async () => {
  view = viewOf(start);
  await live.show(
    `${htmlOf(view)}<skerry-live id="lv-beside" data-token="t"><b>x</b><!--lv:beside--></skerry-live><div></div>`,
  );
  await live.page.waitForSelector('#lv-beside[data-state=live]', { state: 'attached' });
  const count = (topic: string) => live.joins.filter((join) => join.topic === topic).length;
  await live.page.evaluate(() => {
    const div = document.querySelector('skerry-live > div:last-of-type')!;
    div.append(...Array.from({ length: 20_001 }, () => new Comment('x')));
    div.replaceChildren();
  });
  await push({ 7: 'end' });
  await expect.poll(() => ['lv:beside', live.topic].map(count)).toEqual([2, 2]);
  await live.page.evaluate(() => document.querySelector('dl')!.firstChild!.remove());
  await push(diff(view, viewOf({ ...start, keys: 'm' }), updates));
  expect(await live.clean()).toBe(await parsed(live, viewOf({ ...start, keys: 'm' })));
  expect(['lv:beside', live.topic].map(count)).toEqual([2, 2]);
});
