import type { Browser, CDPSession } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
let keyboard: CDPSession;
beforeAll(async () => {
  browser = await openBrowser();
  live = await LivePage.joined(browser, '');
  keyboard = await live.page.context().newCDPSession(live.page);
});
afterAll(() => browser.close());

/** The shown value and the server's value of a field, with the caret if there is one. */
const field = () =>
  live.page.$eval('input,textarea', (element) => {
    const { value, defaultValue, selectionStart } = element as HTMLInputElement;
    return { value, defaultValue, caret: selectionStart };
  });
const value = (text: string | null) => ({ 0: { a: { value: text } } });
const type = (text: string) => live.page.keyboard.type(text);
const press = (key: string) => live.page.keyboard.press(key);

const text = '<input data-s="0" value="abc" lv-input="search">';

describe("when the server's value of a text field arrives", () => {
  test('a field that already shows it is left alone, with its caret', async () => {
    await live.show(text);
    await live.page.fill('input', 'abcd');
    await press('Home');
    await live.push(value('abcd'));
    expect(await field()).toEqual({ value: 'abcd', defaultValue: 'abcd', caret: 0 });
  });

  test.each([
    ['not focused', async () => {}, null],
    [
      'focused',
      async () => {
        await live.page.focus('input');
        await press('Home');
        await press('ArrowRight');
      },
      1,
    ],
    [
      'focused and edited back',
      async () => {
        await live.page.focus('input');
        await press('End');
        await type('x');
        await press('Backspace');
        await press('ArrowLeft');
      },
      2,
    ],
  ])('a clean field that is %s shows it', async (_, prepare, caret) => {
    await live.show(text.replace(' lv-input="search"', ''));
    await prepare();
    await live.push(value('ABCD'));
    const after = await field();
    expect(after).toMatchObject({ value: 'ABCD', defaultValue: 'ABCD' });
    if (caret !== null) expect(after.caret).toBe(caret);
  });

  test('an edited field keeps the edit', async () => {
    await live.show(text.replace(' lv-input="search"', ''));
    await live.page.fill('input', 'mine');
    await live.push(value('theirs'));
    expect(await field()).toMatchObject({ value: 'mine', defaultValue: 'theirs' });
    await live.push(value(null));
    expect(await field()).toMatchObject({ value: 'mine', defaultValue: '' });
  });

  test('a field that was sent shows the answer to that very event', async () => {
    await live.show(text);
    await live.page.fill('input', 'mine');
    const [, seq] = await live.next();
    await press('Home');
    await live.push(seq, value('MINE'));
    expect(await field()).toEqual({ value: 'MINE', defaultValue: 'MINE', caret: 0 });
  });

  test('a field that was sent keeps the edit when another update comes', async () => {
    await live.show(text);
    await live.page.fill('input', 'mine');
    await live.next();
    await live.push(value('theirs'));
    expect(await field()).toMatchObject({ value: 'mine', defaultValue: 'theirs' });
  });

  test('a field that was typed in since keeps the text', async () => {
    await live.show(text);
    await live.page.focus('input');
    await press('End');
    await type('d');
    const [, first] = await live.next();
    await type('e');
    await live.push(first, value('ABCD'));
    expect(await field()).toMatchObject({ value: 'abcde', defaultValue: 'ABCD' });
    const [, second] = await live.next();
    await live.push(second, value('ABCDE'));
    expect(await field()).toMatchObject({ value: 'ABCDE', defaultValue: 'ABCDE' });
  });

  test('a submitted form clears, unless the visitor typed on', async () => {
    const form = '<form lv-submit="say"><input data-s="0" name="words" value="-"></form>';
    for (const [more, shown] of [
      ['', ''],
      ['!', 'hello!'],
    ]) {
      await live.show(form);
      await live.page.fill('input', 'hello');
      await press('Enter');
      const [, seq, name, payload] = await live.next();
      expect([name, payload]).toEqual(['say', { words: 'hello' }]);
      await type(more!);
      await live.push(seq, value(''));
      expect(await field()).toMatchObject({ value: shown, defaultValue: '' });
    }
  });

  test('an attribute that is no value is set at once', async () => {
    await live.show(text);
    await live.page.fill('input', 'mine');
    await live.push({ 0: { a: { placeholder: 'p', maxlength: '5', disabled: '' } } });
    expect(await live.page.locator('input[disabled][placeholder=p]').count()).toBe(1);
    expect(await field()).toMatchObject({ value: 'mine' });
  });

  test('a text area follows the same rules', async () => {
    await live.show('<textarea data-s="0">abc</textarea>');
    await live.push({ 0: 'server' });
    expect(await field()).toMatchObject({ value: 'server', defaultValue: 'server' });
    await live.page.fill('textarea', 'mine');
    await live.push({ 0: 'other\r\nlines' });
    expect(await field()).toMatchObject({ value: 'mine', defaultValue: 'other\r\nlines' });
    await live.page.fill('textarea', 'other\nlines');
    await live.push({ 0: 'last' });
    expect(await field()).toMatchObject({ value: 'last' });
  });

  test.each(['', 'value="1"'])(
    'a number that cannot be read yet is kept (%s)',
    async (attribute) => {
      await live.show(`<input data-s="0" type="number" ${attribute}>`);
      await live.page.focus('input');
      await type('3e');
      await live.push(value('7'));
      await type('2');
      expect(await field()).toMatchObject({ value: attribute ? '3e21' : '3e2', defaultValue: '7' });
    },
  );

  test('values that browsers correct do not count as edits', async () => {
    await live.show('<input data-s="0" type="range" min="0" max="10" value="99">');
    expect(await field()).toMatchObject({ value: '10' });
    await live.push(value('4'));
    expect(await field()).toMatchObject({ value: '4', defaultValue: '4' });
  });

  test('a file stays chosen', async () => {
    await live.show('<input data-s="0" type="file">');
    await live.page.setInputFiles('input', {
      name: 'a.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('a'),
    });
    await live.push({ 0: { a: { value: 'x', class: 'y' } } });
    expect(await live.page.$eval('input', (input) => input.files![0]!.name)).toBe('a.txt');
  });
});

