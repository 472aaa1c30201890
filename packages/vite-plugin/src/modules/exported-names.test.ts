import { expect, test } from 'vitest';

import { exportedNames, exportsIn } from './exported-names.js';

const namesIn = (code: string, file = '/a.ts') => {
  const exports = exportsIn(code, file);
  return exports && [...exports.names].sort();
};

test('the names of a module are those of values and types, declared or listed', () => {
  expect(
    namesIn(`
      export const { a, b: [c] } = f(); export function d() {} export default class {}
      export enum E { A } export interface I {} export type T = 1; export declare const q: number;
      export { x as y, z as 'a b' } from './other'; export * as ns from './other'; export type { P } from './other';`),
  ).toEqual(['E', 'I', 'P', 'T', 'a', 'a b', 'c', 'd', 'default', 'ns', 'q', 'y']);
  expect(namesIn('const a = 1; // export = a;')).toEqual([]);
});

test.each([
  ['wrong syntax', 'export const = 1;', '/a.ts'],
  ['CommonJS', 'module.exports = { a: 1 };', '/a.js'],
  ['CommonJS of TypeScript', 'const a = 1;\nexport = a;', '/a.ts'],
])('nobody can tell the names of %s', (_, code, file) => {
  expect(namesIn(code, file)).toBeUndefined();
});

test('a module passes on all names of others but their default exports, also in a circle', async () => {
  const modules: Record<string, string> = {
    '/all.ts': "export * from './one'; export const own = 1; export default 1;",
    '/one.ts': "export * from './all'; export const one = 1; export default 1;",
    '/open.ts': "export * from './one'; export * from 'package';",
  };
  const read = async (id: string) => exportsIn(modules[id]!, id);
  const resolve = async (source: string) =>
    source.startsWith('.') ? `${source.slice(1)}.ts` : undefined;
  const names = await exportedNames('/all.ts', read, resolve);
  expect([...(names ?? [])].sort()).toEqual(['default', 'one', 'own']);
  expect(await exportedNames('/open.ts', read, resolve)).toBeUndefined();
});
