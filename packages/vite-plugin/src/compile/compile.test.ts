import { describe, expect, test } from 'vitest';

import { compile } from './index.js';

/** The templates and the code that one JSX expression becomes. */
function compiled(jsx: string, head = ''): string[] {
  const { code } = compile(`${head};view = ${jsx}`, 'view.tsx') ?? { code: '' };
  const [prelude = '', result = ''] = code.split('view = ');
  const templates = prelude.split(/; const (?=_t\d)/).slice(1);
  return [...templates.map((template) => template.replace(/[; ]+$/, '')), result];
}

const kit = `import { For, Fragment } from '@skerry/kit'`;

describe('a file', () => {
  test('gets its templates on the line of the last import, and keeps its lines', () => {
    const code = [
      `import { a } from './a.js';`,
      `import type { B } from './b.js'`,
      `export const Hello = ({ c, name }: B) => (`,
      `  <p class={c}>`,
      `    Hi {name}`,
      `  </p>`,
      `);`,
      ``,
    ];
    expect(compile(code.join('\n'), 'hello.tsx')?.code.split('\n')).toEqual([
      `import { a } from './a.js';`,
      `import type { B } from './b.js'; import { template as _template, render as _render, attribute as _attribute, ` +
        `child as _child } from '@skerry/kit/template'; ` +
        `const _t0 = _template(['<p data-s="0"', '>Hi ', '</p>'], [_attribute(0, 'class'), _child(1)]);`,
      `export const Hello = ({ c, name }: B) => (`,
      `  _render(_t0, [c, `,
      `name`,
      `])`,
      `);`,
      ``,
    ]);
  });

  test('without imports gets them before its first statement', () => {
    expect(compile(`// note\n'use strict'\nconst a = <br/>;`, 'a.tsx')?.code).toBe(
      `// note\n'use strict'; import { template as _template, render as _render } from '@skerry/kit/template'; ` +
        `const _t0 = _template(['<br>'], []);\nconst a = _render(_t0, []);`,
    );
    expect(compile(`<br/>`, 'a.tsx')?.code).toMatch(
      /^import .*; const _t0 = .*; _render\(_t0, \[\]\)$/,
    );
  });

  test('without JSX does not change', () => {
    expect(compile(`export const a = 1 < 2;`, 'a.tsx')).toBeNull();
  });

  test('with names like ours gets other names for ours', () => {
    const { code } = compile(
      `const _t0 = 1, _render = 2, __render = 3; const a = <br/>;`,
      'a.tsx',
    )!;
    expect(code).toContain('render as ___render');
    expect(code).toContain(`const __t0 = _template(['<br>'], [])`);
    expect(code).toContain('const a = ___render(__t0, []);');
  });
});

