import { patchProps } from '@skerry/islands/server';
import { merge, type Tree, type Update, wireLimits } from '@skerry/wire';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { testIsland, type TestNode } from '../../../test/islands.js';
import { type Opened, serveViews, type Site, type SiteOptions } from '../../../test/visitor.js';
import { For } from '../../template/list/for.js';
import { unsafeHtml } from '../../template/raw.js';
import { defineLive } from '../author/define.js';

// A browser that has lost its way in a part of a region asks for that part, by its path.

let site: Site;
afterEach(() => site.stop());

const Box = testIsland<{ size: number; children?: TestNode }>(
  'islands/box.island',
  ({ size }, slot) => `<b>${size}</b>${slot('children')}`,
);

const Inner = defineLive(
  { mount: () => ({ n: 0 }), events: { add: (live) => live.assign({ n: live.state.n + 1 }) } },
  ({ state }) => <i>{state.n}</i>,
  'inner',
);

const Page = defineLive(
  {
    mount: () => ({ text: 'a', keys: ['x', 'a/b'], size: 1, isOpen: true }),
    events: { set: (live, patch) => live.assign(patch as object) },
  },
  ({ state: { text, keys, size, isOpen } }) => (
    <main>
      <h1>{text} !</h1>
      {isOpen && (
        <section>
          <p title={text}>{text}</p>
          <Inner />
        </section>
      )}
      <ul>
        <For each={keys} key={(key) => key}>
          {(key) => (
            <li>
              {key} {text}
            </li>
          )}
        </For>
      </ul>
      <Box client:load size={size}>
        <em>{text}</em>
      </Box>
      <svg>
        <g>{unsafeHtml('<path d="M0"/>')}</g>
      </svg>
    </main>
  ),
  'page',
);

const open = async (options: SiteOptions = {}): Promise<Opened> => {
  const routes = { 'index.tsx': { default: () => <Page /> } };
  site = await serveViews({ page: Page, inner: Inner }, { routes, ...options });
  return site.open();
};

/** Sends the region's events in order. */
function events({ line }: Opened) {
  let seq = 0;
  return {
    set: async (patch: object): Promise<Update> => (await line.ask([1, ++seq, 'set', patch]))[2],
    request: async (at: string): Promise<Update> =>
      (await line.ask([1, ++seq, at, null, 'whole']))[2],
  };
}

const template = [expect.any(Number), expect.any(String)];
const region = { v: expect.any(String), k: expect.any(String) };

describe('a markup request for a path is answered with', () => {
  test.each([
    ['0/0', { 0: { 0: 'a' } }],
    ['1', { 1: { s: template, d: [{ s: template, d: [{ a: { title: 'a' }, x: 'a' }] }, region] } }],
    ['1/0', { 1: { 0: { s: template, d: [{ a: { title: 'a' }, x: 'a' }] } } }],
    ['1/1', { 1: { 1: region } }],
    [
      '2/0',
      {
        2: {
          0: {
            r: [
              ['x', { s: template, d: ['x', ' ', 'a'] }],
              ['a/b', { s: expect.any(Number), d: ['a/b', ' ', 'a'] }],
            ],
          },
        },
      },
    ],
    ['2/0/x', { 2: { 0: { p: { x: { s: template, d: ['x', ' ', 'a'] } } } } }],
    ['2/0/a%2Fb', { 2: { 0: { p: { 'a/b': { s: template, d: ['a/b', ' ', 'a'] } } } } }],
    [
      '3',
      {
        3: {
          i: {
            a: { name: 'islands/box.island', on: 'load', at: '3' },
            p: { size: 1 },
            h: '<b>1</b><skerry-slot name="children"></skerry-slot>',
            x: { children: { s: template, d: ['a'] } },
          },
        },
      },
    ],
    ['3/children', { 3: { i: { x: { children: { s: template, d: ['a'] } } } } }],
    ['3/children/0', { 3: { i: { x: { children: { 0: 'a' } } } } }],
    ['4/0/0', { 4: { 0: { 0: { h: '<path d="M0"></path>' } } } }],
  ])('all of it, as at %s', async (path, answer) => {
    const { request } = events(await open());
    expect(await request(path)).toEqual(answer);
    // What was sent once is sent again: it may be what the browser lacks.
    expect(await request(path)).toEqual(answer);
  });

  test('the current markup, where the region has gone on', async () => {
    const opened = await open();
    const { line } = opened;
    const slow = vi.spyOn(site.connections[0]!, 'congested', 'get').mockReturnValue(true);
    await line.ask([1, 1, 'set', { text: 'b' }]);
    const refused = [null, expect.objectContaining({ code: 'rate-limited' })];
    expect(await line.ask([1, 2, '2/0/x', null, 'whole'])).toEqual([1, 2, ...refused]);
    slow.mockRestore();
    line.send([1, 2, '2/0/x', null, 'whole']);
    expect(await line.next()).toMatchObject([1, { 2: { 0: { p: { x: { 2: 'b' } } } } }]);
    expect(await line.next()).toEqual([
      1,
      2,
      { 2: { 0: { p: { x: { s: template, d: ['x', ' ', 'b'] } } } } },
    ]);
  });

  test.each([
    '5',
    '1/7',
    '2/0/gone',
    '2/0/x/9',
    '3/header',
    '0/0/0',
    'constructor',
    '__proto__',
    '%',
    '/',
    '2/0//',
  ])('nothing where the path leads nowhere (%s)', async (path) => {
    const { request, set } = events(await open());
    expect(await request(path)).toEqual({});
    expect(await set({ text: 'b' })).toMatchObject({ 0: { 0: 'b' } });
    expect(site.errors).toEqual([]);
  });

  test('nothing, where nothing is there any more', async () => {
    const { request, set } = events(await open());
    await set({ keys: ['a/b'], isOpen: false });
    for (const path of ['2/0/x', '1/0', '1/1']) expect(await request(path)).toEqual({});
    expect(await request('1')).toEqual({ 1: '' });
  });
});

