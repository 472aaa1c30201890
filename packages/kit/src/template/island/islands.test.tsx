import type { IslandDefinition } from '@skerry/islands/server';
import { renderer } from '@skerry/islands/preact/server';
import { h } from 'preact';
import { describe, expect, test } from 'vitest';

import { testIsland, type TestNode } from '../../../test/islands.js';
import type { Child } from '../child.js';
import type { PageChild } from '../suspense.js';
import { component } from '../component.js';
import { diff, wholeTree } from '../diff.js';
import { For } from '../list/for.js';
import type { HtmlContext } from '../html-context.js';
import { renderHtml } from '../html-writer.js';
import { changeAt } from '../at-path.js';
import { IslandElement, type IslandInfo } from './island-element.js';
import { list } from '../list/keyed-list.js';
import { LiveElement } from '../live.js';
import { unsafeHtml } from '../raw.js';
import { child, keyed, render, type Rendered, table, template } from '../template.js';

interface BoxProps {
  open?: boolean;
  title?: unknown;
  items?: readonly unknown[];
  head?: TestNode;
  children?: TestNode;
}
const Box = testIsland<BoxProps>(
  'islands/box.island',
  ({ open = true }, slot) => `<div>${slot('head')}${open ? slot('children') : ''}</div>`,
);
const Broken = testIsland<BoxProps>('islands/broken.island', () => {
  throw new Error('on purpose');
});

const place = template(['<p>', '</p>'], [child(0)]);
const at = (value: unknown): Rendered => render(place, [value]);
const page: HtmlContext = { async: true, region: (_, path) => `[${path}]` };
const html = (value: unknown, context: Partial<HtmlContext> = {}) =>
  renderHtml(value, { ...page, async: false, ...context });
const code = (name: string, message = '') =>
  expect.objectContaining({ code: name, message: expect.stringContaining(message) });