describe('an element', () => {
  test('without changing parts is one string', () => {
    expect(compiled(`<a href="/x?a=1&amp;b=2" title='"'>Tom &amp; Jerry</a>`)).toEqual([
      `_t0 = _template(['<a href="/x?a=1&amp;b=2" title="&quot;">Tom &amp; Jerry</a>'], [])`,
      `_render(_t0, [])`,
    ]);
  });

  test('with changing attributes is a place', () => {
    expect(compiled(`<input id="a" value={v} type="text" disabled={off} />`)).toEqual([
      `_t0 = _template(['<input data-s="0" id="a"', ' type="text"', '>'], [_attribute(0, 'value'), _attribute(0, 'disabled')])`,
      `_render(_t0, [v, off])`,
    ]);
  });

  test('whose only child may be text shares its place with it', () => {
    expect(compiled(`<li><b class={c}>{name}</b> <i>{state.count}</i></li>`)).toEqual([
      `_t0 = _template(['<li><b data-s="0"', '>', '</b> <i data-s="1">', '</i></li>'], ` +
        `[_attribute(0, 'class'), _only(0), _only(1)])`,
      `_render(_t0, [c, name, state.count])`,
    ]);
  });

  test('whose only child is structure by its syntax leaves the place to it', () => {
    const child = (code: string) => compiled(`<div>{${code}}</div>`)[0];
    const place = `_t0 = _template(['<div>', '</div>'], [_child(0)])`;
    expect(child(`ok && <br/>`)).toBe(place);
    expect(child(`ok ? <br/> : 'no'`)).toBe(place);
    expect(child(`(ok ?? <br/>) as Child`)).toBe(place);
    expect(child(`rows.map(row)`)).toBe(place);
    expect(child(`rows?.map((r) => r.name)`)).toBe(place);
    expect(child(`[a, b]`)).toBe(place);
    expect(compiled(`<div><Row/></div>`)[0]).toBe(place);
    expect(compiled(`<div id={a}><Row/></div>`)[0]).toBe(
      `_t0 = _template(['<div data-s="0"', '>', '</div>'], [_attribute(0, 'id'), _child(1)])`,
    );
    expect(child(`ok && name`)).toBe(`_t0 = _template(['<div data-s="0">', '</div>'], [_only(0)])`);
  });

  test('folds constant attributes by the rules of kit', () => {
    expect(
      compiled(
        `<input tabindex={0} disabled checked={false} value={\`a\`} aria-hidden={true} min={-1} class="" title={undefined} />`,
      )[0],
    ).toBe(
      `_t0 = _template(['<input tabindex="0" disabled="" value="a" aria-hidden="true" min="-1">'], [])`,
    );
  });

  test('with a spread has one part for all its attributes, in order', () => {
    expect(compiled(`<p class="a" {...rest} id='x' data-n={n}>{text}</p>`)).toEqual([
      `_t0 = _template(['<p data-s="0"', '>', '</p>'], [_attributes(0), _only(0)])`,
      `_render(_t0, [{ class: 'a', ...rest, id: 'x', 'data-n': n }, text])`,
    ]);
  });

  test('without content has no end tag, and every other has one', () => {
    expect(compiled(`<div><br/><img src={s}/><span/></div>`)[0]).toBe(
      `_t0 = _template(['<div><br><img data-s="0"', '><span></span></div>'], [_attribute(0, 'src')])`,
    );
    expect(compiled(`<svg viewBox="0 0 1 1"><link/><foreignObject/></svg>`)[0]).toBe(
      `_t0 = _template(['<svg viewBox="0 0 1 1"><link></link><foreignObject></foreignObject></svg>'], [])`,
    );
  });

  test('of preformatted text keeps a first line break', () => {
    expect(compiled(`<pre>{text}</pre>`)[0]).toBe(
      `_t0 = _template(['<pre data-s="0">\\n', '</pre>'], [_only(0)])`,
    );
    expect(compiled(`<textarea>{'\\n'}a</textarea>`)[0]).toBe(
      `_t0 = _template(['<textarea>\\n\\na</textarea>'], [])`,
    );
  });

  test('whose content is not markup has one part for all of it', () => {
    expect(compiled(`<option value="1" selected={on}>Hello {name}!</option>`)).toEqual([
      `_t0 = _template(['<option data-s="0" value="1"', '>', '</option>'], [_attribute(0, 'selected'), _content(0, 'option')])`,
      `_render(_t0, [on, ['Hello ', name, '!']])`,
    ]);
    expect(compiled('<style>{`a > b { c: "d" }`}</style>')[0]).toBe(
      `_t0 = _template(['<style>a > b { c: "d" }</style>'], [])`,
    );
    expect(compiled(`<svg><title>a {b}</title></svg>`)[0]).toBe(
      `_t0 = _template(['<svg><title>a ', '</title></svg>'], [_child(0)])`,
    );
  });

  test('that declares a shadow root lets browsers copy that with it', () => {
    const open = (attributes: string) =>
      compiled(`<template shadowrootmode="open"${attributes}></template>`)[0];
    expect(open('')).toContain('<template shadowrootclonable="" shadowrootmode="open">');
    expect(open(' shadowrootclonable={false}')).not.toContain('clonable');
    expect(compiled('<template></template>')[0]).not.toContain('clonable');
  });

  test('numbers its places in document order', () => {
    expect(compiled(`<div id={a}>{b}<p title={c}>{d}</p>{e}</div>`)).toEqual([
      `_t0 = _template(['<div data-s="0"', '>', '<p data-s="2"', '>', '</p>', '</div>'], ` +
        `[_attribute(0, 'id'), _child(1), _attribute(2, 'title'), _only(2), _child(3)])`,
      `_render(_t0, [a, b, c, d, e])`,
    ]);
  });
});

