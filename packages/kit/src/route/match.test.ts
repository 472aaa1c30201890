import { describe, expect, test } from 'vitest';

import { errorPagesFor, matchRoute } from './match.js';
import { createRouteTable } from './table.js';

const table = createRouteTable([
  '_layout.tsx',
  '_error.tsx',
  'index.tsx',
  'posts/_layout.tsx',
  'posts/_error.tsx',
  'posts/index.tsx',
  'posts/new.tsx',
  'posts/[slug].tsx',
  'posts/[id]/edit.tsx',
  'files/[...path].tsx',
  'files/readme.tsx',
  '(shop)/_layout.tsx',
  '(shop)/cart.tsx',
  '[page].tsx',
  'api/health.ts',
]);

const find = (path: string) => matchRoute(table, path === '/' ? [] : path.slice(1).split('/'));

describe('routes', () => {
  test.each([
    ['/', 'index.tsx', {}],
    ['/cart', '(shop)/cart.tsx', {}],
    ['/anything', '[page].tsx', { page: 'anything' }],
    ['/posts', 'posts/index.tsx', {}],
    ['/posts/new', 'posts/new.tsx', {}],
    ['/posts/hello', 'posts/[slug].tsx', { slug: 'hello' }],
    ['/posts/new/edit', 'posts/[id]/edit.tsx', { id: 'new' }],
    ['/files', 'files/[...path].tsx', { path: '' }],
    ['/files/a/b/c', 'files/[...path].tsx', { path: 'a/b/c' }],
    ['/files/readme', 'files/readme.tsx', {}],
    ['/files/readme/more', 'files/[...path].tsx', { path: 'readme/more' }],
    ['/api/health', 'api/health.ts', {}],
    ['/api', '[page].tsx', { page: 'api' }],
  ])('%s is answered by %s', (path, file, params) => {
    expect(find(path)).toMatchObject({ route: { file }, params });
  });

  test('an ending tells params apart, the longest first; nothing is no param', () => {
    const table = createRouteTable([
      'posts/[slug].tsx',
      'posts/[slug].json.ts',
      'posts/[slug].min.json.ts',
      'posts/new.json.ts',
    ]);
    const at = (name: string) => {
      const { route, params } = matchRoute(table, ['posts', name])!;
      return [route.file, params];
    };
    expect(at('a')).toEqual(['posts/[slug].tsx', { slug: 'a' }]);
    expect(at('a.json')).toEqual(['posts/[slug].json.ts', { slug: 'a' }]);
    expect(at('a.min.json')).toEqual(['posts/[slug].min.json.ts', { slug: 'a' }]);
    expect(at('new.json')).toEqual(['posts/new.json.ts', {}]);
    expect(at('.json')).toEqual(['posts/[slug].tsx', { slug: '.json' }]);
  });

  test.each(['/posts/a/b', '/nothing/here'])('no route answers %s', (path) => {
    expect(find(path)).toBeUndefined();
  });

  test('a segment may hold a slash where one segment is one param; a rest cannot tell it from two', () => {
    expect(matchRoute(table, ['posts', 'AC/DC'])).toMatchObject({ params: { slug: 'AC/DC' } });
    expect(matchRoute(table, ['files', 'a/b'])).toBeUndefined();
    expect(matchRoute(table, ['files', 'a', 'b/c'])).toBeUndefined();
    expect(matchRoute(table, ['files/a'])).toMatchObject({ params: { page: 'files/a' } });
  });

  test('layouts come outermost first, also through groups', () => {
    expect(find('/posts/new')?.route.layouts).toEqual(['_layout.tsx', 'posts/_layout.tsx']);
    expect(find('/cart')?.route.layouts).toEqual(['_layout.tsx', '(shop)/_layout.tsx']);
  });

  test('error pages come nearest first, for a route and for a path without one', () => {
    const errors = find('/posts/new')?.route.errors.map(({ file }) => file);
    expect(errors).toEqual(['posts/_error.tsx', '_error.tsx']);
    expect(errorPagesFor(table, ['posts', 'a', 'b']).map(({ file }) => file)).toEqual(errors);
    expect(errorPagesFor(table, ['post']).map(({ file }) => file)).toEqual(['_error.tsx']);
  });

  test.each([
    [['about.tsx', 'about/index.tsx'], '/about'],
    [['(a)/about.tsx', '(b)/about.tsx'], '/about'],
    [['posts/[slug].tsx', 'posts/[id].tsx'], '/posts/:slug'],
    [['[...a].tsx', '[...b].tsx'], '/*b'],
    [['api/x.ts', 'api/x.tsx'], '/api/x'],
    [['posts/index.ts', 'posts.tsx'], '/posts'],
    [['[a].json.ts', '[b].json.js'], '/:b.json'],
  ])('%j answer the same path, and the error names both', (files, pattern) => {
    const named = [...files].sort();
    expect(() => createRouteTable(files)).toThrow(
      `src/pages/${named[0]} and src/pages/${named[1]} both answer ${pattern}.`,
    );
  });
});
