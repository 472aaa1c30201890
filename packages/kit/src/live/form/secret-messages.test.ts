import { describe, expect, test } from 'vitest';

import { withoutSecrets } from './secret-messages.js';

const shown = (message: string, ...texts: string[]) =>
  withoutSecrets([{ message }], { pin: texts })[0]?.message;

describe('a message is kept', () => {
  test.each([
    ['Too short.', 's'],
    ['Too short.', 't'],
    ['Too short.', ''],
    ['Too short.', '  '],
    ['At least 12 characters.', '1'],
    ['Not 47112.', '12'],
    ['Passwords differ.', 'correct horse'],
  ])('that does not quote the secret: %s %s', (message, text) => {
    expect(shown(message, text)).toBe(message);
  });
});

describe('a message is replaced', () => {
  test.each([
    ['as it was entered', 'Not hunter2.', 'hunter2'],
    ['within a word', 'NOTHUNTER2IS', 'hunter2'],
    ['trimmed', 'Not hunter2.', '  hunter2 '],
    ['in another case', 'Not HUNTER2.', 'Hunter2'],
    ['in a Unicode form', 'Not caf\u00e9.', 'cafe\u0301'],
    ['without its separators', 'Not 4111111111111111.', '4111 1111-1111 1111'],
    ['with other separators', 'Not 4111.1111.1111.', '411111111111'],
    ['as a string with escapes', String.raw`Not "hun\"ter\"2".`, 'hun"ter"2'],
    ['as a number', 'was 4711', '004711'],
    ['as another number', 'was 1500', '1.5e3'],
    ['as a short number', 'was 7', '007'],
    ['of three letters', 'Not abcd.', 'abc'],
    ['of one letter', 'Not "x".', 'X'],
    ['of two letters', 'Not ab.', 'ab '],
    ['of signs', 'Not !?.', '!?'],
  ])('that quotes the secret %s', (_, message, text) => {
    expect(shown(message, 'other', text)).toBe('Not valid.');
  });
});

test('a message that is no text is one', () => {
  const message = 4711 as unknown as string;
  expect(withoutSecrets([{ message }], { pin: '4711' })).toEqual([{ message: 'Not valid.' }]);
});
