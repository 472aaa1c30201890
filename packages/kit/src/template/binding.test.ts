import { expect, test } from 'vitest';

import { Binding } from './binding.js';

const save = new Binding('save');

test.each([
  [save, 'save'],
  [new Binding('save', { id: 1 }), 'save {"id":1}'],
  [save.debounce(300), 'save?debounce=300'],
  [save.debounce('blur'), 'save?debounce=blur'],
  [save.throttle(100).queue('latest'), 'save?throttle=100&queue=latest'],
  [save.confirm('Really? & truly'), 'save?confirm=Really%3F%20%26%20truly'],
  [save.confirm('Sure?', 'DELETE'), 'save?confirm=Sure%3F&confirm-text=DELETE'],
  [save.key('Escape', 'ctrl+s'), 'save?key=Escape%20ctrl%2Bs'],
  [save.once().threshold(0.5).margin('1px'), 'save?once=&threshold=0.5&margin=1px'],
  [new Binding('save', [1]).disableWith('Saving…'), 'save?disable-with=Saving%E2%80%A6 [1]'],
])('a binding with options is written as text: %s', (binding, text) => {
  expect(`${binding}`).toBe(text);
});

test('an option leaves the binding that it is added to as it was', () => {
  save.debounce(300);
  expect(`${save}`).toBe('save');
});
