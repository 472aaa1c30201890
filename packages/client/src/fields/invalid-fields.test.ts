import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
});
afterAll(() => browser.close());

/** The marks of the fields, by their ids. */
const marks = () =>
  live.page.$$eval('[id]:is(input,select,textarea)', (fields) =>
    Object.fromEntries(
      fields
        .filter((field) => field.ariaInvalid !== null || (field as HTMLElement).title !== '')
        .map((field) => [field.id, `${field.ariaInvalid} ${(field as HTMLElement).title}`]),
    ),
  );

const form = `<form data-s="0" lv-submit="save">
  <input id="port" name="port" value="x"><input id="hours" name="hours" title="In hours" data-s="1">
  <input id="stop-1" name="stop"><input id="stop-2" name="stop">
  <label><input id="yes" type="radio" name="sure" value="y"><input id="no" type="radio" name="sure" value="n"></label>
  <input type="hidden" name="id" value="7"><button>Save</button></form>`;

/** Submits, and has the server refuse it for these issues. */
async function refuse(issues: unknown, more: object = {}): Promise<void> {
  const before = (await live.seen('refused')).length;
  await live.page.click('button');
  const [seq] = await live.nextEvent();
  live.send(seq, null, { code: 'invalid-payload', reason: 'no', issues, ...more });
  await live.page.waitForFunction(
    (count) => window.seen.filter(({ name }) => name === 'refused').length > count,
    before,
  );
}
const marked = () => live.page.waitForSelector('[aria-invalid]');

const both = [
  { path: ['port'], message: 'Which port?' },
  { path: ['hours'], message: 'More, please.' },
];

test('the fields that a schema refuses are marked with its messages, and the event names them', async () => {
  await live.show(form);
  await refuse([...both, { path: ['id'], message: 'Hidden.' }, { path: [], message: 'All.' }]);
  await marked();
  expect(await marks()).toEqual({ port: 'true Which port?', hours: 'true More, please.' });
  expect((await live.seen('refused'))[0]).toMatchObject({
    code: 'invalid-payload',
    event: 'save',
    issues: expect.arrayContaining(both) as unknown,
  });
});

test('of several fields of one name the place in the path tells which; radio buttons are one field', async () => {
  await live.show(form);
  await live.page.check('#yes');
  await refuse([
    { path: ['stop', 1], message: 'Where?' },
    { path: ['sure'], message: 'Are you?' },
  ]);
  await marked();
  expect(await marks()).toEqual({
    'stop-2': 'true Where?',
    yes: 'true Are you?',
    no: 'true Are you?',
    hours: 'null In hours',
  });
  await live.page.check('#no');
  expect(await marks()).toEqual({ 'stop-2': 'true Where?', hours: 'null In hours' });
});

test('a mark goes when its field changes, and all of them with the next answer that accepts', async () => {
  await live.show(form);
  await refuse(both);
  await marked();
  await live.page.fill('#port', 'Bergen');
  expect(await marks()).toEqual({ hours: 'true More, please.' });
  await live.page.click('button');
  const [seq] = await live.nextEvent();
  await live.push(seq, {});
  expect(await marks()).toEqual({ hours: 'null In hours' });
});

test('another refusal marks other fields; what the server writes meanwhile stays', async () => {
  await live.show(form);
  await refuse(both);
  await marked();
  await live.push({ 1: { a: { title: 'In days' } } });
  await refuse([both[0]]);
  await live.page.waitForFunction(() => !document.querySelector('#hours')!.ariaInvalid);
  expect(await marks()).toEqual({ port: 'true Which port?', hours: 'null In days' });
});

test('a whole tree leaves the marks alone', async () => {
  await live.show(form);
  await refuse(both);
  await marked();
  await live.push({ s: [900, form], d: [{ a: {} }, { a: {} }] });
  expect(await marks()).toEqual({ port: 'true Which port?', hours: 'true More, please.' });
});

test('fields are not marked if the view has taken the issues', async () => {
  await live.show(form);
  await refuse(both, { isTaken: true });
  await refuse([both[0]]);
  await marked();
  expect(await marks()).toEqual({ port: 'true Which port?', hours: 'null In hours' });
});

test('those who cannot see the marks hear the messages after a submit', async () => {
  await live.show(form);
  await live.page.evaluate(() =>
    document.addEventListener('live:skerry:announce', (event) =>
      window.seen.push({ name: 'announced', detail: (event as CustomEvent).detail }),
    ),
  );
  await refuse(both);
  await marked();
  expect(await live.seen('announced')).toEqual(['Which port? More, please.']);
});