test('a markup request with a path that is too long is refused, and the region goes on', async () => {
  const opened = await open();
  const { line } = opened;
  expect(await line.ask([1, 1, '0'.repeat(wireLimits.maxName + 1), null, 'whole'])).toEqual([
    1,
    1,
    null,
    expect.objectContaining({ code: 'bad-payload' }),
  ]);
  expect(await line.ask([1, 1, 'set', { text: 'b' }])).toMatchObject([1, 1, { 0: { 0: 'b' } }]);
});

test('a markup request runs no handler and asks no guard, even with the name of an event', async () => {
  const opened = await open();
  expect(await events(opened).request('set')).toEqual({});
  expect(site.calls('beforeEvent')).toEqual([]);
});

test('markup requests count as joins: beyond the rate they have to be sent again', async () => {
  const { line } = await open({ limits: { maxChannels: 4, joinRate: 0.001 } });
  for (const seq of [1, 2])
    expect((await line.ask([1, seq, '0/0', null, 'whole']))[2]).toEqual({ 0: { 0: 'a' } });
  expect(await line.ask([1, 3, '0/0', null, 'whole'])).toMatchObject([
    1,
    3,
    null,
    { code: 'rate-limited' },
  ]);
  expect(await line.ask([1, 3, 'set', { text: 'b' }])).toMatchObject([1, 3, { 0: { 0: 'b' } }]);
});

test('a browser that missed the answer of a markup request gets the whole tree with its next join, since the answer has templates', async () => {
  const opened = await open();
  await events(opened).request('2/0/x');
  opened.line.cut();
  const line = await site.connect(opened.cookie);
  expect(await line.join(1, opened.host, { have: 0, page: 'page' })).toMatchObject([
    1,
    0,
    { s: template },
    1,
  ]);
});

test('after markup requests the browser has the tree of a fresh render, and the same regions', async () => {
  const opened = await open();
  const { set, request } = events(opened);
  const { line, host, cookie } = opened;
  // Each time it is sealed anew.
  const withoutToken = (tree: Tree) =>
    JSON.parse(JSON.stringify(tree, (name, value) => (name === 'k' ? '' : value)));
  const [, , first] = await line.join(1, host, { page: 'page' });
  let tree = merge({ s: 0 }, first);
  const patches = [
    { text: 'b' },
    { keys: ['z', 'x'], size: 2 },
    { isOpen: false },
    { isOpen: true, text: '<c>' },
  ];
  for (const patch of patches) {
    tree = merge(tree, await set(patch), patchProps);
    for (const at of ['0', '1', '1/1', '2/0', '2/0/x', '3', '3/children'])
      tree = merge(tree, await request(at), patchProps);
  }
  const other = await site.connect(cookie);
  const [, , fresh] = await other.join(1, host, { page: 'page' });
  expect(withoutToken(tree)).toEqual(withoutToken(merge({ s: 0 }, fresh)));
});
