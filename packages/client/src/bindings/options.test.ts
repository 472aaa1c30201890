import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
afterEach(() => live.page.close());

/** The next event without its channel, not answered. */
const next = async () => (await live.next()).slice(1);
const answer = (seq: number) => live.push(seq, {});
const pass = (time: number) => live.page.clock.runFor(time);

/** Opens a page whose clock the test moves. */
async function open(html: string, uses: string): Promise<void> {
  live = await LivePage.joined(browser, '', { clock: true });
  await live.show(html, uses);
  // The options are there once an event has gone through them.
  await live.page.evaluate(async () => {
    const { features } = window.client;
    while (!features.bindings) await new Promise((resolve) => requestAnimationFrame(resolve));
    await features.bindings.loadBindings(document.querySelector('skerry-live')!.outerHTML);
  });
}

/** Answers the dialogs of the page. */
const dialogs = (...answers: (string | boolean)[]) => {
  const seen: string[] = [];
  live.page.on('dialog', (dialog) => {
    const given = answers[seen.length];
    seen.push(`${dialog.type()} ${dialog.message()}`);
    void (given === false ? dialog.dismiss() : dialog.accept(given === true ? undefined : given));
  });
  return seen;
};

describe('lv-debounce', () => {
  const html =
    '<input lv-input="look?debounce=300" name="q"><i tabindex="0" lv-click="end">end</i>';

  test('waits for a pause, and sends the last value', async () => {
    await open(html, 'lv-debounce');
    await live.page.type('input', 'a');
    await pass(299);
    await live.page.type('input', 'b');
    await pass(299);
    expect(live.unread).toEqual([]);
    await pass(1);
    expect(await next()).toEqual([1, 'look', { q: 'ab' }, 'input']);
  });

  test('ends when the field is left', async () => {
    await open(html, 'lv-debounce');
    await live.page.type('input', 'a');
    await live.page.focus('i');
    expect(await next()).toEqual([1, 'look', { q: 'a' }, 'input']);
    await answer(1);
    await pass(1000);
    expect(live.unread).toEqual([]);
  });

  test('of blur waits until the field is left', async () => {
    await open(
      '<input lv-input="look" lv-debounce="blur" name="q"><i tabindex="0">i</i>',
      'lv-debounce',
    );
    await live.page.type('input', 'ab');
    await pass(100_000);
    expect(live.unread).toEqual([]);
    await live.page.focus('i');
    expect(await next()).toEqual([1, 'look', { q: 'ab' }, 'input']);
  });

  test('sends nothing of an element that has gone', async () => {
    await open('<b lv-click="go" lv-debounce="300">b</b><i lv-click="end">end</i>', 'lv-debounce');
    await live.page.click('b');
    await live.page.$eval('b', (b) => b.remove());
    await pass(1000);
    await live.page.click('i');
    expect((await next())[1]).toBe('end');
  });
});