describe('text', () => {
  test('is joined over lines as in React', () => {
    expect(compiled(`<p>\n  one\n  two {a}\n\n  three{' '}\n  {b} four\n</p>`)[0]).toBe(
      `_t0 = _template(['<p>one two ', 'three ', ' four</p>'], [_child(0), _child(1)])`,
    );
  });

  test('in braces is constant, and empty values are dropped', () => {
    expect(compiled(`<p>{'<'}{1}{-2}{\`x\`}{true}{null}{undefined}{''}{/* note */}</p>`)[0]).toBe(
      `_t0 = _template(['<p>&lt;1-2x</p>'], [])`,
    );
  });

  test('is escaped after its entities are decoded', () => {
    expect(
      compiled(`<p title="a &quot;b&quot; &lt; &bogus;">&copy; &#8212; &lt;b&gt; it's</p>`)[0],
    ).toBe(
      `_t0 = _template(['<p title="a &quot;b&quot; &lt; &amp;bogus;">© — &lt;b&gt; it\\'s</p>'], [])`,
    );
  });
});

describe('tables', () => {
  test('get the <tbody> that browsers insert', () => {
    expect(
      compiled(
        `<table><caption>c</caption><tr><td>{a}</td></tr><tr/><tfoot><tr/></tfoot></table>`,
      )[0],
    ).toBe(
      `_t0 = _template(['<table><caption>c</caption><tbody><tr><td data-s="0">', ` +
        `'</td></tr><tr></tr></tbody><tfoot><tr></tr></tfoot></table>'], [_only(0)])`,
    );
    const table = `_t0 = _template(['<table><tbody>', '</tbody></table>'], [_table(0)])`;
    expect(compiled(`<table>{ok && <tr/>}</table>`)[0]).toBe(table);
    expect(
      compiled(`<table>{rows.map((r) => { if (r) return <tr/>; return null; })}</table>`)[0],
    ).toBe(table);
    expect(compiled(`<table><For each={rows}>{() => <tr/>}</For></table>`, kit)[0]).toBe(table);
  });

  test('have parts where text has no place', () => {
    expect(compiled(`<table>{head}<tbody>{rows}<tr>{cells}</tr></tbody></table>`)[0]).toBe(
      `_t0 = _template(['<table>', '<tbody>', '<tr>', '</tr></tbody></table>'], [_table(0), _table(1), _table(2)])`,
    );
  });
});

describe('keys', () => {
  test('of a root come first, wherever they are written', () => {
    expect(compiled(`<li class={c} key={row.id} title="t">{row.name}</li>`)).toEqual([
      `_t0 = _template(['<li', ' data-s="0"', ' title="t">', '</li>'], [_key(), _attribute(0, 'class'), _only(0)])`,
      `_render(_t0, [row.id, c, row.name])`,
    ]);
    expect(compiled(`<li key="a" {...rest} />`)).toEqual([
      `_t0 = _template(['<li', ' data-s="0"', '></li>'], [_key(), _attributes(0)])`,
      `_render(_t0, ['a', { ...rest }])`,
    ]);
  });

  test('of components and fragments are given beside them', () => {
    expect(compiled(`<Row item={row} key={row.id} />`)).toEqual([
      `_keyed(row.id, _component(Row, { item: row }))`,
    ]);
    expect(compiled(`<Fragment key={id}>a{b}</Fragment>`, kit)).toEqual([
      `_t0 = _template(['a', ''], [_child(0)])`,
      `_keyed(id, _render(_t0, [b]))`,
    ]);
  });

  test('make of a tag among others a place of its own', () => {
    expect(compiled(`<div><b>a</b><Row key={id}/><p key={id}>{b}</p></div>`)).toEqual([
      `_t0 = _template(['<div><b>a</b>', '', '</div>'], [_child(0), _child(1)])`,
      `_t1 = _template(['<p', ' data-s="0">', '</p>'], [_key(), _only(0)])`,
      `_render(_t0, [_keyed(id, _component(Row, {})), _render(_t1, [id, b])])`,
    ]);
    expect(compiled(`<ul><Fragment key={id}><li/></Fragment></ul>`, kit)).toEqual([
      `_t0 = _template(['<ul>', '</ul>'], [_child(0)])`,
      `_t1 = _template(['<li></li>'], [])`,
      `_render(_t0, [_keyed(id, _render(_t1, []))])`,
    ]);
    expect(compiled(`<table><tr key={id}/></table>`)[0]).toBe(
      `_t0 = _template(['<table><tbody>', '</tbody></table>'], [_table(0)])`,
    );
  });
});