describe('the host of an island', () => {
  test('names the island, its strategy, its path and its props', () => {
    expect(html(at(<Box client:visible="200px" client:priority="high" title="a & b" />))).toBe(
      '<p><!--[0--><skerry-island name="islands/box.island" on="visible" with="200px" priority="high"' +
        ' at="0" props="{&quot;title&quot;:&quot;a &amp; b&quot;}"><div></div>' +
        '<skerry-end></skerry-end></skerry-island><!--]--></p>',
    );
    expect(html(at(<Box client:idle={500} title={new Date(0)} />))).toContain(
      ' on="idle" with="500" at="0" props="[{&quot;title&quot;:1},[&quot;Date&quot;,&quot;1970-',
    );
    expect(html(at(<Box client:none title={() => 1} />))).not.toContain('props');
  });

  test('holds the content of its slots where its component put it', () => {
    expect(
      html(
        at(
          <Box client:load head={<h2>Hi</h2>}>
            text <b>{1}</b>
          </Box>,
        ),
      ),
    ).toContain(
      '<div><skerry-slot name="head"><h2 data-s="0">Hi</h2></skerry-slot>' +
        '<skerry-slot name="children"><!--0-->text <!----><!--[1--><b data-s="0">1</b><!--]--></skerry-slot></div>',
    );
  });

  test('holds a comment in a slot without content, which differs from no slot', () => {
    const empty = render(template([''], []), []);
    const [before, after] = [<Box client:load />, <Box client:load head={empty} />].map(at);
    expect(html(after)).toContain('<skerry-slot name="head"><!----></skerry-slot>');
    const updates = { template: () => 0, region: () => undefined };
    expect(diff(before!, after!, updates)).toMatchObject({
      0: { i: { x: { head: { s: expect.anything() } } } },
    });
  });

  test('has a hidden holder before it for what its component did not show', () => {
    const closed = html(
      at(
        <Box client:load open={false} head={<h2>Hi</h2>}>
          <b />
        </Box>,
      ),
    );
    expect(closed).toContain(
      '<!--[0--><skerry-holder hidden=""><skerry-slot name="children"><b></b></skerry-slot></skerry-holder><skerry-island ',
    );
    expect(closed).toContain(
      '><div><skerry-slot name="head"><h2 data-s="0">Hi</h2></skerry-slot></div><skerry-end>',
    );
  });

  test('stays empty if its component throws; its slots wait, and the error is reported', () => {
    const heard: unknown[] = [];
    const islands = {
      host: '',
      rendered: (island: IslandInfo) => void heard.push(island),
      failed: (...what: unknown[]) => void heard.push(...what),
    };
    const shown = html(
      at([
        <Broken client:load head={<h2 />} />,
        <Box client:load>
          <Broken client:visible />
        </Box>,
      ]),
      { islands },
    );
    expect(shown).toContain(
      '<skerry-holder hidden=""><skerry-slot name="head"><h2></h2></skerry-slot></skerry-holder>' +
        '<skerry-island name="islands/broken.island" on="load" at="0/.0" failed="" props="{}"><skerry-end>',
    );
    expect(shown).toContain(
      'on="visible" at="0/.1/children/0" failed="" props="{}"><skerry-end></skerry-end></skerry-island>',
    );
    expect(heard).toEqual([
      { name: 'islands/broken.island', strategy: 'load' },
      new Error('on purpose'),
      { name: 'islands/box.island', strategy: 'load' },
      { name: 'islands/broken.island', strategy: 'visible' },
      new Error('on purpose'),
    ]);
  });

  test('cannot be imitated', () => {
    const pose = '<skerry-island name="x"></SKERRY-island><Skerry-slot name="children">';
    const escaped =
      '&lt;skerry-island name="x">&lt;/SKERRY-island>&lt;Skerry-slot name="children">';
    expect(html(at(unsafeHtml(`<b>${pose}</b>`)))).toBe(
      `<p><!--[0--><b>${escaped}</b><!--]--></p>`,
    );
    const change = diff(at('x'), at(unsafeHtml(pose)), {
      template: () => 1,
      region: () => undefined,
    });
    expect(change).toEqual({ 0: { h: escaped } });
    const Comments = testIsland<{ text: string; children?: TestNode }>(
      'islands/comments.island',
      ({ text }, slot) => `${text}${slot('children')}${text}`,
    );
    const shown = html(
      at(
        <Comments client:load text={pose}>
          <i />
        </Comments>,
      ),
    ) as string;
    expect(shown.split('>').slice(3).join('>')).toContain(
      `${escaped}<skerry-slot name="children"><i></i></skerry-slot>${escaped}<skerry-end>`,
    );
  });

  test('shows a slot once, though its component renders it twice', () => {
    const Twice = testIsland<{ children: TestNode }>(
      'islands/twice.island',
      (_, slot) => slot('children') + slot('children'),
    );
    expect(
      html(
        at(
          <Twice client:load>
            <i />
          </Twice>,
        ),
      ),
    ).toContain(
      '<skerry-slot name="children"><i></i></skerry-slot><skerry-slot name="children"></skerry-slot>',
    );
  });

  test('has no place between the parts of a table, nor has a region', () => {
    const inTable = template(['<table><tbody>', '</tbody></table>'], [table(0)]);
    const row = template(['<tr><td>', '</td></tr>'], [child(0)]);
    const context = { template: () => 1, region: () => ({ v: 'a', k: 'b' }) };
    const live = new LiveElement({ id: 'live/row' }, {});
    const island = <Box client:load />;
    for (const [value, name] of [
      [island, 'islands/box.island'],
      [live, 'live/row'],
    ] as const)
      for (const one of [value, keyed('k', value), [value], [render(row, [live]), value]]) {
        const fault = code('host-in-table', name);
        expect(() => html(render(inTable, [one]))).toThrow(fault);
        expect(() => wholeTree(render(inTable, [one]), context)).toThrow(fault);
        expect(() => diff(render(inTable, [null]), render(inTable, [one]), context)).toThrow(fault);
      }
    expect(html(render(inTable, [[render(row, [island]), render(row, [live])]]))).toContain(
      '[0/.1/0]',
    );
  });
});