describe('while an input method composes', () => {
  const compose = (text: string) =>
    keyboard.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });

  test('a value waits, and is dropped if text was composed', async () => {
    await live.show(text);
    await live.page.focus('input');
    await press('End');
    await compose('か');
    await live.push(value('theirs'));
    expect(await field()).toMatchObject({ value: 'abcか', defaultValue: 'theirs' });
    expect(live.unread).toEqual([]);
    await keyboard.send('Input.insertText', { text: '火' });
    expect(await field()).toMatchObject({ value: 'abc火', defaultValue: 'theirs' });
    expect((await live.next()).slice(2)).toEqual(['search', { value: 'abc火' }, 'input']);
  });

  test('a value is shown if the composition came to nothing', async () => {
    await live.show('<input data-s="0" value="abc">');
    await live.page.focus('input');
    await press('End');
    await compose('か');
    await live.push(value('theirs'));
    await compose('');
    await live.page.evaluate(() =>
      document.activeElement!.dispatchEvent(
        new CompositionEvent('compositionend', { bubbles: true }),
      ),
    );
    expect(await field()).toMatchObject({ value: 'theirs', defaultValue: 'theirs' });
  });
});

describe('a checkbox', () => {
  const box = '<input type="checkbox" data-s="0" lv-input="tick">';
  const checked = (on: boolean) => ({ 0: { a: { checked: on ? '' : null } } });
  const state = () =>
    live.page.$eval('input', ({ checked, defaultChecked }) => ({ checked, defaultChecked }));

  test('that is clean follows the server, though it was touched before', async () => {
    await live.show(box);
    await live.push(checked(true));
    expect(await state()).toEqual({ checked: true, defaultChecked: true });
    await live.page.click('input');
    await live.page.click('input');
    for (const tick of [false, true]) {
      const [, seq, , payload] = await live.next();
      expect(payload).toEqual({ value: tick });
      await live.push(seq, checked(tick));
    }
    await live.push(checked(false));
    expect(await state()).toEqual({ checked: false, defaultChecked: false });
  });

  test('that is edited keeps the edit until the server answers it', async () => {
    await live.show(box.replace('>', ' checked>'));
    await live.page.click('input');
    const [, seq, , payload] = await live.next();
    expect(payload).toEqual({ value: false });
    await live.push({ 0: { a: { class: 'x' } } });
    expect(await state()).toEqual({ checked: false, defaultChecked: true });
    await live.push(seq, checked(true));
    expect(await state()).toEqual({ checked: true, defaultChecked: true });
  });
});

