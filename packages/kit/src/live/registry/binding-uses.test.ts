import { expect, test } from 'vitest';

import { bindingUses } from './binding-uses.js';

test.each([
  ['', ''],
  ['<p>lv-keydown is text</p>', ''],
  ['<button lv-click="add {&quot;by&quot;:1}">+</button>', ''],
  ['<form lv-submit="save" lv-ignore=""><input lv-input="check"></form>', ''],
  ['<input lv-keydown="move" lv-key="ArrowUp"><input lv-keydown="move">', 'lv-keydown lv-key'],
  ['<input lv-input="search?debounce=300&amp;queue=latest">', 'lv-debounce lv-queue'],
  ['<button lv-click="go {&quot;to&quot;:&quot;?a=b&quot;}">+</button>', ''],
  ['<i lv-value-id="5" lv-click="pick?once">', 'lv-value-id lv-once'],
  [
    '<i lv-value-n1="5" lv-value-userId="6" lv-value-a.b_c="7" lv-value-größe="8">',
    'lv-value-n1 lv-value-userId lv-value-a.b_c lv-value-größe',
  ],
])('the bindings of %s need %s', (html, uses) => {
  expect(bindingUses(html)).toBe(uses);
});