describe('components', () => {
  test('are called with their props', () => {
    expect(compiled(`<ui.Row item={x} {...more} open label="a &amp; 'b'" on-x={<br/>} />`)).toEqual(
      [
        `_t0 = _template(['<br>'], [])`,
        `_component(ui.Row, { item: x, ...more, open: true, label: 'a & \\'b\\'', 'on-x': _render(_t0, []) })`,
      ],
    );
    expect(compiled(`<Row<string>></Row>`)).toEqual([`_component(Row, {})`]);
  });

  test('take one child as it is, and several as a template', () => {
    expect(compiled(`<Card>two words</Card>`)).toEqual([
      `_component(Card, { children: 'two words' })`,
    ]);
    expect(compiled(`<Card>{5}</Card>`)).toEqual([`_component(Card, { children: 5 })`]);
    expect(compiled(`<Card>{(x) => <b>{x}</b>}</Card>`)).toEqual([
      `_t0 = _template(['<b data-s="0">', '</b>'], [_only(0)])`,
      `_component(Card, { children: (x) => _render(_t0, [x]) })`,
    ]);
    expect(compiled(`<Card open><p>{a}</p> and <Row/></Card>`)).toEqual([
      `_t0 = _template(['<p data-s="0">', '</p> and ', ''], [_only(0), _child(1)])`,
      `_component(Card, { open: true, children: _render(_t0, [a, _component(Row, {})]) })`,
    ]);
  });

  test('may follow one another without anything between', () => {
    expect(compiled(`<p><A/><B/>{c}<D>{d}</D></p>`).at(-1)).toBe(
      `_render(_t0, [_component(A, {}), _component(B, {}), c, _component(D, { children: d })])`,
    );
  });
});

describe('fragments', () => {
  test('are templates with several roots, and flattened inside others', () => {
    expect(compiled(`<><dt>{a}</dt><><dd>{b}</dd></></>`)).toEqual([
      `_t0 = _template(['<dt data-s="0">', '</dt><dd data-s="1">', '</dd>'], [_only(0), _only(1)])`,
      `_render(_t0, [a, b])`,
    ]);
    expect(compiled(`<p><>{<b>x</b>}</></p>`)[0]).toBe(`_t0 = _template(['<p><b>x</b></p>'], [])`);
    expect(compiled(`<></>`)).toEqual([`_t0 = _template([''], [])`, `_render(_t0, [])`]);
  });
});

describe('<For>', () => {
  test('receives the values that its rows close over, and gives them their keys', () => {
    expect(
      compiled(
        `({ state, on }) => <ul><For each={state.rows} key={(r) => r.id}>{(r) => <li class={r.id === state.selected && 'on'}>{r.name}</li>}</For></ul>`,
        kit,
      ),
    ).toEqual([
      `_t0 = _template(['<ul>', '</ul>'], [_child(0)])`,
      `_t1 = _template(['<li', ' data-s="0"', '>', '</li>'], [_key(), _attribute(0, 'class'), _only(0)])`,
      `({ state, on }) => _render(_t0, [_component(For, { each: state.rows, key: (r) => r.id, ` +
        `children: (r) => _render(_t1, [null, r.id === state.selected && 'on', r.name]), captured: [state?.selected] })])`,
    ]);
  });

  test('under another name is known by its import', () => {
    const each = `import { For as Each } from '@skerry/kit'`;
    expect(compiled(`<Each each={a}>{() => <Row/>}</Each>`, each)).toEqual([
      `_component(Each, { each: a, children: () => _component(Row, {}), captured: [] })`,
    ]);
    expect(
      compiled(`<For each={a} key={k}>{() => <i/>}</For>`, `import { For } from './mine.js'`),
    ).toEqual([
      `_t0 = _template(['<i></i>'], [])`,
      `_keyed(k, _component(For, { each: a, children: () => _render(_t0, []) }))`,
    ]);
  });

  test('with a function from elsewhere tells nothing of it', () => {
    expect(compiled(`<For each={a}>{row}</For>`, kit)).toEqual([
      `_component(For, { each: a, children: row })`,
    ]);
  });

  test('leaves the rows of a list in its row to that list', () => {
    expect(compiled(`<For each={a}>{(g) => g.map((x) => <i key={x}/>)}</For>`, kit)[0]).toBe(
      `_t0 = _template(['<i', '></i>'], [_key()])`,
    );
    expect(compiled(`<For each={a}>{(g) => g.map((x) => <i/>)}</For>`, kit)[0]).toBe(
      `_t0 = _template(['<i></i>'], [])`,
    );
  });
});

