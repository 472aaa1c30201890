import { describe, expect, test } from 'vitest';

import { fillRoute } from './fill.js';
import { createRouteTable } from './table.js';

const table = createRouteTable([
  'index.tsx',
  'about.tsx',
  'posts/[slug].tsx',
  'posts/new.tsx',
  'docs/[...path].tsx',
  '(shop)/[a]/x/[b].tsx',
]);
const fill = (file: string, params: unknown) =>
  fillRoute(
    table,
    table.routes.find((route) => route.file === file)!,
    params,
  );

test('a pattern and its params make the canonical path', () => {
  expect(fill('index.tsx', {})).toEqual({ path: '/', params: {} });
  expect(fill('about.tsx', {})).toMatchObject({ path: '/about' });
  expect(fill('posts/[slug].tsx', { slug: 'a' })).toEqual({
    path: '/posts/a',
    params: { slug: 'a' },
  });
  expect(fill('(shop)/[a]/x/[b].tsx', { b: '2', a: '1' })).toMatchObject({ path: '/1/x/2' });
});

test('a text of any script is encoded, and stays what it is', () => {
  expect(fill('posts/[slug].tsx', { slug: 'über 100%?#' })).toEqual({
    path: '/posts/%C3%BCber%20100%25%3F%23',
    params: { slug: 'über 100%?#' },
  });
});

test('a slash in a param is encoded, and stays what it is', () => {
  expect(fill('posts/[slug].tsx', { slug: 'AC/DC' })).toEqual({
    path: '/posts/AC%2FDC',
    params: { slug: 'AC/DC' },
  });
});

test('a rest may hold slashes, or nothing', () => {
  expect(fill('docs/[...path].tsx', { path: 'guide/häfen' })).toEqual({
    path: '/docs/guide/h%C3%A4fen',
    params: { path: 'guide/häfen' },
  });
  expect(fill('docs/[...path].tsx', { path: '' })).toEqual({ path: '/docs', params: { path: '' } });
});

describe('there is no path, and the reason is said,', () => {
  test.each([
    [undefined, 'its params are undefined and not an object'],
    [['a'], 'its params are an array and not an object'],
    [{}, 'the param "slug" is missing'],
    [{ slug: undefined }, 'the param "slug" is missing'],
    [{ slug: 7 }, 'the param "slug" is a number and not a text'],
    [{ slug: 'a', id: '1' }, 'the path /posts/:slug has no param "id"'],
    [{ slug: '' }, 'a segment of the path is empty'],
    [{ slug: 'a/' }, 'a segment of the path has a slash with nothing before or behind it'],
    [{ slug: 'a\\b' }, 'a segment of the path holds a backslash'],
    [{ slug: '..' }, 'the path holds a dot segment'],
    [{ slug: 'a\nb' }, 'a segment of the path holds a control character'],
    [{ slug: '\ud83d' }, '"slug" holds half of a character'],
    [{ slug: 'new' }, 'src/pages/posts/new.tsx answers /posts/new'],
  ])('for %j', (params, problem) => {
    expect(fill('posts/[slug].tsx', params)).toEqual({ problem });
  });

  test('where a rest has an empty segment', () => {
    expect(fill('docs/[...path].tsx', { path: 'a//b' })).toEqual({
      problem: 'two slashes follow each other in the path',
    });
    expect(fill('docs/[...path].tsx', { path: 'a/' })).toEqual({
      problem: 'a segment of the path is empty',
    });
  });

  test('where a name is inherited', () => {
    expect(fill('posts/[slug].tsx', Object.create({ slug: 'a' }))).toEqual({
      problem: 'the param "slug" is missing',
    });
  });
});
