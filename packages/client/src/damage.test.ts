import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launchBrowser } from '../../../test/browser.js';
import { diff, wholeTree } from '../../kit/src/template/diff.js';
import {
  child,
  key,
  keyed,
  only,
  render,
  type Rendered,
  Template,
} from '../../kit/src/template/template.js';
import { LivePage } from '../test/live-page.js';
import { htmlOf, parsed, updates } from '../test/patched-page.js';

// Others change the page as well, extensions of the browser for example. What they take away is missed, or never needed.

let browser: Browser;
let live: LivePage;
/** What a page gets that is lost. */
let view: Rendered;
beforeAll(async () => {
  browser = await launchBrowser();
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

const start: State = { texts: 'ab', keys: 'klm', isOpen: true };
const steps: Partial<State>[] = [
  { texts: 'cd' },
  { keys: 'lm' },
  { keys: 'mk' },
  { keys: 'kxlm' },
  { keys: '' },
  { isOpen: false },
];

/** Does something to a comment of the region; tells which it was. */
const damage = (at: number, how: 'take' | 'wrap') =>
  live.page.evaluate(
    ([index, kind]) => {
      const walker = document.createTreeWalker(document.querySelector('skerry-live')!, 128);
      for (let i = 0; i <= index; i++) if (!walker.nextNode()) return undefined;
      const comment = walker.currentNode as Comment;
      if (kind === 'take') comment.remove();
      else {
        const wrapper = document.createElement('font');
        comment.replaceWith(wrapper);
        wrapper.append(comment);
      }
      return comment.data;
    },
    [at, how] as const,
  );

/** Sends an update, and waits for the whole tree where the page asks for that. Returns whether it did. */
async function push(update: object | undefined): Promise<boolean> {
  const count = await live.updates();
  await live.push(update);
  const [{ version }] = (await live.seen('update')).slice(count);
  if (!Number.isNaN(version)) return false;
  await live.page.waitForFunction((known) => window.seen.length > known + 1, count);
  return true;
}

test.each(['take', 'wrap'] as const)(
  'whichever comment others %s, the page is right after the next update',
  async (how) => {
    const wrong: string[] = [];
    let lost = 0;
    let at = 0;
    for (; ; at++) {
      const before = viewOf(start);
      const after = (view = viewOf({ ...start, ...steps[at % steps.length] }));
      await live.show(htmlOf(before));
      const data = await damage(at, how);
      if (data === undefined) break;
      if (await push(diff(before, after, updates))) lost++;
      const expected = await parsed(live, after);
      const seen = (await live.clean()).replaceAll('<font></font>', '');
      if (seen !== expected)
        wrong.push(`${at} ${data} ${JSON.stringify(steps[at % steps.length])}`);
    }
    expect(at).toBeGreaterThan(70);
    expect(lost).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  },
);

test('what a region takes away by itself, or a region inside it, is no damage', async () => {
  await live.show(
    htmlOf(viewOf(start)) +
      '<skerry-live id="lv-inner" data-token="t"><!--[0--><b>x</b><!--]--></skerry-live>',
  );
  await live.page.waitForSelector('#lv-inner[data-state=live]', { state: 'attached' });
  let before = viewOf(start);
  for (const step of [...steps, ...steps].reverse()) {
    const after = viewOf({ ...start, ...step });
    expect(await push(diff(before, after, updates))).toBe(false);
    before = after;
  }
  const outer = live.topic;
  live.topic = 'lv:inner';
  for (const text of ['y', 'z']) expect(await push({ 0: text })).toBe(false);
  live.topic = outer;
  expect(await push(diff(before, viewOf({ ...start, texts: 'ef' }), updates))).toBe(false);
});

test('comments of others come and go', async () => {
  await live.show(
    '<div><!-- a --><!----><!--7-->note<!--$--></div><!--[0--><p data-s="0">x</p><!--]-->',
  );
  await live.page.$eval('div', (div) => div.replaceChildren());
  expect(await push({ 0: { 0: 'y' } })).toBe(false);
  expect(await live.clean()).toBe('<div></div><p>y</p>');
});

test('damage in one region costs no other, and the whole tree makes it good', async () => {
  view = viewOf(start);
  await live.show(
    `${htmlOf(view)}<skerry-live id="lv-other" data-token="t"><!--[0--><b>x</b><!--]--></skerry-live>`,
  );
  await live.page.waitForSelector('#lv-other[data-state=live]', { state: 'attached' });
  await live.page.evaluate(() => document.querySelector('#lv-other')!.firstChild!.remove());
  const after = viewOf({ ...start, texts: 'ef' });
  expect(await push(diff(view, after, updates))).toBe(false);
  live.topic = 'lv:other';
  expect(await push({ 0: 'y' })).toBe(true);
  expect(await push({ 7: 'z' })).toBe(false);
});