describe('a form is one lane', () => {
  test('a submit within the debounce takes the place of the waiting input of its form', async () => {
    await open(
      '<form lv-input="check?debounce=300" lv-submit="save"><input name="q"><button>b</button></form>',
      'lv-debounce',
    );
    await live.page.type('input', 'ab');
    await live.page.press('input', 'Enter');
    expect(await next()).toEqual([1, 'save', { q: 'ab' }, 'submit']);
    await answer(1);
    await pass(1000);
    expect(live.unread).toEqual([]);
  });

  test('a submit within the debounce comes after the event of a field', async () => {
    await open(
      '<form lv-submit="save"><input lv-input="look?debounce=300" name="q"><button>b</button></form>',
      'lv-debounce',
    );
    await live.page.type('input', 'ab');
    await live.page.press('input', 'Enter');
    expect(await next()).toEqual([1, 'look', { q: 'ab' }, 'input']);
    await answer(1);
    expect(await next()).toEqual([2, 'save', { q: 'ab' }, 'submit']);
  });

  test('a submit takes the place of the inputs and changes that wait for an answer', async () => {
    await open(
      '<form lv-input="type" lv-change="check" lv-submit="save"><input name="q"><input name="r"><button>b</button></form>',
      'lv-change',
    );
    await live.page.type('[name=q]', 'a');
    expect(await next()).toEqual([1, 'type', { q: 'a', r: '' }, 'input']);
    await live.page.type('[name=q]', 'b');
    await live.page.focus('[name=r]');
    await live.page.press('[name=r]', 'Enter');
    await answer(1);
    expect(await next()).toEqual([2, 'save', { q: 'ab', r: '' }, 'submit']);
    await answer(2);
    expect(live.unread).toEqual([]);
  });

  test('what a submit has answered stays, whatever waited before it', async () => {
    await open(
      '<form lv-input="check?debounce=300" lv-submit="save"><input name="q" value="" data-s="0"><button>b</button></form>',
      'lv-debounce',
    );
    await live.page.type('input', 'ab');
    await live.page.press('input', 'Enter');
    await next();
    await live.push(1, { 0: { a: { value: 'saved' } } });
    expect(await live.page.inputValue('input')).toBe('saved');
    await pass(1000);
    expect(live.unread).toEqual([]);
    expect(await live.page.inputValue('input')).toBe('saved');
  });
});

describe('an event that settles what a field says', () => {
  test.each([
    ['lv-change', 'set', { q: 'ab' }, 'change'],
    ['lv-blur', 'left', { q: 'ab' }, 'blur'],
  ])('%s comes after the input that waits', async (binding, name, value, type) => {
    await open(
      `<input lv-input="look?debounce=300" ${binding}="${name}" name="q"><i tabindex="0">i</i>`,
      `lv-debounce ${binding}`,
    );
    await live.page.type('input', 'ab');
    await live.page.focus('i');
    expect(await next()).toEqual([1, 'look', { q: 'ab' }, 'input']);
    await answer(1);
    expect(await next()).toEqual([2, name, value, type]);
  });

  test('a submit that the visitor declines leaves the inputs waiting', async () => {
    await open(
      '<form lv-input="check?debounce=300" lv-submit="save" lv-confirm="Sure?"><input name="q" lv-input="look?debounce=300"><button>b</button></form>',
      'lv-debounce lv-confirm',
    );
    live.page.on('dialog', (dialog) => void dialog.dismiss());
    await live.page.type('input', 'ab');
    await live.page.press('input', 'Enter');
    await expect.poll(() => live.seen('refused')).toMatchObject([{ code: 'declined' }]);
    expect(live.unread).toEqual([]);
  });
});

describe('lv-throttle', () => {
  test('sends the first event, and the last one of each time', async () => {
    await open('<input lv-input="look" lv-throttle="100" name="q">', 'lv-throttle');
    await live.page.type('input', 'abc');
    expect(await next()).toEqual([1, 'look', { q: 'a' }, 'input']);
    await answer(1);
    expect(live.unread).toEqual([]);
    await pass(100);
    expect(await next()).toEqual([2, 'look', { q: 'abc' }, 'input']);
    await answer(2);
    await live.page.type('input', 'd');
    await pass(99);
    expect(live.unread).toEqual([]);
    await pass(1);
    expect(await next()).toEqual([3, 'look', { q: 'abcd' }, 'input']);
  });

  test('drops clicks that come too early', async () => {
    await open('<b lv-click="go" lv-throttle="100">b</b>', 'lv-throttle');
    await live.clickAll('b', 'b', 'b');
    expect(await next()).toEqual([1, 'go', null]);
    await answer(1);
    await pass(1000);
    expect(live.unread).toEqual([]);
    await live.page.click('b');
    expect(await next()).toEqual([2, 'go', null]);
  });

  test('of a submit holds, too', async () => {
    await open(
      '<form lv-submit="save?throttle=100"><input name="q"><button>b</button></form>',
      'lv-throttle',
    );
    await live.page.click('button');
    await next();
    await answer(1);
    await live.page.fill('input', 'x');
    await live.page.click('button');
    await pass(100);
    expect(live.unread).toEqual([]);
    await live.page.click('button');
    expect(await next()).toEqual([2, 'save', { q: 'x' }, 'submit']);
  });
});