describe('radio buttons', () => {
  const radios = (attributes = '') =>
    `<form ${attributes}><!--[9-->${['a', 'b', 'c'].map((each, i) => `<input type="radio" name="r" value="${each}" data-s="${i}" ${each === 'a' ? 'checked' : ''}>`).join('')}</form>`.replace(
      '<!--[9-->',
      '',
    );
  const picked = () =>
    live.page.$eval('form', (form) => (new FormData(form).get('r') ?? 'none') as string);
  const pick = (each: string) => live.page.click(`[value=${each}]`);
  const server = (from: number, to: number) => ({
    [from]: { a: { checked: null } },
    [to]: { a: { checked: '' } },
  });

  test('that are clean follow the server', async () => {
    await live.show(radios());
    await live.push(server(0, 1));
    expect(await picked()).toBe('b');
    await pick('c');
    await pick('b');
    await live.push(server(1, 2));
    expect(await picked()).toBe('c');
  });

  test('keep the visitor’s choice', async () => {
    await live.show(radios());
    await pick('b');
    await live.push(server(0, 2));
    expect(await picked()).toBe('b');
    await pick('c');
    await live.push(server(2, 0));
    expect(await picked()).toBe('a');
  });

  test('show the answer to the visitor’s choice', async () => {
    await live.show(radios('lv-input="pick"'));
    await pick('b');
    const [, seq, , payload] = await live.next();
    expect(payload).toEqual({ r: 'b' });
    await live.push(seq, server(0, 2));
    expect(await picked()).toBe('c');
  });

  test('keep the choice when a checked one comes in', async () => {
    await live.show(`${radios().replace('</form>', '<!--3--><!----></form>')}`);
    await pick('b');
    await live.push({ 3: { h: '<input type="radio" name="r" value="d" checked>' } });
    expect(await picked()).toBe('b');
  });
});

