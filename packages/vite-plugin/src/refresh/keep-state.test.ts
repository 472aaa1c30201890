import { describe, expect, test } from 'vitest';

import { keepState } from './keep-state.js';

const keep = (code: string, file = '/src/shown.tsx') => keepState(code, file)?.code;
const signals = "import { effect, signal } from '@preact/signals'; ";

describe('keepState() keeps', () => {
  test('top-level signals by their names and initial values', () => {
    expect(keep(`${signals}export const count = signal<number>(0);`)).toContain(
      'export const count = __skerry_kept.value("count", "signal<number>(0)", () => signal<number>(0));',
    );
  });

  test('signals in objects and lists by their paths', () => {
    const code = keep(`${signals}const all = { 'a b': signal(1), list: [0, signal(2)] as const };`);
    expect(code).toContain('.value("all.a b", "signal(1)"');
    expect(code).toContain('.value("all.list.1", "signal(2)"');
  });

  test('contexts, whatever the framework', () => {
    for (const from of ['preact', 'preact/compat', 'react'])
      expect(
        keep(`import { createContext as make } from '${from}'; const Tone = make('loud');`),
      ).toContain('.value("Tone", ');
  });

  test('the number of every line', () => {
    const code = `'use client';\n// A comment\n${signals}\nconst count = signal(\n  0,\n);\nexport default () => null;`;
    expect(keep(code)?.split('\n')).toHaveLength(code.split('\n').length);
    expect(keep(code)).toMatch(/^'use client';\n/);
  });
});

describe('keepState() leaves alone', () => {
  test.each([
    ['a value of the same name', `import { signal } from './mine.js'; const count = signal(0);`],
    ['signals that a function makes', `${signals}const make = () => signal(0);`],
    ['an awaited value', `${signals}const count = signal(await load());`],
    ['other subscriptions', `import { bus } from './bus.js'; bus.subscribe(show);`],
    ['a component that has a name', 'export default function Shown() { return null; }'],
    ['a module that cannot be read', `${signals}const count = signal(0;`],
  ])('%s', (_, code) => {
    expect(keep(code)).toBeUndefined();
  });
});

describe('keepState() names', () => {
  test('a component that is exported without a name after its file', () => {
    expect(keep('export default ({ a }: Props) => a', '/src/tide-table.island.tsx')).toBe(
      'const TideTable = ({ a }: Props) => a; export default TideTable;',
    );
    expect(keep('export default async function <T>() {}', '/src/3d.island.tsx')).toBe(
      'export default async function Component3d <T>() {}',
    );
  });

  test('no component like something else in the file', () => {
    expect(keep('const Shown = 1; export default () => Shown;')).toContain('const Shown_ = () =>');
  });

  test('nothing in a module without JSX', () => {
    expect(keep('export default () => 1;', '/src/one.ts')).toBeUndefined();
  });
});