describe('lv-queue', () => {
  const names = async (count: number) => {
    const found: unknown[] = [];
    for (let seq = 1; seq <= count; seq++) {
      found.push((await next()).slice(0, 3));
      await answer(seq);
    }
    expect(live.unread).toEqual([]);
    return found;
  };
  const html = (policy: string) =>
    `<b lv-click='go {"n":1}' lv-queue="${policy}">b</b><i lv-click="end">end</i>`;
  /** Clicks with another payload each time. */
  const clicks = () =>
    live.page.evaluate(() => {
      const b = document.querySelector('b')!;
      for (const n of [1, 2, 3]) {
        b.setAttribute('lv-click', `go {"n":${n}}`);
        b.click();
      }
      document.querySelector('i')!.click();
    });

  test.each([
    [
      'queue',
      [
        [1, 'go', { n: 1 }],
        [2, 'go', { n: 2 }],
        [3, 'go', { n: 3 }],
        [4, 'end', null],
      ],
    ],
    [
      'drop',
      [
        [1, 'go', { n: 1 }],
        [2, 'end', null],
      ],
    ],
    [
      'latest',
      [
        [1, 'go', { n: 1 }],
        [2, 'go', { n: 3 }],
        [3, 'end', null],
      ],
    ],
  ])('%s', async (policy, expected) => {
    await open(html(policy), 'lv-queue');
    await clicks();
    expect(await names(expected.length)).toEqual(expected);
  });

  test('parallel does not wait for an answer', async () => {
    await open(html('parallel'), 'lv-queue');
    await live.clickAll('i', 'i', 'b', 'b');
    expect([await next(), await next(), await next()]).toEqual([
      [1, 'end', null],
      [2, 'go', { n: 1 }],
      [3, 'go', { n: 1 }],
    ]);
    await live.push({});
    expect(live.unread).toEqual([]);
    for (const seq of [1, 2, 3]) await answer(seq);
    expect(await next()).toEqual([4, 'end', null]);
  });

  test('parallel events are sent again in their order after a dropped connection', async () => {
    await open(html('parallel'), 'lv-queue');
    await live.clickAll('i', 'i', 'b');
    await next();
    await next();
    await live.lines
      .at(-1)!
      .close({ code: 1006 })
      .catch(() => {});
    await live.page.clock.runFor(2000);
    await live.state('live');
    expect([await next(), await next()]).toEqual([
      [1, 'end', null],
      [2, 'go', { n: 1 }],
    ]);
    await answer(1);
    await answer(2);
    expect(await next()).toEqual([3, 'end', null]);
  });
});

