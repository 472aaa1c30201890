import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';
import { Keyboard } from './keyboard.js';

let browser: Browser;
let playground: RunningApp;
beforeAll(async () => {
  [browser, playground] = await Promise.all([openBrowser(), startBuilt('playground')]);
});
afterAll(async () => {
  await browser.close();
  await playground.stop();
});

let keys: Keyboard;
const visit = async (path: string) => {
  keys = await Keyboard.visit(browser, playground.origin + path);
};
afterEach(() => keys.leave());

test('every page: skips to its content, and rings the bell', async () => {
  await visit('/counter');
  await keys.to('link "Skip to the content"');
  await keys.page.keyboard.press('Enter');
  await keys.page.keyboard.press('Tab');
  expect(await keys.at()).toBe('button "Take one away"');
  await keys.to('button "Ring the bell, rung 0 times"');
  await keys.press('Enter', 'Space');
  expect(await keys.at()).toBe('button "Ring the bell, rung 2 times"');
});

test('/counter: counts up and down, and begins anew', async () => {
  await visit('/counter');
  await keys.to('button "Add one"');
  await keys.press('Enter', 'Space');
  await keys.shows('.counter output', '5');
  await keys.to('button "Take one away"', 'Shift+Tab');
  await keys.press('Enter');
  await keys.shows('.counter output', '4');
  await keys.to('button "Reset"');
  await keys.press('Enter');
  await keys.shows('.counter output', '0');
  await keys.to('button "Set all to 0"');
  await keys.press('Enter');
});

test('/todo: adds, edits, does, removes and brings back a task', async () => {
  await visit('/todo');
  await keys.to('textbox "Task"');
  await keys.type('By keys');
  await keys.press('Enter');
  await keys.shows('.todo li', 'By keys');
  await keys.type('Next');
  await keys.press('Enter');
  await keys.to('button "Edit By keys"');
  await keys.press('Enter');
  expect(await keys.at()).toBe('textbox "New title"');
  await keys.fill('With keys');
  await keys.press('Enter');
  await keys.shows('.todo li', 'With keys');
  await keys.to('button "Edit Next"');
  await keys.press('Enter');
  await keys.to('button "Cancel"');
  await keys.press('Enter');
  await keys.to('button "Remove With keys"', 'Shift+Tab');
  await keys.press('Enter');
  expect(await keys.at()).toBe('button "Remove Next"');
  await keys.to('button "Undo"');
  await keys.press('Enter');
  await keys.shows('.todo li', 'With keys');
  await keys.to('link "Open tasks"', 'Shift+Tab');
  await keys.page.keyboard.press('Enter');
  await keys.page.waitForURL('**/todo?show=open');
  await keys.to('button "Done: With keys"');
  await keys.press('Enter');
  expect(await keys.at()).toBe('button "Done: Next"');
  await keys.press('Enter');
});

test('/form: fills all steps, with rows that come, move and go, and a secret', async () => {
  await visit('/form');
  await keys.to('textbox "Name of the ship"');
  await keys.press('Enter');
  await keys.shows('.field-errors', 'Which ship?');
  await keys.type('Wren');
  await keys.press('Tab', 'ArrowDown', 'Tab', 'Space', 'Tab');
  expect(await keys.at()).toBe('button "Next"');
  await keys.press('Enter');

  await keys.to('textbox "Name 1"', 'Shift+Tab');
  await keys.type('Ann');
  await keys.to('button "Add one"');
  await keys.press('Enter', 'Enter');
  await keys.to('textbox "Name 2"', 'Shift+Tab');
  await keys.type('Bo');
  await keys.press('Tab', 'ArrowDown', 'Tab');
  expect(await keys.at()).toBe('button "Move 2 up"');
  await keys.press('Enter');
  expect(await keys.at()).toBe('button "Move 1 up"');
  await keys.to('button "Remove 3"');
  await keys.press('Enter');

  await keys.to('button "Back"');
  await keys.press('Enter');
  await keys.to('textbox "Name of the ship"', 'Shift+Tab');
  await keys.press('End');
  await keys.type('!');
  await keys.press('Enter');
  await keys.to('textbox "Name 1"');
  await keys.press('Enter');

  await keys.to('textbox "Password"');
  await keys.type('short');
  await keys.press('Enter');
  await keys.shows('.field-errors', 'At least eight characters.');
  await keys.fill('long enough');
  await keys.press('Enter');
  await keys.shows('.voyage p', 'Wren! sails from Oban by night, with Bo (deck), Ann (helm).');
  expect(await keys.at()).toBe('button "Plan another"');
  await keys.press('Enter');
  expect(await keys.at()).toBe('textbox "Name of the ship"');
});

test('/chat: takes a name, says a line, and scrolls to those of before', async () => {
  await visit('/chat');
  await keys.shows('.chat-here', /Guest \d+/);
  await keys.to('textbox "Your name"');
  await keys.fill('Kay');
  await keys.press('Enter');
  await keys.shows('.chat-here', 'Kay');
  await keys.to('textbox "Line"', 'Shift+Tab');
  await keys.type('Ahoy');
  await keys.press('Enter');
  await keys.shows('.chat-lines li', 'Kay Ahoy');
  await keys.type('Again');
  await keys.press('Tab');
  expect(await keys.at()).toBe('button "Say"');
  await keys.press('Space');
  await keys.shows('.chat-lines li', 'Kay Again');
  await keys.to('group "Lines"', 'Shift+Tab');
  await keys.press('Home');
  await keys.shows('.chat-lines li', 'Watch 1:');
});

