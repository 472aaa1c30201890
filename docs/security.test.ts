import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { createTestApp } from '@skerry/kit/testing';
import { describe, expect, test } from 'vitest';

import { attacks } from '../test/attacks.ts';
import { codesIn, fileOf, readPage, rowsUnder, titlesIn } from './tables.ts';

const page = await readPage('security.md');
const inRoot = (name: string): string => join(import.meta.dirname, '..', fileOf(name));
const { limits } = createTestApp({ routes: {}, views: {} }).config;

test('every test that the page names is there', () => {
  const files = [...page.matchAll(/`([\w./-]+\.test\.tsx?)`/g)].map(([, name]) => name as string);
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((name) => !existsSync(inRoot(name)))).toEqual([]);
});

test('every promise names a test', () => {
  const promises = rowsUnder(page, 'promise');
  expect(promises.length).toBeGreaterThan(0);
  expect(promises.filter(([, held = '']) => !/\.test\.tsx?`/.test(held))).toEqual([]);
});

test('the states of a connection have the limits of the edge', () => {
  const named = rowsUnder(page, 'a connection that …').flatMap(([, limit = '']) => codesIn(limit));
  expect(named.filter((limit) => !isLimit(limit))).toEqual([]);
  const edge = readFileSync(inRoot('kit/node/edge.ts'), 'utf8').replaceAll(/^ \* /gm, '');
  const states = rowsUnder(edge, 'a connection that …').flatMap((cells) => codesIn(cells.join()));
  expect(states.length).toBeGreaterThan(0);
  expect(named).toEqual(expect.arrayContaining(states.filter(isLimit)));
});

const isLimit = (name: string): boolean => name in limits;

test('the options are those of an app', () => {
  const names = rowsUnder(page, 'option').map(([name = '']) => codesIn(name)[0]);
  expect(names.sort()).toEqual(knownOptions().sort());
});

/** The options that an app has, as it tells whoever sets another. */
function knownOptions(): string[] {
  try {
    createTestApp({ routes: {}, views: {}, config: { other: true } as object });
  } catch (error) {
    return /it knows (.*)\./.exec((error as Error).message)?.[1]?.split(', ') ?? [];
  }
  return [];
}

describe('a lesson of another system', () => {
  const lessons = rowsUnder(page, 'lesson').map(
    ([lesson = '', , met = '', held = '']) => [lesson, met, held] as const,
  );

  test.each(lessons)('is held by the tests that it names: %s', (_, met, held) => {
    const named = [...held.matchAll(/`([\w./-]+)` “([^”]+)”/g)];
    if (met.startsWith('n/a')) return expect(held).toBe('');
    expect(named.length).toBeGreaterThan(0);
    for (const [, file = '', title = ''] of named) expect(titlesOf(file), file).toContain(title);
  });
});

/** The titles of the tests in a file. A test of `test/edge.test.ts` is made of each attack. */
const titlesOf = (file: string): string[] =>
  file === 'test/attacks.ts' ? Object.keys(attacks) : titlesIn(readFileSync(inRoot(file), 'utf8'));
