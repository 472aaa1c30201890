import { describe, expect, test } from 'vitest';

import { fault as faultIn, thrown } from '../../test/fault.js';
import { checkBrowserCode, compile } from './index.js';

const head = `import Chart, { Legend } from './chart.island.tsx'; import { default as Gauge } from 'acme/gauge.react.js'; `;

/** The code of one JSX expression, after the templates. */
function compiled(jsx: string): string {
  const code = compile(`${head}view = ${jsx}`, 'view.tsx')?.code ?? '';
  return code.slice(code.indexOf('view = ') + 'view = '.length);
}

const fault = (marked: string) => faultIn(head + marked, 'view.tsx', { strategies: ['hover'] });

describe('an island', () => {
  test('receives its directives among its props', () => {
    expect(
      compiled(`<Chart client:visible="200px" client:priority="high" points={a} {...b} />`),
    ).toBe(
      `_component(Chart, { 'client:visible': '200px', 'client:priority': 'high', points: a, ...b })`,
    );
    expect(compiled('<Gauge client:idle={2000} />')).toBe(
      `_component(Gauge, { 'client:idle': 2000 })`,
    );
    expect(compiled('<Chart client:load icon={<b/>} />')).toBe(
      `_component(Chart, { 'client:load': true, icon: _render(_t0, []) })`,
    );
  });

  test('has a key as a row', () => {
    expect(compiled(`a.map((b) => <Chart key={b.id} client:load />)`)).toBe(
      `a.map((b) => _keyed(b.id, _component(Chart, { 'client:load': true })))`,
    );
  });

  test('receives its children as one template', () => {
    const call = (children: string) =>
      `_component(Chart, { 'client:load': true, children: ${children} })`;
    const inner = (children: string) => compiled(`<Chart client:load>${children}</Chart>`);
    expect(inner('{a}')).toBe(call('_render(_t0, [a])'));
    expect(inner('<b>{a}</b>')).toBe(call('_render(_t0, [a])'));
    expect(inner('<Row/>')).toBe(call('_render(_t0, [_component(Row, {})])'));
    expect(inner('A<i/>')).toBe(call('_render(_t0, [])'));
    expect(inner('{a.map((b) => <b/>)}')).toBe(
      call('_render(_t0, [a.map((b) => _render(_t1, []))])'),
    );
    expect(inner('{/* nothing */}')).toBe(`_component(Chart, { 'client:load': true })`);
  });

  test('receives constant text as it is', () => {
    const inner = (children: string) => compiled(`<Chart client:none>${children}</Chart>`);
    expect(inner(' Two words ')).toContain(`children: ' Two words ' }`);
    expect(inner('{5}')).toContain(`children: 5 }`);
  });
});

describe('a directive', () => {
  test('that does not exist', () => {
    expect(fault(`<Chart ▸client:visble/>`)).toBe(
      'There is no directive `client:visble`. Islands take client:load, client:visible, client:idle, client:interaction, ' +
        'client:media, client:only, client:none, client:hover, and client:priority; a strategy of your own is a file, src/strategies/visble.ts.',
    );
    expect(compiled('<Chart client:none/>')).toBeTruthy();
    expect(
      compile(`${head}view = <Chart client:hover="x"/>`, 'view.tsx', { strategies: ['hover'] }),
    ).toBeTruthy();
  });

  test('on something that is not an island', () => {
    const remove = /only islands take it\. Remove it/;
    expect(fault(`<Panel ▸client:load/>`)).toMatch(remove);
    expect(fault(`<p ▸client:priority="high"/>`)).toMatch(remove);
    expect(fault(`import { Fragment } from '@skerry/kit'; <Fragment ▸client:load/>`)).toMatch(
      remove,
    );
    expect(fault(`<parts.Chart ▸client:load/>`)).toMatch(remove);
    expect(fault(`import Counter from './counter.live.tsx'; <Counter ▸client:load/>`)).toMatch(
      remove,
    );
  });

  test('on an island that comes by way of another file', () => {
    expect(fault(`import { Dial } from './parts'; <Dial ▸client:load/>`)).toMatch(
      /If <Dial> is one, import it from its own file, which ends in \.island\.tsx or \.react\.tsx, and not from '\.\/parts'/,
    );
  });

  test('on something else from the file of an island', () => {
    expect(fault(`<▸Legend client:load/>`)).toMatch(/not its default export.*a file of its own/);
  });

  test('missing', () => {
    expect(fault(`<▸Chart points={a}/>`)).toMatch(
      /<Chart> has no strategy.*client:load, client:visible, client:idle, client:interaction, client:media, client:only, client:none; client:none for its HTML alone/,
    );
    fault(`<▸Chart client:priority="low" {...a}/>`);
  });

  test('beside another', () => {
    expect(fault(`<Chart client:load ▸client:idle/>`)).toMatch(/`client:load`.*Remove one/);
    fault(`<Chart client:hover ▸client:none/>`);
  });

  test.each([
    ['client:load={false}', /without a value/],
    ['client:none="x"', /without a value/],
    ['client:idle="2000"', /client:idle=\{2000\}/],
    ['client:idle={-1}', /milliseconds/],
    ['client:visible={200}', /client:visible="200px"/],
    ['client:visible="200"', /pixels or percent/],
    ['client:visible="1em"', /pixels or percent/],
    ['client:interaction=""', /"click focusin"/],
    ['client:interaction={null}', /names of events/],
    ['client:only="react"', /without a value/],
    ['client:media', /this one is none.*client:media="\(max-width: 600px\)"/],
    ['client:media=""', /this one is empty/],
    ['client:media="max-width: 600px"', /this one cannot be read/],
    ['client:media="(max-width: 600px"', /this one cannot be read/],
    ['client:media="print){a{}} @media(a"', /this one cannot be read/],
    ['client:media="(max-widht: 600px)"', /names `max-widht`, .*Did you mean `width`\?/],
    ['client:media="(min-width: 600)"', /has a length without a unit/],
    ['client:media="print and"', /this one cannot be read/],
    ['client:media="not all"', /this one never matches/],
    ['client:media="tv"', /is for `tv`, a kind of device that no browser knows/],
    [
      'client:media="(prefers-color-scheme: dakr)"',
      /`prefers-color-scheme: dakr`, which is never so.*Did you mean `dark`\?/,
    ],
  ])('told what it cannot be told: %s', (directive, message) => {
    expect(fault(`<Chart ▸${directive}/>`)).toMatch(message);
  });

  test('with an unknown priority', () => {
    expect(fault(`<Chart client:load ▸client:priority="urgent"/>`)).toMatch(/high, auto, low/);
    fault(`<Chart client:load ▸client:priority/>`);
  });

  test('with a value that it accepts', () => {
    for (const directive of [
      'client:visible',
      'client:visible="-10px 5%"',
      'client:visible={margin}',
      'client:idle={0}',
      'client:interaction="click focusin"',
      'client:idle client:priority={a}',
      'client:media="(width > 40em)"',
      'client:media="(400px <= width <= 70em) and (hover), print"',
      'client:media="(min-width: 0)"',
      'client:media="not (prefers-reduced-motion: reduce)"',
      'client:media="(prefers-color-scheme: dark), (orientation) and (min-resolution: 2dppx)"',
      'client:media={query}',
      'client:only fallback={<p>Loading</p>}',
    ])
      expect(compiled(`<Chart ${directive} />`), directive).toContain('_component(Chart');
  });
});

