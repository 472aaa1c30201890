import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
});
afterAll(() => browser.close());

/** The next event without its channel. */
const next = async () => (await live.next()).slice(1);

let templates = 0;
/** A whole tree, of a template that the page does not know. */
const whole = (html: string) => ({ s: [++templates, html] });

describe('an author’s own aria-busy', () => {
  const busy = () => live.page.getAttribute('#x', 'aria-busy');

  test.each(['true', 'false'])('has its old value after an event (%s)', async (value) => {
    await live.show(`<button id="x" lv-click="a" aria-busy="${value}">a</button>`);
    await live.clickAll('#x', '#x');
    await next();
    expect(await busy()).toBe('true');
    await live.push(1, {});
    expect(await busy()).toBe('true');
    await next();
    await live.push(2, {});
    expect(await busy()).toBe(value);
  });

  test.each([
    ['false', null],
    ['true', 'false'],
    [null, 'true'],
  ])('has the value of an update that came meanwhile (%s, %s)', async (before, after) => {
    const attribute = before ? ` aria-busy="${before}"` : '';
    await live.show(`<button id="x" lv-click="a" data-s="0"${attribute}>a</button>`);
    await live.clickAll('#x');
    await next();
    await live.push({ 0: { a: { 'aria-busy': after } } });
    expect(await busy()).toBe('true');
    await live.push(1, {});
    expect(await busy()).toBe(after);
    await live.push({ 0: { a: { 'aria-busy': before } } });
    expect(await busy()).toBe(before);
  });

  test.each(['', ' aria-busy="true"', ' aria-busy="false"'])(
    'has the value of a whole tree that came meanwhile (%s)',
    async (attribute) => {
      await live.show('<button id="x" lv-click="a" aria-busy="false">a</button>');
      await live.clickAll('#x');
      await next();
      await live.push(whole(`<button id="x" lv-click="a"${attribute}>a</button>`));
      expect(await busy()).toBe('true');
      await live.push(1, {});
      expect(await busy()).toBe(/"(.*)"/.exec(attribute)?.[1] ?? null);
    },
  );

  test('has the value of a whole tree if no event is under way', async () => {
    await live.show('<p id="x" aria-busy="true"></p>');
    await live.push(whole('<p id="x"></p>'));
    expect(await busy()).toBe(null);
  });

  test('is left alone by an event that is refused before it is sent', async () => {
    await live.show(`<button id="x" lv-click="a {" aria-busy="false">a</button>`);
    await live.clickAll('#x');
    expect(await busy()).toBe('false');
  });
});
