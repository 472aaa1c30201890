import { describe, expect, test } from 'vitest';

import { compile } from './index.js';

/** The captures of a row's function in the function `View`. */
function captured(fn: string, { params = '', body = '', module = '' } = {}): string {
  const code = `import { For, other } from '@skerry/kit';
    import type { Type } from './types.js';
    ${module}
    function View(${params}) { ${body} return <For each={rows}>{${fn}}</For>; }`;
  return (
    /captured: \[(.*)\] \}\)/.exec(compile(code, 'view.tsx')?.code ?? '')?.[1] ?? 'nothing said'
  );
}

const state = { params: '{ state, on }' };

describe('members', () => {
  test('are read as far as the chain goes, and safely', () => {
    expect(captured('() => state.selected', state)).toBe('state?.selected');
    expect(captured('() => state.a.b.c', state)).toBe('state?.a?.b?.c');
    expect(captured('() => state?.a!.b', state)).toBe('state?.a?.b');
    expect(captured('() => (state as Type).a', state)).toBe('state?.a');
  });

  test('end where they are computed', () => {
    expect(captured('(row) => state.names[row.id].first', state)).toBe('state?.names');
    expect(captured('(row) => row[state.column]', state)).toBe('state?.column');
    expect(captured('() => load().a.b', { params: 'load' })).toBe('load');
  });

  test('that are called count as their object', () => {
    expect(captured('(row) => state.rows.includes(row)', state)).toBe('state?.rows');
    expect(captured('(row) => on.select({ id: row.id })', state)).toBe('on');
    expect(captured('(row) => state.rows?.at?.(0)', state)).toBe('state?.rows');
    expect(captured('() => format(state.a)', { params: 'format, state' })).toBe('format, state?.a');
    expect(captured('() => css.a.b`c ${state.d}`', { params: 'css, state' })).toBe(
      'css?.a, state?.d',
    );
    expect(captured('() => new ui.Row()', { params: 'ui' })).toBe('ui?.Row');
  });

  test('are left out if the whole is captured', () => {
    expect(captured('() => [state.a.b, state.a, state.c]', state)).toBe('state?.a, state?.c');
    expect(captured('() => [state.a, state, state.a.b]', state)).toBe('state');
    expect(captured('() => [state.a, state.a, state.ab]', state)).toBe('state?.a, state?.ab');
  });
});

describe('variables of the row', () => {
  const nothing = (fn: string) =>
    expect(captured(fn, { params: 'a, b, c, d, state' }), fn).toBe('');

  test('are parameters, however they are written', () => {
    nothing('(a) => a.b');
    nothing('({ a, x: { b }, ...c }, [d = a, , state]) => [a, b, c, d, state]');
    nothing('function a(b = a) { return b; }');
  });

  test('are variables declared in it', () => {
    nothing('() => { const a = 1; let { b, c: [d] } = a; return b + d; }');
    nothing('() => { if (1) { var a = 1; } return a; }');
    nothing('() => { for (const a of []) a; for (let b = 0; b; b++) b; for (const c in {}) c; }');
    nothing('() => { try {} catch ({ a }) { a; } }');
    nothing('() => { function a() {} class b {} return [a, b, class c { d = c }]; }');
    nothing('() => { switch (1) { case 1: let a = 1; a; } }');
  });

  test('are the parameters of functions inside it', () => {
    nothing('() => [1].map((a) => [a, (b) => a + b])');
    nothing('() => ({ m(a) { return a; }, get g() { return 1; }, set s(b) { b; } })');
  });

  test('end with the row', () => {
    expect(captured('() => { { const a = 1; a; } return a; }', { params: 'a' })).toBe('a');
    expect(captured('() => { [1].map((a) => a); return a; }', { params: 'a' })).toBe('a');
    expect(captured('(x = a) => { return x; }', { params: 'a' })).toBe('a');
    expect(captured('({ [a]: x = b }) => x', { params: 'a, b' })).toBe('a, b');
    expect(captured('() => { const { x = a.b } = {}; }', { params: 'a' })).toBe('a?.b');
  });
});