describe('a select', () => {
  const select = (attributes = '') =>
    `<select ${attributes}><!--[0-->${['a', 'b', 'c'].map((each) => option(each)[2]).join('')}<!--]--></select>`;
  const option = (each: string, selected = false) =>
    [
      each,
      {
        s: [1, '<option data-s="0"></option>'],
        d: [{ a: { value: each, ...(selected ? { selected: '' } : {}) }, x: each }],
      },
      `<option data-k="${each}" data-s="0" value="${each}">${each}</option>`,
    ] as const;
  const row = (each: string, selected = false) => option(each, selected).slice(0, 2);
  const shown = () => live.page.inputValue('select');
  const server = (on: string, off?: string) => ({
    0: {
      p: {
        [on]: { 0: { a: { selected: '' } } },
        ...(off ? { [off]: { 0: { a: { selected: null } } } } : {}),
      },
    },
  });

  test('that is clean follows the server, though it was touched before', async () => {
    await live.show(select());
    await live.push(server('b'));
    expect(await shown()).toBe('b');
    await live.page.selectOption('select', 'c');
    await live.page.selectOption('select', 'b');
    await live.push(server('c', 'b'));
    expect(await shown()).toBe('c');
  });

  test('keeps the choice of the visitor as long as it exists', async () => {
    await live.show(select());
    await live.page.selectOption('select', 'b');
    await live.push(server('c'));
    expect(await shown()).toBe('b');
    await live.push({ 0: { l: [['+', 'a', row('d', true)]] } });
    expect(await shown()).toBe('b');
    await live.push({ 0: { l: [['-', 'b', 'd']] } });
    expect(await shown()).toBe('c');
  });

  test('keeps the choice if its option is made anew', async () => {
    await live.show(select());
    await live.page.selectOption('select', 'b');
    await live.push({ 0: { r: [row('x'), row('b'), row('c', true)] } });
    expect(await shown()).toBe('b');
  });

  test('shows the answer to the choice', async () => {
    await live.show(select('lv-input="choose" name="letter"'));
    await live.page.selectOption('select', 'b');
    const [, seq, , payload] = await live.next();
    expect(payload).toEqual({ letter: 'b' });
    await live.push(seq, server('c'));
    expect(await shown()).toBe('c');
  });

  test('of many keeps all choices', async () => {
    await live.show(select('multiple lv-input="choose" name="letters"'));
    await live.page.selectOption('select', ['a', 'b']);
    expect((await live.next())[3]).toEqual({ letters: ['a', 'b'] });
    await live.push(server('c'));
    expect(
      await live.page.$eval('select', (select) =>
        [...select.selectedOptions].map((each) => each.value),
      ),
    ).toEqual(['a', 'b']);
  });

  test('that was chosen from before the script came keeps the choice', async () => {
    await live.page.evaluate(() => {
      const early = document.createElement('select');
      early.innerHTML =
        '<option data-s="0">a</option><option data-s="1">b</option><option data-s="2">c</option>';
      early.value = 'b';
      document.querySelector('skerry-live')!.remove();
      const host = document.createElement('skerry-live');
      host.id = 'lv-early';
      host.dataset.token = 't';
      host.append(early);
      document.body.append(host);
    });
    live.topic = 'lv:early';
    await live.state('live');
    await live.push({ 2: { a: { selected: '' } } });
    expect(await shown()).toBe('b');
  });
});

describe("the server's values", () => {
  const form =
    '<form lv-submit="save"><input data-s="0" name="t" value="t"><input type="checkbox" name="c" data-s="1"><select name="s"><option data-s="2">a</option><option data-s="3">b</option></select></form>';
  const edit = async () => {
    await live.show(form);
    await live.page.fill('[name=t]', 'mine');
    await live.page.check('[name=c]');
    await live.page.selectOption('select', 'b');
  };
  const values = () =>
    live.page.$eval('form', (element) => {
      const { t, c, s } = element.elements as unknown as Record<string, HTMLInputElement>;
      return [t!.value, c!.checked, s!.value];
    });

  test('are shown by form.reset()', async () => {
    await edit();
    await live.push({ 0: { a: { value: 'T' } } });
    await live.page.$eval('form', (element) => element.reset());
    expect(await values()).toEqual(['T', false, 'a']);
    await live.push({ 0: { a: { value: 'TT' } }, 3: { a: { selected: '' } } });
    expect(await values()).toEqual(['TT', false, 'b']);
  });

  test('are shown if the answer has them', async () => {
    await edit();
    await live.page.focus('[name=t]');
    await press('Enter');
    const [, seq] = await live.next();
    await live.push(seq, { 0: { a: { value: 'T' } }, reset: true });
    expect(await values()).toEqual(['T', false, 'a']);
  });
});

