import type { Browser } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { openWatched, toldBy } from '../../test/hooked-page.js';
import type { LivePage } from '../../test/live-page.js';

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await openWatched(browser, '', {
    prepare: (client) => {
      window.watch(client, 'acme:watch');
      client.hooks.addPlugin(
        'acme:stop',
        ({ hooks }) => hooks.event.tap(({ name }) => (name.startsWith('no-') ? false : undefined)),
        {},
      );
      window.watch(client, 'acme:after');
    },
  });
});
afterAll(() => browser.close());
beforeEach(() => live.page.evaluate(() => (window.told = [])));

/** What the first and the last plugin were told. */
const told = async () => (await toldBy(live, 'event')).map(([, payload]) => payload);
/** The payload of an event of the region that a test shows. */
const twice = (payload: object) => {
  const host = `lv-${live.topic.slice(3)}`;
  return [
    { host, ...payload },
    { host, ...payload },
  ];
};

describe('the hook event', () => {
  test('tells of a click, its name, its payload and its element', async () => {
    await live.show(`<button lv-click='add {"by":2}'>add</button>`);
    await live.page.click('button');
    expect(await live.nextEvent()).toEqual([1, 'add', { by: 2 }]);
    expect(await told()).toEqual(
      twice({ type: 'click', name: 'add', value: { by: 2 }, element: 'button' }),
    );
  });

  test('tells of an event without a payload, and of one from a script, which has no element', async () => {
    await live.show('<button lv-click="add">add</button>');
    await live.page.evaluate(() => {
      document.querySelector('button')!.click();
      void window.client.sendEvent(document.querySelector('button')!, 'count', { all: true });
    });
    await live.nextEvent();
    expect(await told()).toEqual([
      ...twice({ type: 'click', name: 'add', value: null, element: 'button' }),
      ...twice({ type: 'send', name: 'count', value: { all: true } }),
    ]);
  });

  test('tells once of an event that is sent again after a loss', async () => {
    await live.show('<button lv-click="add">add</button>');
    await live.page.click('button');
    await live.nextEvent();
    await live.line.close();
    expect(await live.nextEvent()).toEqual([1, 'add', null]);
    expect(await told()).toHaveLength(2);
  });

  test('tells nothing of a duplicate that is not sent', async () => {
    await live.show('<p lv-click="pick"><label><input type="checkbox"> all</label></p>');
    await live.page.evaluate(async () => {
      const { features } = window.client;
      while (!features.events) await new Promise((resolve) => requestAnimationFrame(resolve));
      document.querySelector('label')!.click();
    });
    await live.nextEvent();
    expect(await told()).toHaveLength(2);
  });

  test('tells nothing of a request of the client itself', async () => {
    await live.show('<!--[0--><b data-s="0">x</b><!--]-->');
    await live.page.$eval('b', (element) => element.remove());
    await live.push({ 0: { 0: 'z' } });
    expect(await live.nextEvent()).toEqual([1, '0', null, 'whole']);
    expect(await told()).toEqual([]);
  });
});

describe('an event that a tap stops', () => {
  const refusal = {
    code: 'stopped',
    reason: 'The plugin acme:stop has stopped it.',
    event: 'no-way',
  };

  test('is not sent, is told to no further tap, and is refused', async () => {
    await live.show('<b lv-click="no-way">no</b><i lv-click="end">end</i>');
    await live.clickAll('b', 'i');
    expect(await live.nextEvent()).toEqual([1, 'end', null]);
    expect((await told()).map(({ name }) => name)).toEqual(['no-way', 'end', 'end']);
    expect(await live.seen('refused')).toEqual([refusal]);
    expect(await live.page.locator('b[aria-busy]').count()).toBe(0);
  });

  test('leaves its box as it was, and a text as it is typed', async () => {
    await live.show(
      '<input name="text" lv-input="no-way" data-s="0" value="A"><input type="checkbox" lv-click="no-way" data-s="1">',
    );
    await live.page.fill('[name=text]', 'B');
    await live.page.locator('[type=checkbox]').click();
    await expect.poll(() => live.seen('refused')).toEqual([refusal, refusal]);
    await expect.poll(() => live.page.isChecked('[type=checkbox]')).toBe(false);
    expect(await live.page.inputValue('[name=text]')).toBe('B');
  });

  test('rejects what a script waits for', async () => {
    await live.show('<p>p</p>');
    const outcome = live.page.evaluate(() =>
      window.client
        .sendEvent(document.querySelector('p')!, 'no-way')
        .catch(({ code, message }) => [code, message]),
    );
    expect(await outcome).toEqual(['stopped', refusal.reason]);
  });
});

describe('the payload of an event that a tap sees', () => {
  const valueOf = async () => (await told())[0].value;

  test('has no password, no secret, and nothing that is typed for a password manager', async () => {
    await live.show(
      `<form lv-submit="login"><input name="user" value="ann"><input name="pass" type="password" value="p">
      <input name="pin" data-secret value="1"><input name="again" autocomplete="section-a New-Password" value="p">
      <input name="cc" autocomplete="cc-csc" value="3"><button name="by" value="key">go</button></form>`,
    );
    await live.page.click('button');
    const [, , sent] = await live.nextEvent();
    expect(sent).toEqual({ user: 'ann', pass: 'p', pin: '1', again: 'p', cc: '3', by: 'key' });
    expect(await valueOf()).toEqual({ user: 'ann', by: 'key' });
  });

  test('has no value of a secret field without a name', async () => {
    await live.show('<input type="password" lv-input="type">');
    await live.page.fill('input', 'p');
    expect(await live.nextEvent()).toEqual([1, 'type', { value: 'p' }, 'input']);
    expect(await valueOf()).toEqual({});
  });

  test('has the keys of other fields, and none of a secret field', async () => {
    await live.show(
      `<form lv-keydown="key"><input name="user"><input type="password" name="pass"></form>`,
      'lv-keydown',
    );
    await live.page.waitForFunction(() => window.client.features.bindings);
    await live.page.press('[name=user]', 'u');
    await live.page.press('[name=pass]', 'p');
    await live.nextEvent();
    await live.answer(1);
    expect(await live.nextEvent()).toEqual([2, 'key', { key: 'p' }, 'keydown']);
    expect((await told()).map(({ value }) => value)).toEqual([{ key: 'u' }, { key: 'u' }, {}, {}]);
  });

  test('is a frozen copy', async () => {
    await live.show('<p>p</p>');
    const frozen = await live.page.evaluate(() => {
      const { hooks, sendEvent } = window.client;
      let seen: unknown[] = [];
      hooks.addPlugin(
        'acme:freeze',
        (api) =>
          api.hooks.event.tap((payload) => {
            const { value } = payload as { value: { list: unknown[] } };
            seen = [payload, value, value.list, value.list[0]].map(Object.isFrozen);
          }),
        {},
      );
      void sendEvent(document.querySelector('p')!, 'look', { list: [{ a: 1 }] });
      return seen;
    });
    expect(frozen).toEqual([true, true, true, true]);
  });
});
