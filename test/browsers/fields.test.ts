import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { ScriptedPage } from './scripted-page.js';

let live: ScriptedPage;
beforeAll(async () => {
  live = await ScriptedPage.start();
});
afterAll(() => live?.close());

/** A kind of field in a form: what it holds at first, what the visitor makes of it, and what the server says. */
interface Kind {
  html: string;
  first: string;
  edit(): Promise<unknown>;
  mine: string;
  theirs: string;
  patch: object;
}

const value = (text: string) => ({ 0: { a: { value: text } } });
const click = (selector: string) => live.page.click(selector);
const press = (...keys: string[]) => live.page.press(...keys);
const type = async (text: string) => {
  await click('[name=f]');
  await press('End');
  await live.page.type(text);
};

/** Does what the browser's own picker does, which looks different in each. */
const choose = (...values: string[]) =>
  live.page.evaluate((wanted) => {
    const field = document.querySelector<HTMLSelectElement>('[name=f]')!;
    if (field.options)
      for (const option of field.options) option.selected = wanted.includes(option.value);
    else field.value = wanted[0]!;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, values);

const options = (attribute: string) =>
  ['a', 'b', 'c']
    .map((each, i) => `<option data-s="${i}" ${i ? '' : 'selected'}>${each}</option>`)
    .join('')
    .replace(/^/, `<select name="f" ${attribute}>`)
    .concat('</select>');
const fromFirstToLast = (attribute: string) => ({
  0: { a: { [attribute]: null } },
  2: { a: { [attribute]: '' } },
});

const kinds: Record<string, Kind> = {
  text: {
    html: '<input data-s="0" name="f" value="abc">',
    first: 'abc',
    edit: () => type('d'),
    mine: 'abcd',
    theirs: 'server',
    patch: value('server'),
  },
  textarea: {
    html: '<textarea data-s="0" name="f">abc</textarea>',
    first: 'abc',
    edit: () => type('d'),
    mine: 'abcd',
    theirs: 'server',
    patch: { 0: 'server' },
  },
  number: {
    html: '<input data-s="0" name="f" type="number" value="1">',
    first: '1',
    edit: () => type('2'),
    mine: '12',
    theirs: '7',
    patch: value('7'),
  },
  range: {
    html: '<input data-s="0" name="f" type="range" min="0" max="10" value="5">',
    first: '5',
    async edit() {
      await click('[name=f]');
      await press('ArrowRight');
    },
    mine: '6',
    theirs: '9',
    patch: value('9'),
  },
  date: {
    html: '<input data-s="0" name="f" type="date" value="2026-01-02">',
    first: '2026-01-02',
    edit: () => choose('2026-03-04'),
    mine: '2026-03-04',
    theirs: '2026-05-06',
    patch: value('2026-05-06'),
  },
  color: {
    html: '<input data-s="0" name="f" type="color" value="#000000">',
    first: '#000000',
    edit: () => choose('#00ff00'),
    mine: '#00ff00',
    theirs: '#0000ff',
    patch: value('#0000ff'),
  },
  checkbox: {
    html: '<input data-s="0" name="f" type="checkbox" value="on">',
    first: '',
    async edit() {
      await click('[name=f]');
    },
    mine: 'on',
    theirs: 'on',
    patch: { 0: { a: { checked: '' } } },
  },
  radio: {
    html: ['a', 'b', 'c']
      .map(
        (each, i) =>
          `<input data-s="${i}" type="radio" name="f" value="${each}" ${i ? '' : 'checked'}>`,
      )
      .join(''),
    first: 'a',
    edit: () => click('[value=b]'),
    mine: 'b',
    theirs: 'c',
    patch: fromFirstToLast('checked'),
  },
  select: {
    html: options(''),
    first: 'a',
    edit: () => choose('b'),
    mine: 'b',
    theirs: 'c',
    patch: fromFirstToLast('selected'),
  },
  'select of many': {
    html: options('multiple'),
    first: 'a',
    edit: () => choose('a', 'b'),
    mine: 'a,b',
    theirs: 'c',
    patch: fromFirstToLast('selected'),
  },
};

/** Leaves this document for another. */
const leave = async (by: () => void) => {
  const born = await live.page.evaluate(() => performance.timeOrigin);
  await live.page.evaluate(by);
  await live.page.waitFor((time) => performance.timeOrigin !== time, born);
};

const show = (html: string, attribute = '') =>
  live.show(`<form data-s="5" ${attribute}>${html}</form>`);

/** What the fields show, and what the server's values are. */
const fields = () =>
  live.page.evaluate(() => {
    const form = document.querySelector('form')!;
    const copy = form.cloneNode(true) as HTMLFormElement;
    copy.reset();
    return [form, copy].map((each) => new FormData(each).getAll('f').join());
  });

describe.each(Object.entries(kinds))('a field of the kind %s', (_, kind) => {
  const { html, first, edit, mine, theirs, patch } = kind;

  test('that is clean shows what the server says, also with the focus in it', async () => {
    await show(html);
    expect(await fields()).toEqual([first, first]);
    await live.page.evaluate(() => document.querySelector<HTMLElement>('[name=f]')!.focus());
    await live.push([patch]);
    expect(await fields()).toEqual([theirs, theirs]);
  });

  test('that is edited keeps the edit, and form.reset() shows what the server says', async () => {
    await show(html);
    await edit();
    expect(await fields()).toEqual([mine, first]);
    await live.push([patch]);
    expect(await fields()).toEqual([mine, theirs]);
    await live.page.evaluate(() => document.querySelector('form')!.reset());
    expect(await fields()).toEqual([theirs, theirs]);
  });

  test('that was sent keeps the edit until the server answers it', async () => {
    await show(html, 'lv-input="put"');
    await edit();
    const [, seq, name] = await live.next();
    expect(name).toBe('put');
    await live.push([{ 5: { a: { class: 'x' } } }]);
    expect(await fields()).toEqual([mine, first]);
    await live.push([seq, patch]);
    expect(await fields()).toEqual([theirs, theirs]);
  });
});

describe('a text field', () => {
  const text = kinds.text!.html;
  const caret = () =>
    live.page.evaluate(() => document.querySelector<HTMLInputElement>('[name=f]')!.selectionStart);

  test('that is focused and clean keeps its caret', async () => {
    await show(text);
    await click('[name=f]');
    await press('Home', 'ArrowRight');
    await live.push([value('server')]);
    expect([...(await fields()), await caret()]).toEqual(['server', 'server', 1]);
    await live.page.type('!');
    expect(await fields()).toEqual(['s!erver', 'server']);
  });

  test('that shows what the server says already is left alone, with its caret', async () => {
    await show(text);
    await type('d');
    await press('Home');
    await live.push([value('abcd')]);
    expect([...(await fields()), await caret()]).toEqual(['abcd', 'abcd', 0]);
  });

  test('that was typed in since keeps what was typed', async () => {
    await show(text, 'lv-input="put"');
    await type('d');
    const [, first] = await live.next();
    await live.page.type('e');
    await live.push([first, value('ABCD')]);
    expect(await fields()).toEqual(['abcde', 'ABCD']);
    const [, second] = await live.next();
    await live.push([second, value('ABCDE')]);
    expect(await fields()).toEqual(['ABCDE', 'ABCDE']);
  });

  test('clears with its form when that is submitted, unless somebody typed on', async () => {
    for (const [more, shown] of [
      ['', ''],
      ['!', 'abcd!'],
    ]) {
      await show(text, 'lv-submit="say"');
      await type('d');
      await press('Enter');
      const [, seq, name, payload] = await live.next();
      expect([name, payload]).toEqual(['say', { f: 'abcd' }]);
      await live.page.type(more!);
      await live.push([seq, value('')]);
      expect(await fields()).toEqual([shown, '']);
    }
  });

  test('shows what the server says where the answer resets the form', async () => {
    await show(text, 'lv-submit="say"');
    await type('d');
    await press('Enter');
    const [, seq] = await live.next();
    await live.page.type('e');
    await live.push([seq, { ...value('server'), reset: true }]);
    expect(await fields()).toEqual(['server', 'server']);
  });

  test.each([
    ['changed it', 'd', ['abcd', 'server']],
    ['came to nothing', '', ['server', 'server']],
  ])('holds still while a text is composed that %s', async (_, typed, shown) => {
    await show(text);
    await click('[name=f]');
    await press('End');
    const compose = (name: string) =>
      live.page.evaluate((event) => {
        const options = { bubbles: true, composed: true };
        document.activeElement!.dispatchEvent(new CompositionEvent(event, options));
      }, name);
    await compose('compositionstart');
    if (typed) await live.page.type(typed);
    await live.push([value('server')]);
    expect(await fields()).toEqual([`abc${typed}`, 'server']);
    await compose('compositionend');
    expect(await fields()).toEqual(shown);
  });
});

test('a number that cannot be read yet is kept', async () => {
  await show('<input data-s="0" name="f" type="number">');
  await type('3e');
  await live.push([value('7')]);
  await live.page.type('2');
  expect(await fields()).toEqual(['3e2', '7']);
});

describe('what was entered', () => {
  const both = kinds.text!.html + kinds.checkbox!.html;
  const enter = async () => {
    await live.show(`<form>${both}</form>`);
    await type('d');
    await click('[type=checkbox]');
    expect(await fields()).toEqual(['abcd,on', 'abc']);
  };

  test("is the visitor's still after going back to the page", async () => {
    live.mayBeStored = true;
    await enter();
    await leave(() => void setTimeout(() => location.assign('/elsewhere')));
    await live.page.evaluate(() => void setTimeout(() => history.back()));
    await live.page.live();
    expect(await fields()).toEqual(['abcd,on', 'abc']);
    await live.push([value('server')]);
    expect(await fields()).toEqual(['abcd,on', 'server']);
  });

  // Only Firefox fills fields again that it reloads.
  const [shown, then] =
    inject('browser') === 'firefox' ? ['abcd,on', 'abcd,on'] : ['abc', 'server'];

  test(`is after a reload what the browser makes of it: ${shown}`, async () => {
    live.mayBeStored = true;
    await enter();
    await leave(() => void setTimeout(() => location.reload()));
    await live.page.live();
    expect(await fields()).toEqual([shown, 'abc']);
    await live.push([value('server')]);
    expect(await fields()).toEqual([then, 'server']);
  });
});

describe('what a browser puts back into fields', () => {
  const bound = [
    '<input name="t" value="" lv-input="text">',
    '<input name="c" type="checkbox" lv-click="tick">',
    '<input name="r" type="radio" value="a" lv-input="pick" checked>',
    '<input name="r" type="radio" value="b" lv-input="pick">',
    '<select name="f" lv-input="choose"><option>a</option><option>b</option></select>',
  ].join('');
  const told = [
    ['text', { t: 'x' }],
    ['tick', null],
    ['pick', { r: 'b' }],
    ['choose', { f: 'b' }],
  ];
  /** Fills all, and leaves the page before the server has answered anything. */
  const enterAndLeave = async (by: () => void) => {
    live.mayBeStored = true;
    // But for WebKit, no browser keeps a page as it is that listens to this: it makes a new one.
    await live.show(bound, { before: `addEventListener('unload', () => {});` });
    await click('[name=t]');
    await live.page.type('x');
    await click('[name=c]');
    await click('[value=b]');
    await choose('b');
    expect((await live.next()).slice(2, 4)).toEqual(told[0]);
    await leave(by);
  };
  /** What the server is told, as it answers one event after the other. */
  const hear = async () => {
    const heard = [];
    while (heard.length < told.length) {
      const [, seq, name, payload] = await live.next();
      heard.push([name, payload]);
      await live.push([seq, {}]);
    }
    return heard;
  };

  test('is told as the region joins after going back, in order and once', async () => {
    await enterAndLeave(() => void setTimeout(() => location.assign('/elsewhere')));
    await live.page.evaluate(() => void setTimeout(() => history.back()));
    expect(await hear()).toEqual(told);
    expect(live.unread).toEqual([]);
  });

  test('is told after a reload, where the browser puts back anything then', async () => {
    await enterAndLeave(() => void setTimeout(() => location.reload()));
    if (inject('browser') === 'firefox') expect(await hear()).toEqual(told);
    await live.page.live();
    await live.push([{ 9: 'x' }]);
    expect(live.unread).toEqual([]);
  });
});

const half = {
  date: ['2026-01-02', '2026-05-06'],
  time: ['10:20', '11:22'],
  'datetime-local': ['2026-01-02T10:20', '2026-05-06T11:22'],
};
describe.each(Object.entries(half))('half a %s', (kind, [old, server]) => {
  const state = () =>
    live.page.evaluate(() => {
      const { value: text, validity } = document.querySelector<HTMLInputElement>('[name=f]')!;
      return [text, validity.badInput];
    });
  test.each([
    ['that was whole', old!, 'Backspace'],
    ['in an empty field', '', '1'],
  ])(
    '%s is kept when a value of the server comes, if the browser tells of it',
    async (_, at, key) => {
      await show(`<input data-s="0" name="f" type="${kind}" value="${at}">`);
      await live.page.evaluate(() => document.querySelector<HTMLElement>('[name=f]')!.focus());
      await press(key);
      // In a field that was empty, Firefox does not.
      const isTold = at !== '' || inject('browser') !== 'firefox';
      expect(await state()).toEqual(['', isTold]);
      await live.push([value(server!)]);
      expect(await state()).toEqual(isTold ? ['', true] : [server, false]);
    },
  );
});

describe('a field that browsers correct or choose by themselves', () => {
  const chosen = () =>
    live.page.evaluate(() =>
      Array.from(document.querySelector('select')!.selectedOptions, (each) => each.value).join(),
    );
  const select = (attribute: string) =>
    `<select name="f" ${attribute}><!--[0-->${['a', 'b', 'c'].map((each) => `<option data-k="${each}">${each}</option>`).join('')}<!--]--></select>`;

  test('is what a fresh page shows: a range whose end comes and goes', async () => {
    await show('<input data-s="0" name="f" type="range" min="0" max="100" value="50">');
    await live.push([{ 0: { a: { max: '10' } } }]);
    expect(await fields()).toEqual(['10', '10']);
    await live.push([{ 0: { a: { max: '100' } } }]);
    expect(await fields()).toEqual(['50', '50']);
  });

  test('is what a fresh page shows: a select that nobody touched and that gets an option in front', async () => {
    await show(select(''));
    await live.push([{ 0: { l: [['+', 'a', ['z', { s: [901, '<option>z</option>'] }]]] } }]);
    expect(await chosen()).toBe('z');
  });

  test('keeps what is left of several choices', async () => {
    await show(select('multiple'));
    await choose('b', 'c');
    await live.push([{ 0: { l: [['-', 'b']] } }]);
    expect(await chosen()).toBe('c');
  });

  test('keeps a password that is shown and hidden again', async () => {
    await show('<input data-s="0" name="f" type="password" value="">');
    await type('secret');
    for (const kind of ['text', 'password']) {
      await live.push([{ 0: { a: { type: kind } } }]);
      expect(await fields()).toEqual(['secret', '']);
    }
  });
});

test('a file stays chosen', async () => {
  await show('<input data-s="0" name="f" type="file">');
  const name = () =>
    live.page.evaluate(() => document.querySelector<HTMLInputElement>('input')!.files![0]!.name);
  await live.page.evaluate(() => {
    const chosen = new DataTransfer();
    chosen.items.add(new File(['a'], 'a.txt'));
    document.querySelector<HTMLInputElement>('input')!.files = chosen.files;
  });
  await live.push([{ 0: { a: { value: 'x', class: 'y' } } }]);
  expect(await name()).toBe('a.txt');
});