describe('an answer to an older event', () => {
  test('brings back no deleted letter', async () => {
    await live.show('<input data-s="0" name="t" value="" lv-input="t">');
    await live.page.focus('input');
    await type('a');
    await type('b');
    await press('Backspace');
    await type('c');
    const shown = [];
    for (let rounds = 0; rounds < 2; rounds++) {
      const [, seq, , payload] = await live.next();
      await live.push(seq, value((payload as { t: string }).t));
      shown.push(await field());
    }
    expect(shown.map((each) => [each.value, each.defaultValue])).toEqual([
      ['ac', 'a'],
      ['ac', 'ac'],
    ]);
  });

  test('leaves a box, and radio buttons, as they were clicked last', async () => {
    await live.show(
      '<input type="checkbox" data-s="0" lv-click="tick"><input type="radio" name="r" value="a" data-s="1" lv-input="pick" checked><input type="radio" name="r" value="b" data-s="2" lv-input="pick">',
    );
    await live.page.click('[type=checkbox]');
    await live.page.click('[type=checkbox]');
    await live.page.click('[value=b]');
    await live.page.click('[value=a]');
    const shown = () => live.page.$$eval('input', (inputs) => inputs.map(({ checked }) => checked));
    for (const diff of [
      { 0: { a: { checked: '' } } },
      { 0: { a: { checked: null } } },
      { 1: { a: { checked: null } }, 2: { a: { checked: '' } } },
      { 1: { a: { checked: '' } }, 2: { a: { checked: null } } },
    ]) {
      const [, seq] = await live.next();
      await live.push(seq, diff);
      expect(await shown()).toEqual([false, true, false]);
    }
  });
});

describe('a half-typed value', () => {
  test('stays in a number that the server echoes', async () => {
    await live.show('<input data-s="0" type="number" value="5" lv-input="n">');
    await live.page.focus('input');
    await press('Control+a');
    await type('-');
    const [, seq, , payload] = await live.next();
    expect(payload).toEqual({ value: '' });
    await live.push(seq, value(''));
    await type('3');
    expect((await live.next())[3]).toEqual({ value: '-3' });
  });

  test('stays in a date that the server echoes', async () => {
    await live.show('<input data-s="0" type="date" value="2026-01-02" lv-input="d">');
    await live.page.focus('input');
    await press('Backspace');
    const [, seq] = await live.next();
    await live.push(seq, value(''));
    await type('05');
    const [, , , payload] = await live.next();
    expect((payload as { value: string }).value).toMatch(/^2026-05-02|2026-01-05$/);
  });
});

test('a text that a field can no longer show, since it is one of numbers now, is the server’s again', async () => {
  await live.show('<input data-s="0" value="abc">');
  await live.page.fill('input', 'typed');
  const become = (type: string, by: string) => live.push({ 0: { a: { type, value: by } } });
  await become('number', '5');
  expect((await field()).value).toBe('5');
  await become('text', 'def');
  expect((await field()).value).toBe('def');
});

test('half a date stays when the server has another value, and can be completed', async () => {
  await live.show('<input data-s="0" type="date" value="">');
  await live.page.focus('input');
  await type('05');
  await live.push(value('2027-01-02'));
  expect(await live.page.$eval('input', ({ validity }) => validity.badInput)).toBe(true);
  await type('062026');
  expect((await field()).value).toMatch(/^2026-(05-06|06-05)$/);
});

describe('a choice', () => {
  const options = (selected: string, names = ['a', 'b', 'c', 'd']) =>
    names.map(
      (each, index) =>
        `<option data-k="${each}" data-s="${index}" ${selected === each ? 'selected' : ''}>${each}</option>`,
    );
  const chosen = () =>
    live.page.$eval('select', (select) =>
      Array.from(select.selectedOptions, (each) => each.value).join(''),
    );

  test('that the server makes too, for a while, is not forgotten', async () => {
    await live.show(`<select>${options('a').join('')}</select>`);
    await live.page.selectOption('select', 'b');
    await live.push({ 0: { a: { selected: null } }, 1: { a: { selected: '' } } });
    await live.push({ 1: { a: { selected: null } }, 2: { a: { selected: '' } } });
    expect(await chosen()).toBe('b');
  });

  test('of many that vanishes drops no other', async () => {
    await live.show(`<select multiple><!--[0-->${options('a').join('')}<!--]--></select>`);
    await live.page.selectOption('select', ['b', 'c']);
    await live.push({ 0: { l: [['-', 'b']] } });
    expect(await chosen()).toBe('c');
  });

  test('that no visitor made is the one of a fresh page when an option comes in front', async () => {
    await live.show(`<select><!--[0-->${options('').join('')}<!--]--></select>`);
    expect(await chosen()).toBe('a');
    const first = ['z', { s: [901, '<option>z</option>'] }];
    await live.push({ 0: { l: [['+', 'a', first]] } });
    expect(await chosen()).toBe('z');
  });
});

