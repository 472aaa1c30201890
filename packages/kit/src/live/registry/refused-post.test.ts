import { describe, expect, test } from 'vitest';

import { type PostedFields, withRefusal } from './refused-post.js';

const refused = (html: string, fields: PostedFields) =>
  withRefusal(html, { form: { binding: 'save', fields }, message: '!' });
const inForm = (content: string, fields: PostedFields) =>
  refused(`<form lv-submit="save">${content}</form>`, fields).slice(
    '<form lv-submit="save">!'.length,
    -'</form>'.length,
  );

describe('a field shows again what was sent:', () => {
  test.each([
    [
      'a text',
      '<input name="q" value="old">',
      { q: 'a "b" <c>' },
      '<input name="q" value="a &quot;b&quot; &lt;c&gt;">',
    ],
    ['an empty text', '<input name="q" value="old"/>', { q: '' }, '<input name="q" value=""/>'],
    [
      'a number',
      '<input type="number" name="n" title=">">',
      { n: '7' },
      '<input type="number" name="n" title=">" value="7">',
    ],
    [
      'several of one name',
      '<input name="q"><input name="q" type="hidden" value="k"><input name="q">',
      { q: ['a', 'k', 'b'] },
      '<input name="q" value="a"><input name="q" type="hidden" value="k"><input name="q" value="b">',
    ],
    [
      'boxes',
      '<input type="checkbox" name="b" checked=""><input type="checkbox" name="c" value="1"><input type="checkbox" name="c" value="2" checked="">',
      { c: '1' },
      '<input type="checkbox" name="b"><input type="checkbox" name="c" value="1" checked=""><input type="checkbox" name="c" value="2">',
    ],
    [
      'radio buttons',
      '<input type="radio" name="r" value="a" checked=""><input type="radio" name="r" value="b">',
      { r: 'b' },
      '<input type="radio" name="r" value="a"><input type="radio" name="r" value="b" checked="">',
    ],
    [
      'long texts',
      '<textarea name="t" rows="2">old &lt;input name="t"></textarea><input name="q">',
      { t: '</textarea>\nx', q: 'y' },
      '<textarea name="t" rows="2">\n&lt;/textarea&gt;\nx</textarea><input name="q" value="y">',
    ],
    [
      'a choice',
      '<select name="s"><option value="" selected="">none</option><option> b &amp; c </option></select>',
      { s: 'b & c' },
      '<select name="s"><option value="">none</option><option selected=""> b &amp; c </option></select>',
    ],
    [
      'several choices, or none',
      '<select name="s" multiple=""><option value="a" selected="">A</option></select>',
      {},
      '<select name="s" multiple=""><option value="a">A</option></select>',
    ],
  ] satisfies [string, string, PostedFields, string][])('%s', (_, html, fields, expected) => {
    expect(inForm(html, fields)).toBe(expected);
  });
});

describe('a field is left alone:', () => {
  const fields = { q: 'x', s: 'x', toString: 'x' };
  test.each([
    [
      'a secret',
      '<input type="password" name="q"><input name="s" autocomplete="section-a cc-number">',
    ],
    [
      'a hidden field, a file and a button',
      '<input type="hidden" name="q" value="x"><input type="file" name="s"><input type="submit" name="q" value="Go"><button name="q" value="1">b</button>',
    ],
    ['one that is disabled', '<input name="q" disabled="">'],
    [
      'one in a disabled fieldset',
      '<fieldset disabled=""><fieldset><input type="checkbox" name="b" checked=""></fieldset><input name="q"></fieldset>',
    ],
    [
      'one without a name, and one that sent nothing',
      '<input value="a"><input name="other" value="b"><textarea name="constructor">c</textarea>',
    ],
    [
      'a select of one that sent nothing',
      '<select name="other"><option selected="">a</option></select>',
    ],
    ['one of another form', '<input name="q" form="other">'],
  ])('%s', (_, html) => {
    expect(inForm(html, fields)).toBe(html);
  });
});

describe('the message and the values go', () => {
  const message = (html: string, fields: PostedFields = { q: 'x' }) => refused(html, fields);

  test('to the form with the binding, and its fields outside of it', () => {
    const other = '<form lv-submit="other"><input name="q"></form>';
    const inside = '<form lv-submit="save" data-post=""><input name="q"></form>';
    expect(
      message(`<input name="q" form="f">${other}${inside}<form id="f" lv-submit="save"></form>`),
    ).toBe(
      `<input name="q" form="f" value="x">${other}${inside}<form id="f" lv-submit="save">!</form>`,
    );
  });

  test('of several with one binding to the one whose hidden fields were sent', () => {
    const form = (id: string, more = '') =>
      `<form lv-submit="save">${more}<input type="hidden" name="id" value="${id}"></form>`;
    expect(message(form('1') + form('2'), { id: '2' })).toBe(form('1') + form('2', '!'));
  });

  test('nowhere if there is no such form: the message is at the top', () => {
    const html = '<form lv-submit="other"><input name="q"></form>';
    expect(message(html)).toBe(`!${html}`);
    expect(withRefusal(html, { message: '!' })).toBe(`!${html}`);
  });
});
