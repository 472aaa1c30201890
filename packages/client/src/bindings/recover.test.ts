import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { type LiveOptions, LivePage } from '../../test/live-page.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const row = (number: number, more = '') =>
  `<input name="stops[${number}].port"${more}><button name="_list" value="remove stops[${number}]">x</button>`;
const form = (rows: string) =>
  `<form lv-form lv-submit="save {&quot;_key&quot;:7}" lv-confirm="Sure?"><input type="hidden" name="querySelectorAll" value="h">${rows}</form>`;

const open = async (isNew: boolean) => {
  const html = form(row(0) + row(1, ' aria-invalid="true"'));
  const tree = { s: [901, form(row(0))], d: [] };
  const live = await LivePage.open(browser, '', {
    body: `<skerry-live id="lv-a" data-token="t" data-uses="lv-form lv-confirm">${html}<!--lv:a--></skerry-live>`,
    answerJoin: (_, count) => (count > 1 && isNew ? [tree, 0] : [{}, 0]),
  });
  await live.state('live');
  await live.page.fill('[name="stops[1].port"]', 'Oslo');
  await live.line.close();
  await expect.poll(() => live.joins.length).toBe(2);
  await live.state('live');
  return live;
};

test('a region that is mounted again is told the rows of a form, and which fields showed errors', async () => {
  const live = await open(true);
  expect((await live.next()).slice(1)).toEqual([
    1,
    'save',
    {
      querySelectorAll: 'h',
      'stops[0].port': '',
      'stops[1].port': 'Oslo',
      _list: '',
      _target: ['stops[1].port'],
      _key: 7,
    },
    'submit',
  ]);
  expect(live.unread).toEqual([]);
  await live.close();
});

test('a region that goes on is told nothing', async () => {
  const live = await open(false);
  await live.push({});
  expect(live.unread).toEqual([]);
  await live.close();
});

test('a region that is mounted for the first time is told nothing', async () => {
  const html = form(row(0));
  const live = await LivePage.open(browser, '', {
    body: `<skerry-live id="lv-a" data-token="t" data-uses="lv-form lv-confirm">${html}<!--lv:a--></skerry-live>`,
    answerJoin: () => [{ s: [901, html], d: [] }, 0],
  });
  await live.state('live');
  await live.push({});
  expect(live.unread).toEqual([]);
  await live.close();
});

test.each([
  ['The page is of another build.', [1, 'save', { 'stops[0].port': '', 'stops[1].port': 'Oslo' }]],
  ['The page was made for another session.', undefined],
])('a page that is loaded again since %s', async (reason, told) => {
  const secret =
    '<input name="pin" data-secret value="s"><input type="password" name="word" value="s">';
  const html = form(row(0) + row(1, ' value="Oslo"') + secret);
  const live = await LivePage.open(browser, '', {
    body: `<skerry-live id="lv-a" data-token="t" data-uses="lv-form lv-confirm">${html}<!--lv:a--></skerry-live>`,
    answerJoin: (_, count) => (count === 1 ? [null, { code: 'stale', reason }] : [{}, 0]),
  });
  await expect.poll(() => live.joins.length).toBe(2);
  await live.state('live');
  if (told) {
    const [, seq, event, value] = await live.next();
    expect([seq, event]).toEqual(told.slice(0, 2));
    expect(value).toMatchObject({ ...(told[2] as object), _list: '', _key: 7 });
    expect(value).not.toHaveProperty('pin');
    expect(value).not.toHaveProperty('word');
  }
  await live.push({});
  expect(live.unread).toEqual([]);
  await live.close();
});

/** The fields of a build, and those of the next one, which has some in another order, and others in place of some. */
const builds = [
  '<input name="title"><textarea name="body"></textarea><input name="pin" data-secret>' +
    '<input type="radio" name="size" value="s" checked><input type="radio" name="size" value="l">' +
    '<input type="checkbox" name="urgent"><select name="ports" multiple><option>Oslo<option>Bergen<option>Turku</select>' +
    '<select name="class"><option>first<option>second</select><input name="crew">',
  '<textarea name="body"></textarea><input name="title"><input name="pin" data-secret>' +
    '<input type="radio" name="size" value="l"><input type="radio" name="size" value="s" checked>' +
    '<input type="checkbox" name="urgent"><select name="ports" multiple><option>Turku<option>Bergen<option>Oslo</select>' +
    '<input name="class"><select name="crew"><option>one<option>two</select>',
];

test.each([
  [
    'the same fields',
    builds[0]!,
    [
      'title=Ice in the harbour',
      'body=since dawn',
      'pin=',
      'size=l',
      'urgent=on',
      'ports=Oslo',
      'ports=Bergen',
      'class=second',
      'crew=Ann',
    ],
  ],
  [
    'others',
    builds[1]!,
    [
      'body=since dawn',
      'title=Ice in the harbour',
      'pin=',
      'size=l',
      'urgent=on',
      'ports=Bergen',
      'ports=Oslo',
      'class=second',
      'crew=one',
    ],
  ],
])(
  'a page of another build that has %s is loaded again with what was in forms',
  async (_, next, expected) => {
    const hostOf = (fields: string) =>
      `<skerry-live id="lv-a" data-token="t" data-uses="lv-form"><form lv-form lv-submit="save" lv-input="check">${fields}</form><!--lv:a--></skerry-live>`;
    let isStale = true;
    const options: LiveOptions = {
      body: hostOf(builds[0]!),
      answerJoin: (_, count) =>
        isStale && count > 1
          ? [null, { code: 'stale', reason: 'The page is of another build.' }]
          : [{}, 0],
    };
    const live = await LivePage.open(browser, '', options);
    await live.state('live');
    const { page } = live;
    await page.fill('[name=title]', 'Ice in the harbour');
    await page.fill('[name=body]', 'since dawn');
    await page.fill('[name=pin]', '1234');
    await page.fill('[name=crew]', 'Ann');
    await page.check('[value=l]');
    await page.check('[name=urgent]');
    await page.selectOption('[name=ports]', ['Oslo', 'Bergen']);
    await page.selectOption('[name=class]', 'second');
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    options.body = hostOf(next);
    const loaded = page.waitForEvent('load');
    await live.line.close();
    await expect.poll(() => live.joins.length).toBe(2);
    isStale = false;
    await loaded;
    const values = () =>
      page.$eval('form', (form: HTMLFormElement) =>
        Array.from(new FormData(form), ([name, value]) => `${name}=${value}`),
      );
    await expect.poll(values).toEqual(expected);
    expect(await page.evaluate(() => 'skerryForms' in sessionStorage)).toBe(false);
    expect(problems).toEqual([]);
    await live.close();
  },
);
