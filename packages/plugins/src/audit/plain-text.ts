/** Controls, format characters (bidi, zero width), separators of lines and halves of surrogate pairs. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A text that is safe in a file, a terminal and a table: characters that are invisible or that a terminal obeys are written by
 * number (`\u001b`), and what is longer than `max` characters is cut, with the number of those left out (OWASP ASVS 5, 16.4.1).
 */
export function plainText(text: string, max: number): string {
  const kept = text.length > max ? text.slice(0, max) : text;
  const shown = kept.replaceAll(hidden, escaped);
  return text.length > max ? `${shown}… (${text.length - max} more)` : shown;
}

const escaped = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** Makes a test for names of fields: their case, spaces, marks and invisible characters do not count (`API-Key` is `apiKey`). */
export function namesMatcher(
  names: Iterable<string>,
  parts: readonly string[] = [],
): (name: string) => boolean {
  const exact = new Set([...names].map(folded));
  return (name) => {
    const plain = folded(name);
    return exact.has(plain) || parts.some((part) => plain.includes(part));
  };
}

const folded = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/[\p{P}\p{Z}\p{S}\p{C}]/gu, '')
    .toLowerCase();
