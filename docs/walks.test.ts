import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { fileOf, readPage, rowsUnder } from './tables.ts';

interface Stop {
  readonly names: readonly string[];
  readonly file: string;
  readonly text: string;
}

/** The walk of an event in the architecture page; a method counts by its own name. */
const walk: readonly Stop[] = rowsUnder(eventPart(await readPage('architecture.md')), 'stop').map(
  ([stop = '', file = '']) => {
    const path = fileOf(file.replaceAll('`', ''));
    const names = [...stop.matchAll(/`(?:\w+\.)?(#?\w+)`/g)].map(([, name = '']) => name);
    return { names, file: path, text: readFileSync(join(import.meta.dirname, '..', path), 'utf8') };
  },
);

function eventPart(page: string): string {
  const [, part = ''] = page.split('An **event** goes through');
  return part.split('\n\n').slice(1, 2).join('');
}

test('an event makes at most 10 stops in at most 7 files', () => {
  expect(walk.length).toBeGreaterThan(0);
  expect(walk.length).toBeLessThanOrEqual(10);
  expect(new Set(walk.map(({ file }) => file)).size).toBeLessThanOrEqual(7);
});

test('each stop of an event is in its file', () => {
  const missing = walk.flatMap(({ names, file, text }) =>
    names.filter((name) => !declares(text, name)).map((name) => `${file}: ${name}`),
  );
  expect(missing).toEqual([]);
});

test('a file of an earlier stop calls each stop of an event', () => {
  const calls = walk.slice(1).map(({ names: [name = ''] }, i) => ({
    name,
    called: walk.slice(0, i + 1).some(({ text }) => isCalled(text, name)),
  }));
  expect(calls.filter(({ called }) => !called)).toEqual([]);
});

const declares = (text: string, name: string): boolean =>
  new RegExp(String.raw`^(?:  |export function |function )${name}(?:<.*>)?\(`, 'm').test(text);

const isCalled = (text: string, name: string): boolean =>
  new RegExp(String.raw`[\s(.]${name}\(`).test(text.replaceAll(/^ {2}#?\w+\(/gm, ''));
