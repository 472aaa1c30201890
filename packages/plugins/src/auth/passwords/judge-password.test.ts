import { describe, expect, test } from 'vitest';

import { commonPasswords } from './common-passwords.js';
import { judgePassword } from './judge-password.js';

describe('a new password', () => {
  test.each([
    ['of seven characters', 'zorbqex', 'too-short'],
    ['of eight characters', 'zorbqexa', undefined],
    ['of 64 characters', 'zq'.repeat(32), undefined],
    ['of 1,024 characters', 'zq'.repeat(512), undefined],
    ['of 1,025 characters', `${'zq'.repeat(512)}x`, 'too-long'],
    ['of eight emoji', '⚓🚢🐳🌊🧭⛵🐙🦀', undefined],
    ['of seven emoji', '⚓🚢🐳🌊🧭⛵🐙', 'too-short'],
    ['of spaces and words', 'the tide comes in', undefined],
    ['of one kind of character', 'wobblingsextant', undefined],
    ['of digits that few use', '8302749162', undefined],
    ['that many use', 'password', 'common'],
    ['that many use, in other letters', 'PassWord1', 'common'],
    ['that many use, in wide letters', 'ｐａｓｓｗｏｒｄ', 'common'],
  ])('%s', (_, password, fault) => {
    expect(judgePassword(password)).toBe(fault);
  });

  test('may need more characters', () => {
    expect(judgePassword('zorbqexa', { minLength: 15 })).toBe('too-short');
  });

  test.each([
    ['harbourmaster', 'contextual'],
    ['Harbour2026', 'contextual'],
    ['harbour-harbour', 'contextual'],
    ['ann.bonny1', 'contextual'],
    ['Bonny-Bonny-7', 'contextual'],
    ['a harbour full of otters', undefined],
    ['wobbling sextant', undefined],
  ])('%j with the words of the app and of the user', (password, fault) => {
    const words = ['Harbour', 'Harbourmaster Inc.'];
    expect(judgePassword(password, { words }, ['ann.bonny@sea.example'])).toBe(fault);
  });

  test('is not judged by short words, which are in every other one', () => {
    expect(judgePassword('channels', { words: ['ann', 'sea'] })).toBeUndefined();
  });
});

test('the list of the commonest passwords has 3,000 that the rule of length lets pass', () => {
  expect(commonPasswords.size).toBe(3000);
  expect([...commonPasswords].filter((each) => [...each].length < 8)).toEqual([]);
  expect(
    [...commonPasswords].filter((each) => each !== each.normalize('NFKC').toLowerCase()),
  ).toEqual([]);
  for (const each of ['12345678', 'jennifer', 'qwertyuiop', 'welcome1', 'iloveyou'])
    expect(commonPasswords).toContain(each);
});
