import type { Browser } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { patience } from '../../../../test/patience.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const text = '<input data-s="0" name="t" value="old" lv-input="say">';
const box = '<input data-s="1" type="checkbox" lv-click="tick">';
const other = '<p data-s="2">-</p>';
const form = text + box + other;

/** Pages whose scripts come when, and if, the test wants. */
let live: LivePage;
/** The chunks that the page has asked for. */
let asked: string[];
/** What becomes of the next requests for a chunk of this name. */
let answers: Record<string, Promise<boolean>>;
beforeEach(async () => {
  live = await LivePage.joined(browser, '');
  asked = [];
  answers = {};
  await live.page.route(/\/(fields|edits)-.*\.js$/, async (route) => {
    const [, name] = /\/(\w+)-/.exec(new URL(route.request().url()).pathname)!;
    asked.push(name!);
    if ((await answers[name!]) ?? true) await route.fallback();
    else await route.abort();
  });
  return () => live.close();
});

/** Keeps a chunk back until it is let go, for good or ill. */
const keep = (name: string): ((comes: boolean) => void) => {
  let letGo!: (comes: boolean) => void;
  answers[name] = new Promise((resolve) => (letGo = resolve));
  return letGo;
};
const shown = (selector = 'input') =>
  live.page.$eval(selector, (element) => (element as HTMLInputElement).value);
const says = (words: string) => live.page.waitForSelector(`p:text-is("${words}")`);
const value = (words: string) => ({ 0: { a: { value: words } } });

describe('the rules for fields', () => {
  test('are not loaded by untouched texts and boxes', async () => {
    await live.show(form);
    await live.push({ ...value('new'), 1: { a: { checked: '' } } });
    expect(await shown()).toBe('new');
    expect(await live.page.isChecked('[type=checkbox]')).toBe(true);
    expect(asked).toEqual(['fields']);
  });

  test.each([
    ['somebody goes to a field', text, () => live.page.focus('input')],
    ['there is a select', '<select><option>a</select>', async () => {}],
    ['there is a range', '<input type="range">', async () => {}],
    ['something is edited as a whole', '<div contenteditable>a</div>', async () => {}],
  ])('are loaded once %s', async (_, html, act) => {
    await live.show(html);
    await act();
    await vi.waitFor(() => expect(asked).toEqual(['fields', 'edits']), { timeout: patience });
  });

  test('are loaded before a select comes with an update', async () => {
    await live.show('<!--[0--><!--]-->');
    const letGo = keep('edits');
    live.send({ 0: { h: '<select><option>a</select>' } });
    await vi.waitFor(() => expect(asked).toEqual(['fields', 'edits']), { timeout: patience });
    expect(await live.page.locator('select').count()).toBe(0);
    letGo(true);
    await live.page.waitForSelector('select');
  });
});

describe('rules that come late', () => {
  test('still bring back no deleted letter', async () => {
    await live.show(form);
    const letGo = keep('edits');
    const before = await live.updates();
    await live.page.focus('input');
    await live.page.keyboard.press('End');
    for (const key of ['a', 'Backspace']) await live.page.keyboard.press(key);
    const [, first, , payload] = await live.next();
    expect(payload).toEqual({ t: 'olda' });
    // What was typed next waits until the answer is shown, and that for the rules.
    live.send(first, { ...value('olda'), 2: 'first' });
    letGo(true);
    const [, second, , next] = await live.next();
    expect([next, await shown()]).toEqual([{ t: 'old' }, 'old']);
    await live.push(second, { ...value('OLD'), 2: 'second' });
    expect([await live.updates(), await shown()]).toEqual([before + 2, 'OLD']);
  });

  test('know of a composition that had begun', async () => {
    await live.show(text.replace(' lv-input="say"', '') + other);
    const letGo = keep('edits');
    const compose = (name: string) =>
      live.page.evaluate((event) => {
        const options = { bubbles: true };
        document.activeElement!.dispatchEvent(new CompositionEvent(event, options));
      }, name);
    await live.page.focus('input');
    await compose('compositionstart');
    live.send({ ...value('theirs'), 2: 'sent' });
    letGo(true);
    await says('sent');
    expect(await shown()).toBe('old');
    await compose('compositionend');
    expect(await shown()).toBe('theirs');
  });

  test('untick a box that was refused before', async () => {
    await live.show(form);
    const letGo = keep('edits');
    await live.page.click('[type=checkbox]');
    const [, seq] = await live.next();
    live.send(seq, null, { code: 'invalid', reason: 'No.' });
    await vi.waitFor(async () => expect(await live.seen('refused')).toHaveLength(1), {
      timeout: patience,
    });
    expect(await live.page.isChecked('[type=checkbox]')).toBe(true);
    letGo(true);
    await live.page.waitForSelector('[type=checkbox]:not(:checked)');
  });
});

test.each(['fields', 'edits'])(
  'if the chunk %s cannot be loaded, the region works, no typed text is lost, and the chunk is requested again',
  async (chunk) => {
    const letGo = keep(chunk);
    letGo(false);
    await live.show(form);
    await live.page.fill('input', 'mine');
    const [, first, , payload] = await live.next();
    expect(payload).toEqual({ t: 'mine' });
    await live.push(first, { 2: 'works' });
    await says('works');
    expect(await shown()).toBe('mine');
    delete answers[chunk];
    await live.page.keyboard.type('!');
    const [, second] = await live.next();
    await live.push(second, { ...value('MINE!'), 2: 'again' });
    await says('again');
    expect(await shown()).toBe('MINE!');
    expect(asked.filter((name) => name === chunk).length).toBeGreaterThan(1);
  },
);

test('if the request for the rules has no answer, updates wait for it once, and follow the rules when they come', async () => {
  await live.show(form);
  const letGo = keep('edits');
  await live.page.fill('input', 'mine');
  const [, first] = await live.next();
  await live.push(first, { ...value('mine'), 2: 'first' });
  await live.push({ 2: 'second' });
  expect([await live.page.innerText('p'), await shown()]).toEqual(['second', 'mine']);
  letGo(true);
  await vi.waitFor(
    async () => {
      await live.page.keyboard.type('!');
      const [, next, , payload] = await live.next();
      const { t } = payload as { t: string };
      await live.push(next, value(t.toUpperCase()));
      expect(await shown()).toBe(t.toUpperCase());
    },
    { timeout: patience },
  );
});