test('a range whose end comes and goes shows the value of a fresh page', async () => {
  await live.show('<input data-s="0" type="range" min="0" max="100" value="50">');
  await live.push({ 0: { a: { max: '10' } } });
  expect(await field()).toMatchObject({ value: '10' });
  await live.push({ 0: { a: { max: '100' } } });
  expect(await field()).toMatchObject({ value: '50' });
});

test('a password that is shown, and hidden again, stays as typed', async () => {
  await live.show('<input data-s="0" type="password" value="">');
  await live.page.focus('input');
  await type('secret');
  for (const kind of ['text', 'password', 'text']) {
    await live.push({ 0: { a: { type: kind } } });
    expect(await field()).toMatchObject({ value: 'secret' });
  }
});

test('an editable element keeps its text', async () => {
  await live.show('<div data-s="0" contenteditable>old</div>');
  const shown = () => live.page.innerText('div');
  await live.push({ 0: 'new' });
  expect(await shown()).toBe('new');
  await live.page.focus('div');
  await press('End');
  await type('er');
  await live.push({ 0: 'other' });
  expect(await shown()).toBe('newer');
});

test('the caret of an editable element stays where it was when its text changes', async () => {
  await live.show('<div data-s="0" contenteditable>older</div>');
  await live.page.focus('div');
  await press('Home');
  for (let i = 0; i < 4; i++) await press('ArrowRight');
  const caret = () =>
    live.page.evaluate(() => {
      const { focusNode, focusOffset } = getSelection()!;
      return [focusNode?.textContent, focusOffset];
    });
  await live.push({ 0: 'older still' });
  expect(await caret()).toEqual(['older still', 4]);
  await live.push({ 0: 'old' });
  expect(await caret()).toEqual(['old', 3]);
});

test('what is typed while a submit is under way goes with the reset by its answer', async () => {
  await live.show(
    '<form lv-submit="save" lv-input="check"><input name="t" value="" data-s="0"></form><b lv-click="end">b</b>',
  );
  await live.page.focus('input');
  await type('a');
  await live.push((await live.next())[1], value('a'));
  await press('Enter');
  const [, seq] = await live.next();
  await type('b');
  await live.push(seq, { ...value(''), reset: true });
  expect(await live.page.inputValue('input')).toBe('');
  await live.page.click('b');
  expect((await live.next())[2]).toBe('end');
  expect(await live.page.inputValue('input')).toBe('');
});