describe('a live file', () => {
  const live = (code: string) =>
    compile(code, '/app/src/live/counter.live.tsx', { viewId: 'counter' })?.code;

  test.each([
    'defineLive(a, b▸) satisfies View',
    '(defineLive as any)(a, b▸)',
    '((defineLive satisfies Define)<State>((a as any), b▸)) as unknown as View',
    'defineLive!(a, (b as any)▸)',
  ])('has it written also inside types and parentheses: %s', (marked) => {
    const code = `import { defineLive } from '@skerry/kit';\nexport default ${marked};`;
    expect(live(code.replace('▸', ''))).toBe(code.replace('▸', ", 'counter'"));
  });

  test('has its identity written into its view', () => {
    expect(
      live(
        `import { defineLive } from '@skerry/kit';\nexport default defineLive({ mount }, () => null);`,
      ),
    ).toBe(
      `import { defineLive } from '@skerry/kit';\nexport default defineLive({ mount }, () => null, 'counter');`,
    );
    expect(
      live(
        `import { defineLive as live } from '@skerry/kit';\nexport default live(a, b,) satisfies View;`,
      ),
    ).toBe(
      `import { defineLive as live } from '@skerry/kit';\nexport default live(a, b, 'counter',) satisfies View;`,
    );
  });

  test('keeps it apart from the markup', () => {
    expect(
      live(
        `import { defineLive } from '@skerry/kit';\nexport default defineLive(a, () => <p>{b}</p>);`,
      ),
    ).toMatch(/\nexport default defineLive\(a, \(\) => _render\(_t0, \[b\]\), 'counter'\);$/);
  });
});

describe('ignored markup', () => {
  test('by its subtree: every place in it, and none of its own attributes', () => {
    expect(
      compiled(`<ul><li lv-ignore class={a}><b id={b}>{c}</b>{d} e</li><li>{f}</li></ul>`)[0],
    ).toBe(
      `_t0 = _template(['<ul><li lv-ignore="" data-s="0"', '><b data-s="1"', '>', '</b>', ' e</li><li data-s="3">', '</li></ul>'], ` +
        `[_attribute(0, 'class'), _ignored(_attribute(1, 'id')), _ignored(_only(1)), _ignored(_child(2)), _only(3)])`,
    );
  });

  test('by names: only these attributes, also in a spread', () => {
    expect(
      compiled(`<p lv-ignore=" class  style " class={a} id={b} style="top: 0">{c}</p>`)[0],
    ).toBe(
      `_t0 = _template(['<p lv-ignore="class style" data-s="0"', '', ' style="top: 0">', '</p>'], ` +
        `[_ignored(_attribute(0, 'class')), _attribute(0, 'id'), _only(0)])`,
    );
    expect(compiled(`<p {...a} lv-ignore="class"/>`)[0]).toBe(
      `_t0 = _template(['<p lv-ignore="class" data-s="0"', '></p>'], [_attributes(0, 'class')])`,
    );
  });

  test('is the text of a field, too', () => {
    expect(compiled(`<textarea lv-ignore>{a}</textarea>`)[0]).toBe(
      `_t0 = _template(['<textarea lv-ignore="" data-s="0">', '</textarea>'], [_ignored(_content(0, 'textarea'))])`,
    );
  });
});
