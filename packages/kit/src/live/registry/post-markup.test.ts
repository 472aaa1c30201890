import { describe, expect, test } from 'vitest';

import { withPosts } from './post-markup.js';

const posts = (html: string) => withPosts(html, 'r', (copies) => `T${copies}`);
const hidden =
  '<form id="lv-r-post" method="post" hidden=""><input type="hidden" name="_skerry" value="T1"></form>';

test.each([
  [
    '<button lv-click="add">+</button>',
    '<button lv-click="add" type="submit" form="lv-r-post" name="_skerry:add">+</button>',
  ],
  [
    '<button type="button" class="a" lv-click="add {&quot;by&quot;:1}" name="n" value="7">+</button>',
    '<button class="a" lv-click="add {&quot;by&quot;:1}" value="7" type="submit" form="lv-r-post" name="_skerry:add {&quot;by&quot;:1}">+</button>',
  ],
  [
    '<input type="button" lv-click="a" value="b">',
    '<input lv-click="a" value="b" type="submit" form="lv-r-post" name="_skerry:a {&quot;value&quot;:&quot;b&quot;}">',
  ],
  [
    '<b title="a > b" ><button title="a > b" lv-click="a">x</button></b>',
    '<b title="a > b" ><button title="a > b" lv-click="a" type="submit" form="lv-r-post" name="_skerry:a">x</button></b>',
  ],
])('a button posts its event: %s', (html, expected) => {
  expect(posts(html)).toEqual({ html: expected, forms: hidden });
});

test.each([
  '<a href="/" lv-click="add">+</a>',
  '<input type="checkbox" lv-click="add">',
  '<button type="reset" lv-click="add">+</button>',
  '<p>say <code>&lt;button lv-click="add"></code></p>',
  '<form lv-click="add"></form>',
  '<div lv-submit="save"></div>',
  '<form lv-submit="save" action="/find"></form>',
  '<form lv-submit="save" method="get"></form>',
  '<skerry-live id="lv-x"><button lv-click="a" type="submit" form="lv-x-post" name="_skerry:a">x</button><form lv-submit="b" id="lv-x-f0" method="post" data-post=""></form></skerry-live>',
])('what cannot post, or posts already, is left alone: %s', (html) => {
  expect(posts(html)).toEqual({ html, forms: '' });
});

test('a form posts its event with its fields', () => {
  expect(
    posts(
      '<form class="a" lv-submit="save"><input name="q"></form><form id="own" method="post" lv-submit="b"></form>',
    ),
  ).toEqual({
    html: '<form class="a" lv-submit="save" id="lv-r-f0" method="post" data-post=""><input name="q"></form><form id="own" method="post" lv-submit="b" data-post=""></form>',
    forms:
      '<input type="hidden" name="_skerry" value="T2" form="lv-r-f0"><input type="hidden" name="_skerry-form:save" value="" form="lv-r-f0">' +
      '<input type="hidden" name="_skerry" value="T2" form="own"><input type="hidden" name="_skerry-form:b" value="" form="own">',
  });
});

describe('the payload that a button posts', () => {
  const payloadOf = (attributes: string, tag = 'button') => {
    const [, name = ''] = / name="([^"]*)"/.exec(posts(`<${tag} ${attributes}>`).html) ?? [];
    return name.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  };

  test.each([
    ['none', 'lv-click="a"', '_skerry:a'],
    ['its value', 'lv-click="a" value=""', '_skerry:a {"value":""}'],
    [
      'its members',
      'lv-value-id="7" lv-click="a?once=" lv-value-B2="x"',
      '_skerry:a?once= {"id":"7","b2":"x"}',
    ],
    [
      'members beside its value',
      'lv-click="a" value="v" lv-value-id="7" lv-value-value="w"',
      '_skerry:a {"id":"7","value":"v"}',
    ],
    [
      'members beside its payload',
      'lv-click="a {&quot;id&quot;:1}" value="v" lv-value-id="7" lv-value-n="8"',
      '_skerry:a {"id":1,"n":"8"}',
    ],
    ['members beside null', 'lv-click="a null" lv-value-id="7"', '_skerry:a {"id":"7"}'],
    ['a payload that has no members', 'lv-click="a 5" lv-value-id="7" value="v"', '_skerry:a 5'],
    ['a payload that is not readable', 'lv-click="a {" lv-value-id="7"', '_skerry:a {'],
    [
      'what another attribute says of them',
      'title="lv-value-id= value=" lv-click="a"',
      '_skerry:a',
    ],
    [
      'members of any text',
      'lv-click="a" lv-value-id="&lt;&amp;quot;&quot;&#13;"',
      String.raw`_skerry:a {"id":"<&quot;\"\r"}`.replaceAll('<', '&lt;'),
    ],
  ])('is %s', (_, attributes, name) => {
    expect(payloadOf(attributes)).toBe(name);
  });

  test('of an image is the same', () => {
    const image = 'type="image" lv-click="a" value="v" lv-value-id="7"';
    expect(payloadOf(image, 'input')).toBe('_skerry:a {"id":"7","value":"v"}');
  });
});

test('the members of a form are in a field of their own', () => {
  const { forms } = posts('<form lv-submit="save {&quot;b&quot;:1}" lv-value-id="a&quot;"></form>');
  expect(forms).toContain(
    '<input type="hidden" name="_skerry-form:save {&quot;b&quot;:1}" value="{&quot;id&quot;:&quot;a\\&quot;&quot;}" form="lv-r-f0">',
  );
});
