import { expect, test } from 'vitest';

import { Templates } from './template.js';

/** The templates in an update that are not known afterwards. */
function unknown(update: object): string[] {
  new Templates().learn(update);
  return JSON.stringify(update).match(/"s":\[[^\]]*\]/g) ?? [];
}

const row = () => ({ s: [1, '<li></li>'] });

test.each(['', 'e', 'i', 'p', 's', 'd', 'l', 'r', 'x', 'constructor'])(
  'templates are learned in a row, and in a slot, with the name %j',
  (name) => {
    expect(unknown({ 0: { p: { [name]: row() } } })).toEqual([]);
    expect(unknown({ 0: { p: { [name]: { 0: { p: { [name]: row() } } } } } })).toEqual([]);
    expect(unknown({ 0: { i: { x: { [name]: row() } } } })).toEqual([]);
    expect(unknown({ 0: { i: { x: { [name]: { 0: { p: { [name]: row() } } } } } } })).toEqual([]);
  },
);

test('values of the app that look like templates are left alone', () => {
  const own = { s: [1, 'no markup'] };
  const update = {
    0: { i: { a: {}, h: '', p: { own, '': own } } },
    1: { i: { p: { own: [own] } } },
    e: [['tide', own]],
  };
  const before = structuredClone(update);
  new Templates().learn(update);
  expect(update).toEqual(before);
});