describe('lv-confirm', () => {
  const html =
    '<b lv-click="drop" lv-confirm="Sure?">b</b><i lv-click="end">end</i><u lv-click="wipe?confirm=Really%3F&amp;confirm-text=DELETE">u</u>';
  const uses = 'lv-confirm lv-confirm-text';

  test('asks, and sends what is confirmed', async () => {
    await open(html, uses);
    const seen = dialogs(false, true);
    await live.page.click('b');
    await live.page.click('b');
    await live.page.click('i');
    expect(await next()).toEqual([1, 'drop', null]);
    await answer(1);
    expect(await next()).toEqual([2, 'end', null]);
    expect(seen).toEqual(['confirm Sure?', 'confirm Sure?']);
  });

  test('has the visitor type a word', async () => {
    await open(html, uses);
    const seen = dialogs('delete', 'DELETE');
    await live.page.click('u');
    await live.page.click('u');
    await live.page.click('i');
    expect(await next()).toEqual([1, 'wipe', null]);
    await answer(1);
    expect(await next()).toEqual([2, 'end', null]);
    expect(seen).toEqual(['prompt Really?', 'prompt Really?']);
  });

  test('leaves the question to a page that asks itself', async () => {
    await open(html, uses);
    await live.page.evaluate(() =>
      document.addEventListener('skerry:confirm', (event) => {
        event.preventDefault();
        const { question, answer: then } = (event as CustomEvent).detail;
        window.seen.push({ name: 'asked', detail: question });
        setTimeout(() => then(true), 50);
      }),
    );
    await live.page.click('b');
    expect(live.unread).toEqual([]);
    await pass(50);
    expect(await next()).toEqual([1, 'drop', null]);
    expect(await live.seen('asked')).toEqual(['Sure?']);
  });

  test('that is declined unticks a box, and keeps a text', async () => {
    await open(
      '<input type="checkbox" lv-click="tick" lv-confirm="Sure?" data-s="0"><form lv-submit="save" lv-confirm="Sure?"><input name="q" value="a"><button>b</button></form>',
      uses,
    );
    dialogs(false, false);
    await live.page.click('[type=checkbox]');
    await expect.poll(() => live.page.isChecked('[type=checkbox]')).toBe(false);
    await live.page.fill('[name=q]', 'typed');
    await live.page.click('button');
    expect(await live.page.inputValue('[name=q]')).toBe('typed');
  });
});

describe('the options of a form', () => {
  const uses = 'lv-form lv-confirm lv-disable-with lv-throttle';
  const rows =
    '<button name="_list" value="add rows">Add</button><button name="_list" value="remove rows[0]" lv-confirm="Remove?">Remove</button>';

  test.each([
    [
      'behind its event',
      '<form lv-form lv-submit="save?confirm=Sure%3F&amp;disable-with=Saving&amp;throttle=300">',
    ],
    [
      'as attributes',
      '<form lv-form lv-submit="save" lv-confirm="Sure?" lv-disable-with="Saving" lv-throttle="300">',
    ],
  ])('are not those of the buttons of its lists: %s', async (_, form) => {
    await open(`${form}${rows}<button id="save">Save</button></form>`, uses);
    const seen = dialogs(true, true);
    for (const seq of [1, 2]) {
      await live.page.click('text=Add');
      expect(await next()).toEqual([seq, 'save', { _list: 'add rows' }, 'submit']);
      expect(
        await live.page.$$eval('button', ([add]) => [add!.textContent, add!.disabled]),
      ).toEqual(['Add', false]);
      await answer(seq);
    }
    expect(seen).toEqual([]);
    await live.page.click('text=Remove');
    expect(await next()).toEqual([3, 'save', { _list: 'remove rows[0]' }, 'submit']);
    await answer(3);
    await live.page.click('#save');
    expect(await next()).toEqual([4, 'save', {}, 'submit']);
    expect(await live.page.textContent('#save')).toBe('Saving');
    expect(seen).toEqual(['confirm Remove?', 'confirm Sure?']);
  });

  test('are those of a button _list of another form', async () => {
    await open(`<form lv-submit="save" lv-confirm="Sure?">${rows}</form>`, uses);
    const seen = dialogs(true);
    await live.page.click('text=Add');
    await next();
    expect(seen).toEqual(['confirm Sure?']);
  });
});

describe('lv-disable-with', () => {
  const state = () =>
    live.page.$eval('button', (button) => [
      button.textContent,
      button.disabled,
      document.activeElement === button,
    ]);

  test.each([
    ['a click', '<button lv-click="save" lv-disable-with="Saving…">Save <!--0-->1<!----></button>'],
    [
      'a submit',
      '<form lv-submit="save"><button lv-disable-with="Saving…">Save <!--0-->1<!----></button></form>',
    ],
  ])('of %s shows another text until the answer, and keeps the focus', async (_, html) => {
    await open(html, 'lv-disable-with');
    await live.page.click('button');
    await next();
    expect((await state()).slice(0, 2)).toEqual(['Saving…', true]);
    await live.push(1, { 0: '2' });
    expect(await state()).toEqual(['Save 2', false, true]);
  });

  test('ends with a refusal, too', async () => {
    await open('<button lv-click="save?disable-with=Saving">Save</button>', 'lv-disable-with');
    await live.page.click('button');
    await next();
    live.send(1, null, { code: 'failed', reason: 'No.' });
    await expect.poll(state).toEqual(['Save', false, true]);
  });
});

