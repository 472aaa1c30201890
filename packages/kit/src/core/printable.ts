/** Controls, format characters (bidi, zero width), separators of lines and halves of surrogate pairs: they are invisible, and terminals obey some. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const hiddenInLine = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const hiddenInQuotes = /["\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * A text on one line that is safe to show anywhere: invisible characters are written as JSON would escape them, and a longer text
 * than `max` characters is cut, with the number of those left out.
 */
export const printable = (text: string, max: number): string => encode(text, max, hidden);

/** The same as several lines, of which every one but the first is indented: none can pose as a line of its own. */
export const printableLines = (text: string, max: number): string =>
  encode(text.replaceAll('\r\n', '\n'), max, hiddenInLine).replaceAll(/\n(?! )/g, '\n    ');

/** The same on one line between quotes, so that it is plain where it ends. */
export const quoted = (text: string, max: number): string =>
  `"${encode(text, max, hiddenInQuotes)}"`;

function encode(text: string, max: number, special: RegExp): string {
  if (text.length <= max && !special.test(text)) return text;
  let shown = '';
  let read = 0;
  for (const character of text) {
    const next = special.test(character) ? escaped(character) : character;
    if (shown.length + next.length > max) return `${shown}… (${text.length - read} more)`;
    shown += next;
    read += character.length;
  }
  return shown;
}

const short: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
  '"': String.raw`\"`,
  '\\': '\\\\',
};

const escaped = (character: string): string => short[character] ?? units(character);

/** Every unit of UTF-16 by its number. */
const units = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
