import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

import { decodeEntities } from './entities.js';
import { evaluate } from '../../test/evaluate.js';
import { jsxText, objectKey, quote } from './text.js';

/** The result of Vite's own JSX transform for a text between tags. */
async function viteText(text: string): Promise<unknown> {
  const code = `const Same = ({ children = '' }) => children; export const view = <Same>${text}</Same>;`;
  return (await evaluate(code)).view;
}

test('every named character is the same as in Vite', async () => {
  const table = await readFile(new URL('./entities.ts', import.meta.url), 'utf8');
  const words = [...new Set(table.match(/\b[A-Za-z]+\d*\b/g))].map((word) => `&${word};`);
  expect(decodeEntities(words.join('|'))).toBe(await viteText(words.join('|')));
  expect(words.filter((word) => decodeEntities(word) !== word)).toHaveLength(253);
});

test('numbered characters are decoded, and other text stays', () => {
  expect(decodeEntities('&#65;&#x1F600;&#X41;')).toBe('A😀A');
  const none = '&#xffffffff; &#; &; &a b; &nbsp &Nbsp; &constructor;';
  expect(decodeEntities(none)).toBe(none);
});

test.each([
  'a',
  ' a ',
  '\n a \n',
  'a\n\n  b\t\n c ',
  'a\r\nb',
  ' \n ',
  '\n&nbsp;\n&#32;\n',
  'a  b',
])('the text %j is joined as Vite joins it', async (text) =>
  expect(jsxText(text)).toBe(await viteText(text)),
);

test.each(['', `a 'b' "c" \\ \\' \n \u2028 </script>`, '\\"'])('%j is quoted', (text) => {
  expect(new Function(`return ${quote(text)}`)()).toBe(text);
});

test('names are keys, quoted if necessary', () => {
  expect(['a', 'a-b', 'xml:lang', '1'].map(objectKey)).toEqual(['a', `'a-b'`, `'xml:lang'`, `'1'`]);
});