describe('inside SVG and MathML', () => {
  const context = { template: () => 1, region: () => ({ v: 'a', k: 'b' }) };
  const around = (tag: string) => {
    const made = template([`<${tag}>`, `</${tag}>`], [child(0)]);
    return (inner: unknown) => render(made, [inner]);
  };
  const group = around('g');

  test.each([
    ['islands/box.island', () => <Box client:load />],
    ['live/row', () => new LiveElement({ id: 'live/row' }, {})],
  ] as const)('the host of %s is refused', (name, make) => {
    const fault = code('host-in-drawing', name);
    for (const drawing of [around('svg'), around('math')])
      for (const one of [make(), keyed('k', make()), [make()], group(make()), group([make()])]) {
        expect(() => html(drawing(one))).toThrow(fault);
        expect(() => wholeTree(drawing(one), context)).toThrow(fault);
        expect(() => diff(drawing(null), drawing(one), context)).toThrow(fault);
      }
    const inner = around('svg')(around('foreignObject')(make()));
    expect(html(inner)).toContain('<foreignObject><!--[0-->');
    expect(wholeTree(inner, context)).toBeDefined();
  });
});

describe('the props of an island', () => {
  test('are data, and slots where they are markup', () => {
    const markup: PageChild[] = [
      <b />,
      keyed('a', 'x'),
      unsafeHtml('<u>'),
      For({ each: [1], children: String }) as PageChild,
      new LiveElement({}, {}),
      <Box client:load />,
      Promise.resolve('x'),
      ['x', [<b />]],
    ];
    const data = [null, 'x', 1, [], ['x'], { a: 1 }];
    const given = Object.fromEntries([...markup, ...data].map((value, i) => [`p${i}`, value]));
    const island = component(Box, { ...given, 'client:load': true, gone: undefined });
    expect(island).toBeInstanceOf(IslandElement);
    const { slots, props } = island as IslandElement;
    expect([...slots.keys()]).toEqual(markup.map((_, i) => `p${i}`));
    expect(Object.values(props)).toEqual(data);
  });

  test('may be a list(…), which is an array to the component', () => {
    const items = list([{ id: 1 }], ({ id }) => id);
    const of = (each: typeof items) => component(Box, { items: each, 'client:load': true });
    const [a, b, c] = [of(items), of(items), of(items.append({ id: 2 }))] as IslandElement[];
    expect(a!.props['items']).toEqual([{ id: 1 }]);
    expect(b!.props['items']).toBe(a!.props['items']);
    expect(c!.props['items']).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('that are no data are named, with the place in them', () => {
    const title = { deep: [{ on: () => 1 }] };
    const fault = code('island-props', '"title.deep[0].on"');
    const context = { template: () => 1, region: () => undefined };
    expect(() => html(at(<Box client:load title={title} />))).toThrow(fault);
    expect(() => wholeTree(at(<Box client:load title={title} />), context)).toThrow(fault);
    expect(() =>
      diff(at(<Box client:load />), at(<Box client:load title={title} />), context),
    ).toThrow(fault);
    expect(() => html(at(<Box client:load title={{ icon: <b /> }} />))).toThrow(
      code('island-props', 'title.icon'),
    );
  });

  test('say once when it hydrates', () => {
    expect(() => component(Box, {})).toThrow(
      code('island-without-strategy', '"islands/box.island"'),
    );
    expect(() => component(Box, { 'client:load': true, 'client:idle': true })).toThrow(
      code('bad-directive', 'client:idle'),
    );
    expect(() => component(Box, { 'client:load': true, 'client:priority': 'now' })).toThrow(
      code('bad-directive', '"now"'),
    );
  });
});

describe('the content of a slot', () => {
  const after = (turns: number, value: Child): Promise<Child> =>
    turns === 0 ? Promise.resolve(value) : Promise.resolve().then(() => after(turns - 1, value));

  test('may come later on a page, in any order, shown or not', async () => {
    const value = (
      <Box client:load open={false} head={after(3, <h2>Hi</h2>) as never}>
        {after(1, 'later')} {after(5, <Box client:load head={after(1, <b />) as never} />)}
      </Box>
    );
    const shown = await renderHtml(at(['a', value, after(2, 'z')]), page);
    expect(shown).toContain(
      '<skerry-slot name="head"><!--[0--><h2 data-s="0">Hi</h2><!--]--></skerry-slot>',
    );
    expect(shown).toContain('<skerry-slot name="children"><!--[0-->later<!--]-->');
    expect(shown).toContain(' at="0/.1/children/2" ');
    expect(shown).toContain('<skerry-slot name="head"><!--[0--><b></b><!--]--></skerry-slot>');
    expect(shown).toMatch(/<!--k:\.2-->z<!--\]--><\/p>$/);
    expect(() => html(at(value))).toThrow(code('render-async'));
  });

  test('is at a path of its own, for regions and islands', () => {
    const live = new LiveElement({}, {});
    const paths: string[] = [];
    const value = at([
      keyed(
        'a/b',
        <Box client:load head={<b>{live}</b>}>
          {live} {keyed('k', <Box client:load>{[live]}</Box>)}
        </Box>,
      ),
    ]);
    const region = (_: LiveElement, path: string) => String(paths.push(path));
    const shown = html(value, { region });
    expect(paths).toEqual([
      '0/a%2Fb/head/0',
      '0/a%2Fb/children/0',
      '0/a%2Fb/children/2/:k/children/0/.0',
    ]);
    expect(shown).toContain(' at="0/a%2Fb" ');
    expect(shown).toContain(' at="0/a%2Fb/children/2/:k" ');
  });
});

describe('one island of a tree', () => {
  const Row = ({ id, inner }: { id: string; inner: PageChild }) => <li key={id}>{inner}</li>;
  const items = ['a/b', '__proto__'];
  const tree = at([
    'text',
    keyed(
      'rows',
      <For each={items} key={(id) => id}>
        {(id) =>
          component(Row, {
            id,
            inner: (
              <Box client:load head={<h2>{id}</h2>}>
                {[keyed('x', <Box client:visible title={id} />)]}
              </Box>
            ),
          }) as never
        }
      </For>,
    ),
    <Box client:idle />,
  ]);
  const found = (path: string) => {
    let island: IslandElement | undefined;
    const change = changeAt(tree, path, ({ value }) => {
      if (!(value instanceof IslandElement)) return undefined;
      island = value;
      return { i: { h: 'new' } };
    });
    return { island, change };
  };

  test('is found by its path, and told from the root', () => {
    const hosts = [...(html(tree) as string).matchAll(/ at="(.*?)"/g)].map(([, path]) => path!);
    expect(hosts).toHaveLength(5);
    for (const path of hosts) expect(found(path).island).toBeInstanceOf(IslandElement);
    const deep = found(hosts[3]!);
    expect(deep.island?.props).toEqual({ title: '__proto__' });
    expect(JSON.stringify(deep.change)).toBe(
      '{"0":{"p":{"rows":{"0":{"p":{"__proto__":{"0":{"i":{"x":{"children":{"0":{"p":{"x":{"i":{"h":"new"}}}}}}}}}}}}}}}',
    );
  });

  test('is not found where there is none, whatever the path', () => {
    for (const path of [
      '',
      '0',
      '1',
      '0/rows',
      '0/rows/0',
      '0/.0',
      'constructor',
      '%',
      '0/%zz/0',
      '/',
    ])
      expect(found(path)).toEqual({ island: undefined, change: undefined });
  });
});

test('a component of Preact is rendered with its slots and ids of its own', () => {
  const Tabs = ({ tab, children }: { tab: string; children?: unknown }) =>
    h('section', { title: tab }, [h('b', null, tab), children as never]);
  const definition = {
    ...(Box as unknown as IslandDefinition),
    name: 'islands/tabs.island',
    component: Tabs,
    renderer,
  };
  const value = component(definition, { 'client:load': true, tab: '<one>', children: <i>in</i> });
  expect(html(at(value))).toBe(
    '<p><!--[0--><skerry-island name="islands/tabs.island" on="load" at="0" props="{&quot;tab&quot;:&quot;&lt;one&gt;&quot;}">' +
      '<section title="&lt;one>"><b>&lt;one></b><skerry-slot name="children"><i data-s="0">in</i></skerry-slot></section>' +
      '<skerry-end></skerry-end></skerry-island><!--]--></p>',
  );
});

describe('an island that only browsers run', () => {
  const Lonely = testIsland<BoxProps>('islands/lonely.island', () => {
    throw new Error('on purpose');
  });
  const hostStart =
    '<skerry-island name="islands/lonely.island" on="only" at="0" props="{&quot;title&quot;:1}">';

  test('is not rendered, and has its fallback in its place', () => {
    expect(html(at(<Lonely client:only title={1} />))).toContain(`${hostStart}<skerry-end>`);
    expect(html(at(<Lonely client:only title={1} fallback={<i>wait</i>} />))).toContain(
      `${hostStart}<skerry-slot name="fallback"><i data-s="0">wait</i></skerry-slot><skerry-end>`,
    );
    expect(html(at(<Lonely client:only title={1} fallback="wait" />))).toContain(
      '<skerry-slot name="fallback"><!--0-->wait<!----></skerry-slot>',
    );
  });

  test('has its children beside it until the browser renders it', () => {
    expect(
      html(
        at(
          <Lonely client:only title={1} fallback="wait">
            <b />
          </Lonely>,
        ),
      ),
    ).toContain(
      `<skerry-holder hidden=""><skerry-slot name="children"><b></b></skerry-slot></skerry-holder>${hostStart}`,
    );
  });

  test('gets the changes of its props and of its fallback', () => {
    const [before, after] = [1, 2].map((n) =>
      at(
        <Lonely client:only title={n} fallback={<i>{n}</i>}>
          <b />
        </Lonely>,
      ),
    );
    const updates = { template: () => 0, region: () => undefined };
    expect(diff(before!, after!, updates)).toEqual({
      0: { i: { p: [{ title: 2 }], x: { fallback: { 0: '2' } } } },
    });
  });

  test('of another kind takes a prop of that name as any other', () => {
    const Other = testIsland<{ fallback: string }>(
      'islands/other.island',
      ({ fallback }) => fallback,
    );
    expect(html(at(<Other client:load fallback="data" />))).toContain('>data<skerry-end>');
  });
});

test('arrays in themselves, and in each other, are data', () => {
  const own: unknown[] = [1];
  own.push(own, [own]);
  expect(html(at(<Box client:load items={own} />))).toContain('props="[');
});

describe('an island that cannot run on the server', () => {
  const failures: Error[] = [];
  const failed = (definition: Partial<IslandDefinition>) => {
    const Failing = Object.assign(
      testIsland<BoxProps>('islands/map.island', () => ''),
      definition,
    );
    const islands = {
      host: '',
      rendered: () => {},
      failed: (_: IslandInfo, error: Error) => void failures.push(error),
    };
    expect(html(at(<Failing client:load />), { islands })).toContain(' failed=""');
    return failures.at(-1)!;
  };
  const thrown = (message: string, stack = '') =>
    Object.assign(new ReferenceError(message), { stack: `ReferenceError: ${message}\n${stack}` });

  test.each([
    ['window is not defined', 'at file:///app/node_modules/leaflet/dist/leaflet.js:1:1', 'leaflet'],
    [
      'HTMLElement is not defined',
      'at /a/node_modules/.pnpm/@acme+map@1/node_modules/@acme/map/i.js',
      '@acme/map',
    ],
    ['document is not defined', 'at file:///app/src/islands/map.island.tsx', 'acme-dom'],
  ])('is named with the package and the next step: %s', (message, stack, from) => {
    const failure = { thrown: thrown(message, stack) };
    expect(failed({ failure, packages: ['acme-dom'] })).toMatchObject({
      code: 'browser-only-island',
      message: `The island "islands/map.island" cannot run on the server because of ${from}: ${message}.`,
      hint: expect.stringContaining('client:only'),
      cause: failure.thrown,
    });
  });

  test('and uses React without compat names the option', () => {
    const failure = {
      thrown: thrown(
        "Cannot read properties of null (reading 'useState')",
        'at useState (/app/node_modules/react/cjs/react.js:1)\n at Chart (/app/node_modules/acme-chart/index.js:2)',
      ),
    };
    expect(failed({ failure })).toMatchObject({
      code: 'island-of-react',
      message: expect.stringContaining('because of acme-chart'),
      hint: expect.stringContaining('compat'),
    });
  });

  test('for another reason fails with that', () => {
    const error = new Error('on purpose');
    expect(failed({ failure: { thrown: error } })).toBe(error);
  });
});

test('the renderer of an island is told whether a region is around it', () => {
  const told: unknown[] = [];
  const Told = Object.assign(
    testIsland<BoxProps>('islands/told.island', () => ''),
    {
      renderer: { render: (...given: unknown[]) => (told.push(given[4]), '') },
    },
  );
  const islands = { host: 'lv-1', rendered: () => {}, failed: () => {} };
  html(at(<Told client:load />), { islands });
  html(at(<Told client:load />), { islands: { ...islands, host: '' } });
  expect(told).toEqual([true, false]);
});