describe('an island that only browsers run', () => {
  test('is not imported on the server', () => {
    const code = (markup: string) => compile(head + markup, 'view.tsx')?.code;
    const gauge = code('<p><Gauge client:only /><Gauge client:only size={a} /></p>');
    expect(gauge).toContain(`from 'acme/gauge.react.js?only'`);
    // The other name may be used as a value.
    expect(code('<Chart client:only />')).toContain(`from './chart.island.tsx'`);
  });

  test.each([
    '<p><Chart client:only /><Chart client:load /></p>',
    '<p><Chart client:only /><Panel of={Chart} /></p>',
  ])('and elsewhere is another thing is imported: %s', (markup) => {
    expect(compile(head + markup, 'view.tsx')?.code).not.toContain('?only');
  });
});

describe('a function given to an island', () => {
  test('as a prop', () => {
    expect(fault(`<Chart client:load ▸onZoom={() => zoom()}/>`)).toMatch(
      /^`onZoom` of the island <Chart> is a function; .* as data\. Write the handler inside the island; .*useLive\(\)\.send/,
    );
    fault(`<Chart client:load a={1} ▸b={function () {}}/>`);
    fault(`<Chart client:load ▸c={d ? e : async () => {}}/>`);
    expect(fault(`<Chart client:load ▸c={class {}}/>`)).toMatch(/is a class/);
    expect(compiled('<Chart client:load points={a.map((b) => b.c)} d={e ?? 5} />')).toBeTruthy();
  });

  test('as its content', () => {
    expect(fault(`<Chart client:load>▸{(a) => a}</Chart>`)).toMatch(/`children` of the island/);
  });
});

describe('the place of an island', () => {
  test.each([
    ['<table>▸</table>', /into a cell/],
    ['<table><tbody><tr>{a && ▸}</tr></tbody></table>', /into a cell/],
    ['<select>▸</select>', /outside of the <select>/],
    ['<svg>▸</svg>', /foreignObject/],
  ])('that would move its host: %s', (around, message) => {
    const [before = '', after = ''] = around.split('▸');
    expect(fault(`${before}<▸Chart client:load/>${after}`)).toMatch(message);
  });

  test('that a row has in a table', () => {
    fault(
      `import { For } from '@skerry/kit'; <table><tbody><For each={a} key={b}>{(c) => <▸Chart client:load/>}</For></tbody></table>`,
    );
  });

  test('that is allowed', () => {
    expect(compiled('<ul><li><Chart client:load/></li></ul>')).toBeTruthy();
    expect(
      compiled('<table><tbody><tr><td><Chart client:load/></td></tr></tbody></table>'),
    ).toBeTruthy();
    expect(compiled('<svg><foreignObject><Chart client:load/></foreignObject></svg>')).toBeTruthy();
  });
});

test('a directive inside an island is refused, with its place', () => {
  const code = `export default () => (\n  <Tabs>\n    <Chart client:visible="9px" />\n  </Tabs>\n);`;
  const error = thrown(() => checkBrowserCode(code, 'tabs.island.tsx'));
  expect(error.message).toMatch(/^`client:visible` is inside an island.*as children from the page/);
  expect(error.loc).toEqual({ file: 'tabs.island.tsx', line: 3, column: 11 });
  checkBrowserCode('export default () => <Tabs of="client:load" />', 'tabs.island.tsx');
});