describe('a button with lv-disable-with', () => {
  test('shows the text where its own was: an input its value, and no title of a drawing', async () => {
    await open(
      '<form lv-submit="a"><input type="submit" value="Save" lv-disable-with="Saving"></form><button lv-click="b" lv-disable-with="Wait"><svg><title>Icon</title></svg> Go <b>on</b></button>',
      'lv-disable-with',
    );
    await live.page.click('input');
    await live.page.click('button');
    expect(await live.page.inputValue('input')).toBe('Saving');
    expect(await live.page.textContent('button')).toBe('IconWait');
    await answer(1);
    await next();
    await next();
    await answer(2);
    expect(await live.page.inputValue('input')).toBe('Save');
    expect(await live.page.textContent('button')).toBe('Icon Go on');
  });

  test('stays disabled if the server has disabled it, and follows a whole tree later', async () => {
    await open(
      '<button lv-click="save" lv-disable-with="" data-s="0">Save</button>',
      'lv-disable-with',
    );
    await live.page.click('button');
    await next();
    await live.push({ 0: { a: { disabled: '' } } });
    await live.push(1, {});
    expect(await live.page.isDisabled('button')).toBe(true);
    await live.push({ 0: { a: { disabled: null } } });
    await live.page.click('button');
    await live.push(2, {});
    expect(await live.page.isDisabled('button')).toBe(false);
    await live.push({ s: [9, '<button lv-click="save" disabled>Save</button>'] });
    expect(await live.page.isDisabled('button')).toBe(true);
  });

  test('works again when another event takes the place of its own', async () => {
    await open(
      '<b lv-click="first">b</b><button lv-click="save?queue=latest&disable-with=Wait">Save</button>',
      'lv-queue lv-disable-with',
    );
    await live.clickAll('b', 'button');
    await live.page.$eval('button', (button) => (button.disabled = false));
    await live.clickAll('button');
    await next();
    await answer(1);
    await next();
    await answer(2);
    expect(await live.page.isDisabled('button')).toBe(false);
    expect(await live.page.textContent('button')).toBe('Save');
  });
});

describe('an event that an option holds back', () => {
  test('is refused if its element has been disabled meanwhile', async () => {
    await open('<button lv-click="go?debounce=300" data-s="0">b</button>', 'lv-debounce');
    await live.page.click('button');
    await live.push({ 0: { a: { disabled: '' } } });
    await pass(300);
    expect(await live.seen('refused')).toMatchObject([{ code: 'disabled', event: 'go' }]);
    expect(live.unread).toEqual([]);
  });

  test('of no time is sent at once', async () => {
    await open(
      '<input lv-input="look?debounce=0" name="q"><b lv-click="go?throttle=0">b</b>',
      'lv-debounce lv-throttle',
    );
    await live.page.type('input', 'a');
    await pass(0);
    expect((await next())[1]).toBe('look');
    await answer(1);
    await live.page.click('b');
    await pass(0);
    await live.page.click('b');
    expect((await next())[1]).toBe('go');
    await answer(2);
    expect((await next())[1]).toBe('go');
  });

  test('of a window key is dropped if it comes too early', async () => {
    await open('<p lv-window-keydown="key?throttle=100"></p>', 'lv-window-keydown lv-throttle');
    for (const key of ['a', 'b', 'c']) await live.page.keyboard.press(key);
    expect((await next())[2]).toEqual({ key: 'a' });
    await answer(1);
    await pass(1000);
    expect(live.unread).toEqual([]);
  });
});