describe('a value that the server refuses or ignores', () => {
  const refused = ['refused', { code: 'invalid', reason: 'No.' }] as const;
  const outcomes: [string, (seq: unknown) => Promise<void>][] = [
    ['does nothing', (seq) => live.push(seq, {})],
    ['changes something else', (seq) => live.push(seq, { 9: 'other' })],
    [
      'refuses',
      async (seq) => {
        live.send(seq, null, refused[1]);
        await live.page.waitForFunction(() => window.seen.some(({ name }) => name === 'refused'));
      },
    ],
  ];
  const other = '<p data-s="9"></p>';
  const fresh = ['', ''];
  const shown = () =>
    live.page.$$eval('input,select', (fields) =>
      (fields as HTMLInputElement[]).map(({ type, checked, value: text }) =>
        /checkbox|radio/.test(type) ? checked : text,
      ),
    );

  test.each(outcomes)('is taken back if the handler %s', async (_, answer) => {
    fresh.length = 0;
    for (const [html, act] of [
      ['<input type="checkbox" data-s="0" lv-click="x">', () => live.page.click('input')],
      ['<input type="checkbox" data-s="0" lv-input="x" checked>', () => live.page.click('input')],
      [
        '<input type="radio" name="r" value="a" data-s="0" lv-input="x" checked><input type="radio" name="r" value="b" data-s="1" lv-input="x">',
        () => live.page.click('[value=b]'),
      ],
      [
        '<select lv-input="x"><option data-s="0" selected>a</option><option data-s="1">b</option></select>',
        () => live.page.selectOption('select', 'b'),
      ],
      [
        '<input data-s="0" value="old" lv-input="x"><button>away</button>',
        async () => {
          await live.page.fill('input', 'new');
          await live.page.focus('button');
        },
      ],
      [
        '<form lv-submit="x"><input name="t" data-s="0" value="old"></form>',
        async () => {
          await live.page.fill('input', 'new');
          await press('Enter');
        },
      ],
    ] as [string, () => Promise<unknown>][]) {
      await live.show(html + other);
      const before = await shown();
      await act();
      expect(await shown()).not.toEqual(before);
      const [, seq] = await live.next();
      await answer(seq);
      expect(await shown(), html).toEqual(before);
    }
  });

  test('is not taken from a visitor who types: a trimmed space', async () => {
    await live.show('<input data-s="0" value="" lv-input="x"><button>away</button>');
    await live.page.focus('input');
    for (const [letter, now] of [
      ['a', 'a'],
      [' ', 'a '],
      ['b', 'a b'],
      [' ', 'a b '],
    ]) {
      await type(letter!);
      const [, seq, , payload] = await live.next();
      const trimmed = (payload as { value: string }).value.trim();
      await live.push(seq, letter === ' ' ? {} : value(trimmed));
      expect(await field()).toMatchObject({ value: now });
    }
    await live.page.focus('button');
    expect(await field()).toMatchObject({ value: 'a b' });
  });

  test('stays if the view gives the field no value', async () => {
    await live.show('<form lv-submit="x"><input name="t"></form>');
    await live.page.fill('input', 'mine');
    await press('Enter');
    const [, seq] = await live.next();
    await live.push(seq, {});
    expect(await field()).toMatchObject({ value: 'mine' });
  });
});

describe('an entry before the region joined', () => {
  /** Puts a region on the page whose fields are filled already. */
  const showFilled = async (html: string, fill: () => void) => {
    const id = `early${live.joins.length}`;
    live.topic = `lv:${id}`;
    await live.page.evaluate(
      ([name, content, how]) => {
        const host = document.createElement('skerry-live');
        host.id = `lv-${name}`;
        host.dataset.token = 't';
        host.innerHTML = content!;
        const holder = document.createElement('template').content;
        holder.append(host);
        (globalThis as any).early = host;
        new Function(`(${how!})()`)();
        document.body.replaceChildren(host);
      },
      [id, html, `${fill}`],
    );
    await live.state('live');
  };

  test('is sent by the events that fields are bound to, in order and once', async () => {
    await showFilled(
      '<input name="t" value="" lv-input="text"><input type="checkbox" name="c" lv-click="tick"><input type="radio" name="r" value="a" lv-input="pick" checked><input type="radio" name="r" value="b" lv-input="pick"><select name="s" lv-input="choose"><option>a<option>b</select><form lv-input="check"><input name="x"><input name="y"></form><input class="own"><i data-s="0"></i>',
      () => {
        const host = (globalThis as any).early as HTMLElement;
        const find = (selector: string) => host.querySelector<HTMLInputElement>(selector)!;
        find('[name=t]').value = 'typed';
        find('[name=c]').checked = true;
        find('[value=b]').checked = true;
        find('select').value = 'b';
        find('[name=x]').value = 'X';
        find('[name=y]').value = 'Y';
        find('.own').value = 'mine';
      },
    );
    const told = [];
    for (let count = 0; count < 5; count++) {
      const [, seq, name, payload] = await live.next();
      told.push([name, payload]);
      await live.push(seq, { 0: `${count}` });
    }
    expect(told).toEqual([
      ['text', { t: 'typed' }],
      ['tick', null],
      ['pick', { r: 'b' }],
      ['choose', { s: 'b' }],
      ['check', { x: 'X', y: 'Y' }],
    ]);
    expect(live.unread).toEqual([]);
    expect(await live.page.inputValue('.own')).toBe('mine');
  });
});

