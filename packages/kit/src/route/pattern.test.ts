import { describe, expect, test } from 'vitest';

import { patternText, routeFile } from './pattern.js';

describe('the path of a file says what it answers', () => {
  test.each([
    ['index.tsx', 'page', '/'],
    ['about.tsx', 'page', '/about'],
    ['posts/index.tsx', 'page', '/posts'],
    ['posts/[slug].tsx', 'page', '/posts/:slug'],
    ['posts/[slug]/edit.tsx', 'page', '/posts/:slug/edit'],
    ['files/[...path].tsx', 'page', '/files/*path'],
    ['(site)/about.tsx', 'page', '/about'],
    ['(site)/index.tsx', 'page', '/'],
    ['_layout.tsx', 'layout', '/'],
    ['(site)/posts/_layout.tsx', 'layout', '/posts'],
    ['posts/_error.tsx', 'error', '/posts'],
    ['api/health.ts', 'endpoint', '/api/health'],
    ['(site)/api/users/[id].ts', 'endpoint', '/api/users/:id'],
    ['api/docs.tsx', 'page', '/api/docs'],
    ['health.ts', 'endpoint', '/health'],
    ['posts/index.ts', 'endpoint', '/posts'],
    ['rss.xml.ts', 'endpoint', '/rss.xml'],
    ['.well-known/security.txt.ts', 'endpoint', '/.well-known/security.txt'],
    ['posts/[slug].json.ts', 'endpoint', '/posts/:slug.json'],
    ['files/[...path].ts', 'endpoint', '/files/*path'],
    ['about.jsx', 'page', '/about'],
    ['posts/_layout.jsx', 'layout', '/posts'],
    ['_error.jsx', 'error', '/'],
    ['health.js', 'endpoint', '/health'],
    ['posts/hello.mdx', 'page', '/posts/hello'],
    ['_plugins.js', 'plugins', '/'],
  ])('%s is a %s at %s', (file, kind, pattern) => {
    const route = routeFile(file);
    expect(route?.kind).toBe(kind);
    expect(patternText(route?.segments ?? [])).toBe(pattern);
  });

  test.each([
    'rss.xml.test.ts',
    'types.d.ts',
    'chart.island.js',
    'counter.live.ts',
    'health.mts',
    '_shared.js',
    'about.v2.jsx',
    'about.test.tsx',
    'counter.live.tsx',
    '_draft.tsx',
    '_parts/card.tsx',
    'api/_shared.ts',
  ])('%s is no route', (file) => expect(routeFile(file)).toBeUndefined());

  test.each([
    ['[...rest]/more.tsx', 'nothing can follow [...rest]'],
    ['[id]/[id].tsx', 'the name "id" is used twice'],
    ['post-[id].tsx', '"post-[id]" is neither'],
    ['[a-b].tsx', '"[a-b]" is neither'],
    ['[...path].json.ts', '"[...path].json" is neither'],
    ['[slug]-1.json.ts', '"[slug]-1.json" is neither'],
    ['(open/page.tsx', '"(open" is neither'],
  ])('%s is refused and named', (file, problem) => {
    expect(() => routeFile(file)).toThrow(`src/pages/${file} cannot be a route: `);
    expect(() => routeFile(file)).toThrow(problem);
  });
});
