import { merge, type Tree } from '@skerry/wire';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { defaultLimits } from '../../core/limits.js';
import { stopClock } from '../../../test/clock.js';
import { hostOf, regionIn } from '../../../test/region-in.js';
import { serveViews, type Site, type SiteOptions } from '../../../test/visitor.js';
import { defineLive, type LiveView } from '../author/define.js';

let site: Site;
let ended: string[];
let mounted: string[];
let broken: boolean;
beforeEach(() => {
  ended = [];
  mounted = [];
  broken = false;
});
afterEach(() => site.stop());

const inner = (id: string, async: boolean): LiveView<{ name: string; of?: number }> =>
  defineLive(
    {
      mount: ({ props }: { props: { name: string; of?: number } }) => {
        mounted.push(props.name);
        const state = { count: 0 };
        return async ? Promise.resolve(state) : state;
      },
      events: {
        add: (live) => live.assign({ count: live.state.count + 1 }),
        fail() {
          throw new Error('on purpose');
        },
      },
      unmount: ({ props }, reason) => void ended.push(`${props.name} ${reason}`),
    },
    ({ state, props }) => {
      if (broken)
        return (
          <div>
            <em>written before it broke</em>
            {{} as never}
          </div>
        );
      return <b title={props.name}>{`${state.count} of ${props.of}`}</b>;
    },
    id,
  ) as LiveView<{ name: string; of?: number }>;

const Inner = inner('inner', false);
const Late = inner('late', true);
const Nest = defineLive(
  { mount: () => ({}) },
  () => (
    <i>
      <Inner name="deepest" />
    </i>
  ),
  'nest',
);

/** A region with others inside, by what its state says. */
const Outer = defineLive(
  {
    mount: () => ({
      of: 1,
      first: true,
      late: false,
      nest: false,
      em: false,
      rows: [] as string[],
    }),
    events: {
      grow: (live) => live.assign({ of: live.state.of + 1 }),
      show: (live, what) => live.assign(what as object),
    },
    unmount: (_, reason) => void ended.push(`outer ${reason}`),
  },
  ({ state }) => (
    <div>
      {state.of}
      {state.first && <Inner name="first" of={state.of} />}
      {state.late && <Late name="late" of={state.of} />}
      {state.nest && <Nest />}
      {state.em && <em>here</em>}
      <ul>
        {state.rows.map((row) => (
          <li key={row}>
            <Inner name={row} of={state.of} />
          </li>
        ))}
      </ul>
    </div>
  ),
  'outer',
);

async function open(options?: SiteOptions) {
  const views = { outer: Outer, inner: Inner, late: Late, nest: Nest };
  site = await serveViews(views, {
    routes: { 'index.tsx': { default: () => <Outer /> } },
    ...options,
  });
  const opened = await site.open();
  const [outer, first] = opened.hosts;
  return { ...opened, outer: outer!, first: first! };
}

test('a region inside a region is mounted once and joined by its own token', async () => {
  const { line, outer, first } = await open();
  expect(mounted).toEqual(['first']);
  expect(outer.html).toContain(`<skerry-live id="lv-${first.id}"`);
  expect(await line.ask([2, 1, 'add'])).toEqual([2, 1, { 0: '1 of 1' }]);
  expect(site.calls('onJoin').map(({ region }) => region.view)).toEqual(['outer', 'inner']);
});

test('changed props reach a region inside another, and keep its state', async () => {
  const { line } = await open();
  await line.ask([2, 1, 'add']);
  line.send([1, 1, 'grow']);
  expect(await line.next()).toEqual([1, 1, { 0: '2' }]);
  expect(await line.next()).toEqual([2, { 0: '1 of 2' }]);
  expect(mounted).toEqual(['first']);
  // Props that are the same are no reason to render.
  const rendered = () => site.calls('afterRender').filter(({ region }) => region.view === 'inner');
  const before = rendered().length;
  await line.ask([1, 2, 'show', { rows: [] }]);
  expect(await line.settled()).toEqual([]);
  expect(rendered()).toHaveLength(before);
});

test('an update after changed props comes after the templates that it names', async () => {
  const Leaf = defineLive(
    { mount: () => ({}) },
    ({ props }: { props: { text: string } }) => <i>{props.text && <u>{props.text}</u>}</i>,
    'leaf',
  );
  const Pair = defineLive(
    { mount: () => ({ text: '' }), events: { show: (live) => live.assign({ text: 'a' }) } },
    ({ state: { text } }) => (
      <div>
        {text && <Leaf text={text} />}
        <Leaf text={text} />
      </div>
    ),
    'pair',
  );
  const routes = { 'index.tsx': { default: () => <Pair /> } };
  site = await serveViews({ pair: Pair, leaf: Leaf }, { routes });
  const { line } = await site.open();
  const [, , update] = await line.ask([1, 1, 'show']);
  const [number, markup] = regionIn(update).c.d[0].s;
  expect(markup).toBe('<u data-s="0"></u>');
  expect(await line.next()).toMatchObject([2, { d: [{ s: number, d: ['a'] }] }]);
});