describe('variables of the module', () => {
  const module = `
    const constant = 1, { part } = constant; let variable = 2; var old = 3; export let shown = 4;
    function helper() {} class Thing {} enum Colour { Red } export const sent = 5;
    export function exported() {}`;

  test('are not captured if they never change', () => {
    const fn =
      '() => [constant, part, helper(), Thing, Colour.Red, sent, exported(), other, For, View]';
    expect(captured(fn, { module })).toBe('');
    expect(captured('() => [Math.max(1), undefined, console]')).toBe('');
  });

  test('are captured if they may change', () => {
    expect(captured('() => [variable, old.a, shown]', { module })).toBe('variable, old?.a, shown');
  });

  test('can be hidden by a variable of the function around', () => {
    expect(captured('() => constant', { module, body: 'const constant = 2;' })).toBe('constant');
    expect(captured('() => helper()', { module, params: 'helper' })).toBe('helper');
  });
});

describe('the function around', () => {
  test('gives its variables, functions and constants', () => {
    const body = 'const a = 1; let b; var c; function d() {} class E {} { const f = 1; }';
    expect(captured('() => [a, b, c, d(), E, f]', { body })).toBe('a, b, c, d, E');
  });

  test('gives those of blocks, loops and lists around the row', () => {
    const code = `import { For } from '@skerry/kit';
      const View = (groups) => groups.map(({ items, name }) => { for (const i of items) {
        return <For each={items}>{(item) => [item.id, name.first, i, <For each={item}>{(x) => [x, item.id, i]}</For>]}</For>; } });`;
    const lists = [...compile(code, 'view.tsx')!.code.matchAll(/captured: \[([^\]]*)\]/g)].map(
      ([, list]) => list,
    );
    expect(lists).toEqual(['item?.id, i', 'name?.first, i']);
  });

  test('gives this and arguments only to arrow functions', () => {
    expect(captured('() => [this.a.b, arguments[0]]')).toBe('this?.a?.b, arguments');
    expect(captured('function () { return [this.a, arguments]; }')).toBe('');
    expect(captured('() => ({ m() { return this.a; } })')).toBe('');
    expect(captured('() => class { a = this.b; }')).toBe('');
    expect(captured('() => this.#a')).toBe('this');
  });
});

describe('names that are not variables', () => {
  const nothing = (fn: string) => expect(captured(fn, { params: 'a, Type' }), fn).toBe('');

  test('of properties, labels and attributes', () => {
    nothing('(x) => ({ a: x.a, a() {}, get a() { return 1; } })');
    nothing('() => { a: for (;;) { break a; } }');
    nothing('() => class { a = 1; static a() {} }');
    nothing('(x) => <p a={x}>a<a/></p>');
    nothing('() => import.meta.a');
  });

  test('of types', () => {
    nothing('(x: Type<typeof a>): Type => x as Type satisfies typeof a');
    nothing('<Type,>(x: { a: Type }) => f<Type>(x!)');
    nothing(
      '(x) => { type a = Type; interface B { a: Type } return <Type>x; }'.replace('<Type>x', 'x'),
    );
  });
});

test('expressions of every kind are examined', () => {
  const fn = `(x) => ({ a, [b]: c.d, ...e }, \`\${f}\`, x ? g : h, [...i], -j, k++, l = m, delete n.o, (p, q), async () => await r, <S t={u} {...v}>{w}</S>, <y.Z/>)`;
  expect(
    captured(fn, { params: 'a, b, c, e, f, g, h, i, j, k, l, m, n, p, q, r, S, u, v, w, y' }),
  ).toBe('a, b, c?.d, e, f, g, h, i, j, k, l, m, n?.o, p, q, r, S, u, v, w, y?.Z');
});

test('the list itself is not part of the row; the values that the key closes over are', () => {
  const code = (key: string) => `import { For } from '@skerry/kit';
    const View = ({ state, id }) => <For each={state.rows} key={${key}}>{(row) => <li>{state.mark}</li>}</For>;`;
  const compiled = (key: string) => compile(code(key), 'view.tsx')?.code;
  expect(compiled('(row) => row.id')).toContain('captured: [state?.mark]');
  expect(compiled('(row) => row[id] + state.mark')).toContain('captured: [state?.mark, id]');
  expect(compiled('id')).toContain('captured: [state?.mark, id]');
});