test('the text of an editable element is sent to a new region', async () => {
  const html = '<div data-s="0" contenteditable="true" lv-input="memo"></div>';
  const anew = await LivePage.joined(browser, html, {
    answerJoin: (_, count) => [count > 1 ? { s: [902, html], d: [''] } : {}, 0],
  });
  await anew.page.locator('div').pressSequentially('note');
  for (let text = ''; text !== 'note';) {
    const [, seq, , payload] = await anew.next();
    text = (payload as { value: string }).value;
    await anew.push(seq, { 0: text });
  }
  await anew.line.close();
  expect((await anew.next()).slice(2)).toEqual(['memo', { value: 'note' }, 'input']);
  expect(await anew.page.innerText('div')).toBe('note');
  await anew.close();
});

test('an entry that a new region is told after a pause stays until then', async () => {
  const html = '<input name="t" data-s="0" value="" lv-input="text?debounce=200">';
  const tree = { s: [903, html.replace(' value=""', '')], d: [{ a: { value: '' } }] };
  const anew = await LivePage.open(browser, '', {
    body: `<skerry-live id="lv-a" data-token="t" data-uses="lv-debounce">${html}<!--lv:a--></skerry-live>`,
    answerJoin: (_, count) => [count > 1 ? tree : {}, 0],
  });
  await anew.state('live');
  await anew.page.fill('input', 'mine');
  const [, first] = await anew.next();
  await anew.push(first, value('mine'));
  await anew.line.close();
  const told = await anew.next();
  expect(told.slice(2)).toEqual(['text', { t: 'mine' }, 'input']);
  expect(await anew.page.inputValue('input')).toBe('mine');
  await anew.push(told[1], value('mine'));
  expect(await anew.page.inputValue('input')).toBe('mine');
  await anew.close();
});

test('an untouched field follows a new region', async () => {
  const tree = { s: [901, '<div data-s="0" contenteditable="true"></div>'], d: ['new'] };
  const html = '<div data-s="0" contenteditable="true">old</div>';
  const anew = await LivePage.joined(browser, html, {
    answerJoin: (_, count) => [count > 1 ? tree : {}, 0],
  });
  await anew.line.close();
  await expect.poll(() => anew.page.innerText('div')).toBe('new');
  await anew.close();
});

test('an entry is sent to a new region', async () => {
  const tree = {
    s: [900, '<input name="t" data-s="0" lv-input="text">'],
    d: [{ a: { value: '' } }],
  };
  const html = '<input name="t" data-s="0" value="" lv-input="text">';
  const anew = await LivePage.joined(browser, html, {
    answerJoin: (_, count) => [count > 1 ? tree : {}, 0],
  });
  await anew.page.fill('input', 'mine');
  const [, first] = await anew.next();
  await anew.push(first, value('mine'));
  await anew.line.close();
  expect((await anew.next()).slice(2)).toEqual(['text', { t: 'mine' }, 'input']);
  expect(
    await anew.page.$eval('input', ({ value: shown, defaultValue }) => [shown, defaultValue]),
  ).toEqual(['mine', '']);
  await anew.close();
});
