import { expect, test } from 'vitest';

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
    '<input lv-click="a" value="b" type="submit" form="lv-r-post" name="_skerry:a">',
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
      '<input type="hidden" name="_skerry" value="T2" form="lv-r-f0"><input type="hidden" name="_skerry:save" value="" form="lv-r-f0">' +
      '<input type="hidden" name="_skerry" value="T2" form="own"><input type="hidden" name="_skerry:b" value="" form="own">',
  });
});
