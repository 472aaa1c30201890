import { describe, expect, test } from 'vitest';

import { printable, printableLines, quoted } from './printable.js';

const unseen: [name: string, text: string, shown: string][] = [
  ['line breaks', 'a\r\nb\tc', String.raw`a\r\nb\tc`],
  ['an escape sequence', '\u001b[2Ja', String.raw`\u001b[2Ja`],
  ['other controls', '\0\b\u007f', String.raw`\u0000\u0008\u007f`],
  ['C1 controls', '\u009b2J\u0085', String.raw`\u009b2J\u0085`],
  ['marks that reorder', '\u202ea\u202c\u2066b\u2069', String.raw`\u202ea\u202c\u2066b\u2069`],
  ['marks of direction', '\u200e\u200f\u061c', String.raw`\u200e\u200f\u061c`],
  ['separators of lines', 'a\u2028b\u2029c', String.raw`a\u2028b\u2029c`],
  ['zero width', 'a\u200b\u200c\u200d\u2060\ufeffb', String.raw`a\u200b\u200c\u200d\u2060\ufeffb`],
  ['a soft hyphen', 'a\u00adb', String.raw`a\u00adb`],
  ['halves of pairs', 'a\ud800b\udc00', String.raw`a\ud800b\udc00`],
  ['tags beyond the first plane', '\u{e0041}', String.raw`\udb40\udc41`],
];

describe('a printable text', () => {
  test.each(unseen)('shows %s', (_name, text, shown) => {
    expect(printable(text, 100)).toBe(shown);
    expect(quoted(text, 100)).toBe(`"${shown}"`);
  });

  test.each(['', 'Ærø, Łódź, 東京, שלום', '🏝 🇳🇴', 'a "b" \\ c', '%s %o %d'])('keeps %j', (text) => {
    expect(printable(text, 100)).toBe(text);
  });

  test('is cut, with the number of characters left out', () => {
    expect(printable('x'.repeat(60_000), 10)).toBe('xxxxxxxxxx… (59990 more)');
    expect(printable('x'.repeat(10), 10)).toBe('xxxxxxxxxx');
  });

  test('is cut neither within an escape nor within a pair', () => {
    expect(printable('abc\u001bd', 8)).toBe('abc… (2 more)');
    expect(printable('abc🏝d', 4)).toBe('abc… (3 more)');
  });

  test('between quotes says where it ends', () => {
    expect(quoted('a" and \\', 100)).toBe(String.raw`"a\" and \\"`);
    expect(quoted('x'.repeat(12), 10)).toBe('"xxxxxxxxxx… (2 more)"');
  });

  test('between quotes is JSON unless it is cut', () => {
    for (const [, text] of unseen) expect(JSON.parse(quoted(text, 100))).toBe(text);
  });
});

describe('printable lines', () => {
  test('are indented from the second on, unless they are already', () => {
    expect(printableLines('a\nb\r\nc\n    at d', 100)).toBe('a\n    b\n    c\n    at d');
  });

  test('show other invisible characters, and are cut', () => {
    expect(printableLines('a\rb\u2028c\u001b', 100)).toBe(String.raw`a\rb\u2028c\u001b`);
    expect(printableLines('a\nbcd', 3)).toBe('a\n    b… (2 more)');
  });

  test('are read in one pass, however many there are', () => {
    expect(printableLines('\n'.repeat(1_000_000), 3)).toBe('\n    \n    \n    … (999997 more)');
  });
});
