import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readPage } from './tables.ts';

const root = join(import.meta.dirname, '..');
const glossary = await readPage('glossary.md');

/** Words that the glossary avoids and that still occur. Take one out once nothing uses it. */
const notYetHeld = new Set(['to blame', 'slot of a template', 'fresh region']);

const avoided = [...glossary.matchAll(/^_Avoid: ([^]*?)\._$/gm)]
  .flatMap(([, words = '']) => words.split(/,\s+/))
  .filter((word) => !notYetHeld.has(word));

const texts = ['docs', ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => /^(?:docs\/(?!glossary\.)|packages\/[\w-]+\/src\/).*\.(?:tsx?|md)$/.test(file))
  .filter((file) => !/\/(?:node_modules|dist)\//.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

test.each(avoided)('no source and no page of the docs says %s', (word) => {
  const pattern = patternOf(word);
  expect(texts.filter(({ text }) => pattern.test(text)).map(({ file }) => file)).toEqual([]);
});

test('the terms of the glossary are in alphabetical order', () => {
  const terms = [...glossary.matchAll(/^### (.*)$/gm)].map(([, term]) => term);
  expect(terms).toEqual(terms.toSorted());
});

/** Code is looked for as it is written; words in any case, across the lines of a comment, and joined in a name. */
function patternOf(word: string): RegExp {
  const code = /^`(.*)`$/.exec(word)?.[1];
  return code
    ? new RegExp(String.raw`(?<![\w-])${code.replaceAll('.', String.raw`\.`)}(?!\w)`)
    : new RegExp(String.raw`\b${word.replaceAll(' ', String.raw`(?:\s|\*|//)*`)}\b`, 'i');
}