test('a region that appeared as the connection dropped comes in a whole tree, without templates of the old connection', async () => {
  const { line, cookie, outer } = await open();
  await line.ask([1, 1, 'show', { first: false }]);
  await line.ask([2, 1]);
  const [, , missed] = await line.ask([1, 2, 'show', { first: true }]);
  expect(missed).toEqual({
    1: { v: expect.any(String), k: expect.any(String), c: expect.anything() },
  });
  line.cut();
  const next = await site.connect(cookie);
  const [, , answer] = await next.join(1, outer, { have: 1, page: 'page' });
  expect(answer).toMatchObject({ s: [expect.anything(), expect.anything()] });
});

test('a region that appears comes with its tree, and its join brings no more', async () => {
  const { line } = await open();
  const [, , update] = await line.ask([1, 1, 'show', { rows: ['a'] }]);
  const ref = regionIn(update);
  expect(ref).toMatchObject({ c: { d: [{ a: { title: 'a' }, x: '0 of 1' }] } });
  expect(await line.join(3, hostOf(ref), { have: 0, page: 'page' })).toEqual([3, 0, {}]);
  expect(mounted).toEqual(['first', 'a']);
  expect(await line.ask([3, 1, 'add'])).toEqual([3, 1, { 0: '1 of 1' }]);
});

test('a region whose mount takes time comes without its tree, which the join brings', async () => {
  const { line } = await open();
  const [, , update] = await line.ask([1, 1, 'show', { late: true }]);
  const ref = regionIn(update);
  expect(ref.c).toBeUndefined();
  const [, , tree] = await line.join(3, hostOf(ref), { page: 'page' });
  expect(tree.d).toEqual([{ a: { title: 'late' }, x: '0 of 1' }]);
  expect(mounted).toEqual(['first', 'late']);
});

test('a region inside a region that appears is known to its parent', async () => {
  const { line } = await open();
  const [, , update] = await line.ask([1, 1, 'show', { nest: true }]);
  const nest = regionIn(update);
  const deepest = regionIn(nest.c);
  expect(deepest.c.d).toEqual([{ a: { title: 'deepest' }, x: '0 of undefined' }]);
  expect(await line.join(3, hostOf(nest), { have: 0, page: 'page' })).toEqual([3, 0, {}]);
  expect(await line.join(4, hostOf(deepest), { have: 0, page: 'page' })).toEqual([4, 0, {}]);
  await line.ask([1, 2, 'grow']);
  expect(mounted).toEqual(['first', 'deepest']);
});

test('a region that disappears ends when the browser leaves it; if it returns, it is another region', async () => {
  const { line, first } = await open();
  expect(await line.ask([1, 1, 'show', { first: false }])).toEqual([1, 1, { 1: '' }]);
  await line.ask([2, 1]);
  expect(ended).toEqual(['first left']);
  const [, , update] = await line.ask([1, 2, 'show', { first: true }]);
  expect(regionIn(update).v).not.toBe(first.id);
  expect(mounted).toEqual(['first', 'first']);
});

test('a region inside another expires if no browser joins or leaves it', async () => {
  const pass = stopClock();
  const { line } = await open();
  await line.ask([1, 1, 'show', { rows: ['a'] }]);
  await line.ask([1, 2, 'show', { rows: [] }]);
  expect(ended).toEqual([]);
  pass(defaultLimits.parkTimeout);
  expect(ended).toEqual(['a expired']);
});

test('a region that was reset keeps its place in its parent', async () => {
  const { line, first } = await open();
  await line.ask([1, 1, 'grow']);
  await line.ask([2, 1, 'fail']);
  await line.ask([2, 2, 'fail']);
  expect(ended).toEqual(['first reset']);
  const [, , tree] = await line.join(3, first, { have: 0, page: 'page' });
  // Its token is older than its props.
  expect(tree.d[0].x).toBe('0 of 2');
  line.send([1, 2, 'grow']);
  expect(await line.next(([channel]) => channel === 3)).toEqual([3, { 0: '0 of 3' }]);
  expect(await line.next(([, ref]) => ref === 2)).toEqual([1, 2, { 0: '3' }]);
  expect(mounted).toEqual(['first', 'first']);
});

test('an error in a region inside another, at any moment, harms that region alone', async () => {
  const { line } = await open();
  broken = true;
  const grown = await line.ask([1, 1, 'grow']);
  expect(grown).toEqual([1, 1, { 0: '2' }]);
  expect(await line.settled()).toEqual([[2, 'crash', expect.objectContaining({ code: 'failed' })]]);
  const [, , update] = await line.ask([1, 2, 'show', { rows: ['a'] }]);
  expect(regionIn(update).c).toBeUndefined();
  expect(ended).toEqual(['first reset', 'a reset']);
  // Markup that was written for it was not sent.
  expect((await line.ask([1, 3, 'show', { em: true }]))[2][4].s).toEqual([
    expect.any(Number),
    expect.stringContaining('<em'),
  ]);
  broken = false;
  const [, , tree] = await line.join(3, hostOf(regionIn(update)), { page: 'page' });
  expect(tree.s).toEqual([expect.any(Number), expect.stringContaining('<b')]);
});

test('a whole tree names the regions inside, and they go on', async () => {
  const { line, outer, cookie } = await open();
  await line.ask([2, 1, 'add']);
  line.cut();
  const next = await site.connect(cookie);
  const [, , tree] = await next.join(1, outer, { page: 'page' });
  const ref = regionIn(merge({ s: 0 }, tree) as Tree);
  const [, , inside] = await next.join(2, hostOf(ref), { page: 'page' });
  expect(inside.d[0].x).toBe('1 of 1');
  expect(mounted).toEqual(['first']);
});