test('/fields: changes a field of each kind, also while the server is slow', async () => {
  await visit('/fields');
  const has = (field: string, text: string) =>
    keys.shows(`.fields tr:has(${field}) td:last-child`, text);
  await keys.to('button "Slow answers"');
  await keys.press('Space');
  expect(await keys.page.getAttribute(':focus', 'aria-pressed')).toBe('true');
  await keys.to('textbox "Text"');
  await keys.fill('Slow');
  await has('[name=text]', 'Slow');
  await keys.to('button "Slow answers"', 'Shift+Tab');
  await keys.press('Space');

  await keys.to('textbox "Text area"');
  await keys.fill('By keys');
  await has('[name=area]', 'By keys');
  await keys.to('spinbutton "Number"');
  await keys.press('ArrowUp');
  await has('[name=number]', '8');
  await keys.to('textbox "Date"');
  await keys.type('12242027');
  await has('[name=date]', '2027-12-24');
  await keys.to('slider "Range"');
  await keys.press('End');
  await has('[name=range]', '100');
  await keys.to('textbox "Colour"');
  await keys.press('Space');
  const colour = () => keys.page.inputValue('[name=color]');
  const first = await colour();
  // Keys go to the browser's picker once that is open.
  await expect.poll(() => keys.press('ArrowDown').then(colour)).not.toBe(first);
  await keys.press('Enter');
  await has('[name=color]', await colour());
  await keys.to('checkbox "Checkbox"');
  await keys.press('Space');
  await has('[name=box]', 'not ticked');
  await keys.to('radio "low"');
  await keys.press('ArrowDown');
  await has('[name=radio]', 'high');
  await keys.to('combobox "Select"');
  await keys.press('ArrowDown');
  await has('[name=choice]', 'west');
  await keys.to('listbox "Select of several"');
  await keys.press('End', 'Shift+ArrowUp');
  await has('[name=choices]', 'tern, eider');
  await keys.to('textbox "Editable element"');
  await keys.fill('Written by keys.');
  await has('[role=textbox]', 'Written by keys.');

  await keys.to('button "Let the server change all"', 'Shift+Tab');
  await keys.press('Enter');
  await has('[name=text]', 'Lighthouse');
  await keys.to('button "Give all fields back to the server"');
  await keys.press('Enter');
  expect(await keys.page.inputValue('[name=text]')).toBe('Lighthouse');
});

test('/table: changes rows, renames a ship and takes ships out', async () => {
  await visit('/table');
  const count = (text: string) => keys.shows('caption .count', text);
  await keys.to('button "Prepend"');
  await keys.press('Enter');
  await count('1,001');
  for (const name of ['Swap', 'Shuffle']) {
    await keys.to(`button "${name}"`);
    await keys.press('Enter');
  }
  await keys.to('button "Remove one"', 'Shift+Tab');
  await keys.press('Space');
  await count('1,000');
  await keys.to('button "Update one"', 'Shift+Tab');
  await keys.press('Enter');

  await keys.to('region "Fleet, rows"');
  await keys.press('PageDown', 'Home', 'Tab');
  expect(await keys.at()).toMatch(/^textbox "Name of ship \d+"$/);
  await keys.fill('By keys');
  expect(await keys.page.getAttribute(':focus', 'value')).toBe('By keys');
  for (const left of ['999', '998']) {
    await keys.press('Tab');
    while (!(await keys.at()).startsWith('button "Remove ship')) await keys.press('Tab');
    await keys.press('Enter');
    await count(left);
    expect(await keys.at()).toMatch(/^button "Remove ship \d+"$/);
  }
});

test('/twins: changes one fleet, and loads ships of a convoy that comes and goes', async () => {
  await visit('/twins');
  await keys.to('button "Prepend"');
  await keys.press('Enter');
  await keys.shows('caption .count', '51\n50');
  await keys.to('button "Load Skua"', 'Shift+Tab');
  await keys.press('Enter', 'Space');
  await keys.shows('.convoy .load', '2');
  await keys.to('button "Hoist the next flag"', 'Shift+Tab');
  await keys.press('Enter');
  await keys.shows('.convoy .flag', 'red');
  await keys.to('button "A ship leaves"');
  await keys.press('Enter', 'Enter', 'Enter', 'Enter');
  expect(await keys.at()).toBe('button "A ship leaves"');
  await keys.to('button "A ship joins"', 'Shift+Tab');
  await keys.press('Enter');
  await keys.shows('.convoy strong', 'Skua');
});

test('/watch: signs on, walks, and signs off', async () => {
  await visit('/watch');
  await keys.to('textbox "Name"');
  await keys.type('Kay');
  await keys.page.keyboard.press('Enter');
  await keys.shows('.controls .name', 'Kay');
  await keys.to('button "Walk a round"');
  await keys.press('Enter', 'Space');
  await keys.shows('.controls output', '2');
  await keys.to('button "Sign off"');
  await keys.page.keyboard.press('Enter');
  await keys.page.waitForSelector('[name=name]');
});

test('/stream: tries again what has failed, and counts in what comes late', async () => {
  await visit('/stream');
  await keys.page.waitForSelector('role=group[name="Patient counter"]');
  await keys.to('button "Try again"');
  await keys.press('Enter');
  await keys.shows('.gauge', 'High water at 3.4 m');
  await keys.press('Tab');
  expect(await keys.at()).toBe('button "Take one away"');
  await keys.to('button "Add one"');
  await keys.press('Enter');
  await keys.shows('.counter output', '6');
  await keys.to('button "Pressed 0 times"');
  await keys.press('Enter');
  expect(await keys.at()).toBe('button "Pressed 1 times"');
});

test('/stream/static: counts in a hole of the page', async () => {
  await visit('/stream/static');
  await keys.to('button "Add one"');
  await keys.press('Enter');
  await keys.shows('.counter output', '4');
});
