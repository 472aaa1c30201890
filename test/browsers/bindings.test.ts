import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { ScriptedPage } from './scripted-page.js';
import { withoutCommands } from './skip-missing.js';

// The tests in packages/client/src/bindings run in these browsers as they are. Here is what they leave out.

let live: ScriptedPage;
beforeAll(async () => {
  live = await ScriptedPage.start();
});
afterAll(() => live?.close());

/** The next event without its channel and number; it is answered. */
async function next(): Promise<unknown[]> {
  const [, seq, ...event] = await live.next();
  live.send(seq, {});
  return event;
}

const hasCommands = !withoutCommands.includes(inject('browser'));

test(`a command ${hasCommands ? 'is sent' : 'does nothing, as the browser has none'}`, async () => {
  await live.show(
    '<article id="x" lv-command="--archive">x</article><button commandfor="x" command="--archive">a</button><b lv-click="end">end</b>',
    { uses: 'lv-command' },
  );
  expect(await live.page.evaluate(() => 'commandForElement' in HTMLButtonElement.prototype)).toBe(
    hasCommands,
  );
  await live.page.click('button');
  await live.page.click('b');
  if (hasCommands) expect(await next()).toEqual(['--archive', null, 'command']);
  expect(await next()).toEqual(['end', null]);
});

test('lv-window-keyup hears keys anywhere', async () => {
  await live.show('<p lv-window-keyup="close" lv-key="Escape"></p><input>', {
    uses: 'lv-window-keyup',
  });
  await live.page.click('input');
  await live.page.press('a', 'Escape');
  expect(await next()).toEqual(['close', { key: 'Escape' }, 'window-keyup']);
  expect(live.unread).toEqual([]);
});

/** Scrolls until so much of an element, in pixels, is above the lower edge of the window; `IntersectionObserver` has seen it then. */
const reveal = (selector: string, pixels: number) =>
  live.page.evaluate(
    async (each, height) => {
      const { top } = document.querySelector(each)!.getBoundingClientRect();
      scrollTo(0, scrollY + top - innerHeight + height);
      for (let i = 0; i < 2; i++) await new Promise((done) => requestAnimationFrame(done));
    },
    selector,
    pixels,
  );

test.each([
  ['threshold=0.5', 100, 300],
  ['margin=200px', -300, -100],
])('lv-intersect with %s hears an element at its share or distance', async (option, no, yes) => {
  await live.show(
    `<p style="height: 3000px"></p><b lv-intersect="seen?${option}" style="display: block; height: 400px">b</b><p style="height: 3000px"></p>`,
    { uses: 'lv-intersect' },
  );
  await reveal('b', no);
  expect(live.unread).toEqual([]);
  await reveal('b', yes);
  expect(await next()).toEqual(['seen', null, 'intersect']);
});