describe('a question', () => {
  test.each([
    [
      'a box',
      '<input type="checkbox" name="q" lv-change="set" lv-confirm="Sure?" data-s="0">',
      '[name=q]',
    ],
    [
      'a form with a box',
      '<form lv-change="set" lv-confirm="Sure?"><input name="t"><input type="checkbox" name="q" data-s="0"></form>',
      '[name=q]',
    ],
  ])('that is declined leaves the change of %s undone', async (_, html, selector) => {
    await open(html, 'lv-change lv-confirm');
    live.page.on('dialog', (dialog) => void dialog.dismiss());
    await live.page.click(selector);
    await expect.poll(() => live.page.isChecked(selector)).toBe(false);
    expect(await live.seen('refused')).toMatchObject([{ code: 'declined', event: 'set' }]);
    expect(live.unread).toEqual([]);
  });

  test('has one answer', async () => {
    await open('<b lv-click="go" lv-confirm="Sure?">b</b>', 'lv-confirm');
    await live.page.evaluate(() =>
      addEventListener('skerry:confirm', (event) => {
        event.preventDefault();
        const { answer: say } = (event as CustomEvent<{ answer(is: boolean): void }>).detail;
        say(true);
        say(true);
        say(false);
      }),
    );
    await live.page.click('b');
    await next();
    await answer(1);
    expect([live.unread, await live.seen('refused')]).toEqual([[], []]);
  });

  test('is asked after the pause', async () => {
    await open(
      '<input lv-input="look?debounce=300&confirm=Sure%3F" name="q">',
      'lv-debounce lv-confirm',
    );
    let asked = 0;
    live.page.on('dialog', (dialog) => {
      asked++;
      void dialog.accept();
    });
    await live.page.type('input', 'abc');
    expect(asked).toBe(0);
    await pass(300);
    expect((await next())[2]).toEqual({ q: 'abc' });
    expect(asked).toBe(1);
  });
});

test('lv-offline leaves alone what the server has hidden itself', async () => {
  await open('<b lv-offline="hide" hidden>b</b><i lv-offline="hide">i</i>', 'lv-offline');
  const hidden = () =>
    live.page.$$eval('[lv-offline]', (all) => all.map((each) => (each as HTMLElement).hidden));
  live.isAwake = false;
  await live.lines
    .at(-1)!
    .close({ code: 1006 })
    .catch(() => {});
  await live.state('offline');
  await expect.poll(hidden).toEqual([true, true]);
  live.isAwake = true;
  await expect
    .poll(async () => {
      await pass(1000);
      return hidden();
    })
    .toEqual([true, false]);
});

describe('lv-offline', () => {
  test('disables and hides while there is no connection', async () => {
    await open(
      '<b lv-click="a" lv-offline="disable">a</b><i lv-click="b" lv-offline="hide">b</i><button lv-click="a" lv-offline="disable">a</button><u lv-click="c" lv-offline="queue">c</u>',
      'lv-offline',
    );
    const seen = () =>
      live.page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('[lv-offline]')].map(
          (each) => `${each.inert} ${each.hidden} ${each.matches(':disabled')}`,
        ),
      );
    live.isAwake = false;
    await live.lines
      .at(-1)!
      .close({ code: 1006 })
      .catch(() => {});
    await live.state('offline');
    await expect
      .poll(seen)
      .toEqual(['true false false', 'false true false', 'false false true', 'false false false']);
    await live.clickAll('b', 'i', 'button', 'u');
    live.isAwake = true;
    await expect
      .poll(async () => {
        await pass(1000);
        return live.unread.length;
      })
      .toBe(1);
    expect(await next()).toEqual([1, 'c', null]);
    await answer(1);
    expect(live.unread).toEqual([]);
    await expect.poll(seen).toEqual(Array(4).fill('false false false'));
  });
});
