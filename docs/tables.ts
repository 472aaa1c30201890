import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Reads a page of the docs. */
export const readPage = (page: string): Promise<string> =>
  readFile(join(import.meta.dirname, page), 'utf8');

/** The rows of all tables of a page whose first heading this is. */
export function rowsUnder(markdown: string, heading: string): string[][] {
  const tables = markdown.match(new RegExp(`^\\| ${heading} .*(?:\\n\\|.*)+`, 'gm')) ?? [];
  return tables.flatMap((table) => table.split('\n').slice(2).map(cellsOf));
}

const cellsOf = (row: string): string[] =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The words of a text that are marked as code. */
export const codesIn = (text: string): string[] =>
  [...text.matchAll(/`(\w+)`/g)].map(([, code]) => code as string);

/** The file that a short name in the docs is short for, from the root of the repository. */
export const fileOf = (name: string): string =>
  name.replace(/^(wire|kit|client|islands|vite-plugin|plugins)\//, 'packages/$1/src/');

/** The titles of the tests in the code of a file, as they are written; what a template fills in is left open. */
export function titlesIn(code: string): string[] {
  const calls = /\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"([^"\n]*)"|`([^`]*)`),/g;
  return [...code.matchAll(calls)].map(
    ([, single, double, template = '']) =>
      single ?? double ?? template.replaceAll(/\$\{[^}]*\}/g, '…'),
  );
}
