import { patchProps } from '@skerry/islands/server';
import { merge, type Tree, type Update } from '@skerry/wire';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { defaultLimits } from '../../core/limits.js';
import { stopClock } from '../../../test/clock.js';
import { testIsland, type TestNode } from '../../../test/islands.js';
import { type Opened, serveViews, type Site, type SiteOptions } from '../../../test/visitor.js';
import type { Child } from '../../template/child.js';
import { For } from '../../template/list/for.js';
import { defineLive, type LiveView } from '../author/define.js';

let site: Site;
afterEach(() => site.stop());

interface Gauge {
  value: unknown;
  note?: string;
  children?: TestNode;
}
const Gauge = testIsland<Gauge>('islands/gauge.island', ({ value, note = '' }, slot) => {
  if (value === 13) throw new Error('on purpose');
  return `<b>${String(value)}${note}</b>${slot('children')}`;
});

const Inner = defineLive(
  { mount: () => ({ n: 0 }), events: { add: (live) => live.assign({ n: live.state.n + 1 }) } },
  ({ state }) => <i>{state.n}</i>,
  'inner',
);

const Dash = defineLive(
  {
    mount: () => ({ value: 1 as number, text: 'a', rows: ['x', 'y'], inside: true, wide: 'w' }),
    events: {
      set: (live, patch) => live.assign(patch as object),
      follow: (live) => live.reply('nothing new'),
    },
  },
  ({ state }) => (
    <div>
      <Gauge client:visible value={state.value}>
        <p>{state.text}</p>
        {state.inside && <Inner />}
      </Gauge>
      <Gauge client:none value={Math.floor(state.value / 10)} note={state.text} />
      <For each={state.rows} key={(row) => row}>
        {(row) => (
          <section>
            <Gauge client:load value={`${row} ${state.value}`} />
          </section>
        )}
      </For>
    </div>
  ),
  'dash',
);

const open = async (options: SiteOptions = {}): Promise<Opened> => {
  const routes = { 'index.tsx': { default: () => <Dash /> } };
  site = await serveViews({ dash: Dash, inner: Inner }, { routes, ...options });
  return site.open();
};

/** Sends the region's events in order. */
function events({ line }: Opened) {
  let seq = 0;
  return {
    set: async (patch: object): Promise<Update> => (await line.ask([1, ++seq, 'set', patch]))[2],
    request: async (at: string, wanted: unknown = true): Promise<Update> =>
      (await line.ask([1, ++seq, at, wanted, 'island']))[2],
  };
}

describe('an island in a region', () => {
  test('is in the HTML with its path, and updates bring only its props', async () => {
    const opened = await open();
    const { set } = events(opened);
    expect([...opened.host.html.matchAll(/ at="(.*?)"/g)].map(([, at]) => at)).toEqual([
      '0',
      '1',
      '2/x/0',
      '2/y/0',
    ]);
    expect(await set({ value: 2 })).toEqual({
      0: { i: { p: [{ value: 2 }] } },
      2: {
        p: {
          x: { 0: { i: { p: [{ value: 'x 2' }] } } },
          y: { 0: { i: { p: [{ value: 'y 2' }] } } },
        },
      },
    });
    expect(await set({ wide: 'W' })).toEqual({});
  });

  test('that never hydrates gets its changed markup', async () => {
    const { set } = events(await open());
    expect(await set({ value: 9, rows: [] })).not.toHaveProperty('1');
    expect(await set({ value: 10 })).toMatchObject({ 1: { i: { h: '<b>1a</b>' } } });
    expect(await set({ text: 'b' })).toEqual({
      0: { i: { x: { children: { 0: { 0: 'b' } } } } },
      1: { i: { h: '<b>1b</b>' } },
    });
  });

  test('moves with its row, under the same path', async () => {
    const { set } = events(await open());
    expect(await set({ rows: ['y', 'x'], value: 2 })).toMatchObject({
      2: { l: [['>', 'y', 'x']], p: { x: { 0: { i: { p: [{ value: 'x 2' }] } } } } },
    });
  });

  test('that appears brings props, markup and the content of its slots', async () => {
    const opened = await open();
    const { set } = events(opened);
    const update = await set({ rows: ['x', 'y', 'z'] });
    expect(JSON.stringify(update)).toContain(
      '{"i":{"a":{"name":"islands/gauge.island","on":"load","at":"2/z/0"},"h":"<b>z 1</b>","p":{"value":"z 1"}}}',
    );
    const line = await site.connect(opened.cookie);
    const [, , whole] = await line.join(1, opened.host, { page: 'page' });
    expect(whole.d[0].i).toMatchObject({
      a: { name: 'islands/gauge.island', on: 'visible', at: '0' },
      p: { value: 1 },
      h: '<b>1</b><skerry-slot name="children"></skerry-slot>',
      x: { children: { d: [{ d: ['a'] }, { v: expect.any(String) }] } },
    });
  });

  test('is compared with the shown tree also after a long rest', async () => {
    const pass = stopClock();
    const { set } = events(await open());
    await set({ value: 10, rows: [] });
    pass(3 * defaultLimits.idleTimeout);
    expect(await set({ value: 11 })).toEqual({ 0: { i: { p: [{ value: 11 }] } } });
  });

  test('that throws stays as it was; the error is reported, and the region goes on', async () => {
    const { set, request } = events(await open());
    await request('0');
    expect(await set({ value: 13, text: 'b', rows: [] })).toEqual({
      0: { i: { p: [{ value: 13 }], x: { children: { 0: { 0: 'b' } } } } },
      1: { i: { h: '<b>1b</b>' } },
      2: { l: [['-', 'x', 'y']] },
    });
    const region = expect.objectContaining({ view: 'dash' });
    const island = { name: 'islands/gauge.island', strategy: 'visible' };
    expect(site.calls('onError')).toEqual([
      { error: new Error('on purpose'), where: 'island', island, region },
    ]);
    expect(await set({ value: 14 })).toMatchObject({
      0: { i: { h: expect.stringContaining('14') } },
    });
    expect(site.calls('onPanic')).toEqual([]);
  });

  test('is seen by onIsland when it is rendered, and only then', async () => {
    const { set } = events(await open());
    const region = expect.objectContaining({ view: 'dash' });
    const island = { name: 'islands/gauge.island', strategy: 'visible' };
    const seen = site.calls('onIsland');
    expect(seen.map((one) => one.island.strategy)).toEqual(['visible', 'none', 'load', 'load']);
    expect(seen[0]).toEqual({
      island,
      region,
      micros: expect.any(Number),
      bytes: expect.any(Number),
    });
    await set({ value: 2 });
    // What never hydrates is another one by its props, and may show the same.
    expect(site.calls('onIsland')).toHaveLength(4);
    await set({ value: 10 });
    expect(
      site
        .calls('onIsland')
        .slice(4)
        .map((one) => one.island.strategy),
    ).toEqual(['none']);
  });
});

describe('a markup request for an island', () => {
  test('is answered with the markup, and each change is sent from then on, until the request is withdrawn', async () => {
    const { set, request } = events(await open());
    await set({ value: 2, rows: ['x'] });
    expect(await request('0')).toEqual({
      0: { i: { h: '<b>2</b><skerry-slot name="children"></skerry-slot>' } },
    });
    expect(await request('2/x/0')).toEqual({ 2: { p: { x: { 0: { i: { h: '<b>x 2</b>' } } } } } });
    expect(await set({ value: 3 })).toEqual({
      0: {
        i: { p: [{ value: 3 }], h: '<b>3</b><skerry-slot name="children"></skerry-slot>' },
      },
      2: { p: { x: { 0: { i: { p: [{ value: 'x 3' }], h: '<b>x 3</b>' } } } } },
    });
    expect(await set({ text: 'b' })).not.toHaveProperty('0.i.h');
    expect(await request('0', false)).toEqual({});
    expect(await set({ value: 4 })).toMatchObject({ 0: { i: { p: [{ value: 4 }] } } });
    expect(await set({ value: 5, rows: [] })).toEqual({
      0: { i: { p: [{ value: 5 }] } },
      2: { l: [['-', 'x']] },
    });
  });

  test('means nothing where there is no island that hydrates', async () => {
    const { set, request } = events(await open());
    for (const at of ['1', '3', '0/children/0', '2/x', 'constructor', '%'])
      expect(await request(at)).toEqual({});
    for (const wanted of [null, 1, 'true', {}]) expect(await request('0', wanted)).toEqual({});
    expect(await set({ value: 2, rows: [] })).toEqual({
      0: { i: { p: [{ value: 2 }] } },
      2: { l: [['-', 'x', 'y']] },
    });
  });

  test('runs no handler and asks no guard, whatever its path', async () => {
    const opened = await open();
    expect(await events(opened).request('set', { value: 9 })).toEqual({});
    expect(await opened.line.ask([1, 2, 'set', {}, 'click'])).toEqual([1, 2, {}]);
    expect(site.calls('beforeEvent')).toHaveLength(1);
    const received = site.calls('afterReceive').map(({ message }) => message);
    expect(received.filter(({ kind }) => kind === 'event')).toHaveLength(2);
  });

  test('is numbered as events are, and is forgotten when the region is joined again', async () => {
    const opened = await open();
    const { cookie, host } = opened;
    const { request } = events(opened);
    await request('0');
    opened.line.cut();
    await site.until(() => site.calls('onDisconnect').length === 1);
    const line = await site.connect(cookie);
    expect(await line.join(1, host, { have: 1, page: 'page' })).toEqual([1, 0, {}, 1]);
    expect(await line.ask([1, 1, '0', true, 'island'])).toEqual([1, 1, {}]);
    const [, , update] = await line.ask([1, 2, 'set', { value: 2, rows: [] }]);
    expect(update[0]).toEqual({ i: { p: [{ value: 2 }] } });
    expect(await line.ask([1, 3, '0', true, 'island'])).toMatchObject([
      1,
      3,
      { 0: { i: { h: expect.any(String) } } },
    ]);
  });

  test('is kept up to a limit, beyond which the oldest is forgotten', async () => {
    const { set, request } = events(await open({ limits: { maxMarkupRequests: 2 } }));
    for (const at of ['0', '2/x/0', '0', '2/y/0']) await request(at);
    expect(await set({ value: 2 })).toEqual({
      0: { i: { p: [{ value: 2 }], h: expect.any(String) } },
      2: {
        p: {
          x: { 0: { i: { p: [{ value: 'x 2' }] } } },
          y: { 0: { i: { p: [{ value: 'y 2' }], h: '<b>y 2</b>' } } },
        },
      },
    });
  });

  test('has an answer that counts as an update, so that a browser that missed it gets it again', async () => {
    const opened = await open();
    await events(opened).request('0');
    opened.line.cut();
    const line = await site.connect(opened.cookie);
    expect(await line.join(1, opened.host, { have: 0, page: 'page' })).toMatchObject([
      1,
      0,
      { 0: { i: { h: expect.any(String) } } },
      1,
    ]);
  });

  test('of a slow reader has to be sent again, with the same number', async () => {
    const { line } = await open();
    const slow = vi.spyOn(site.connections[0]!, 'congested', 'get').mockReturnValue(true);
    await line.ask([1, 1, 'set', { value: 2, rows: [] }]);
    const refused = [null, expect.objectContaining({ code: 'rate-limited' })];
    expect(await line.ask([1, 2, '0', true, 'island'])).toEqual([1, 2, ...refused]);
    slow.mockRestore();
    // What is new comes by itself, before the answer.
    line.send([1, 2, '0', true, 'island']);
    expect(await line.next()).toMatchObject([1, { 0: { i: { p: [{ value: 2 }] } } }]);
    expect(await line.next()).toMatchObject([1, 2, { 0: { i: { h: expect.any(String) } } }]);
  });

  test('for an island that cannot be rendered is answered without markup, and the error is reported', async () => {
    const { set, request } = events(await open());
    await set({ value: 13, rows: [] });
    expect(await request('0')).toEqual({});
    expect(site.calls('onError')).toMatchObject([{ where: 'island' }]);
    expect(await set({ value: 14 })).toMatchObject({ 0: { i: { h: expect.any(String) } } });
  });
});

describe('a region in a slot of an island', () => {
  test('is known to its parent, by the path through the slot', async () => {
    const opened = await open();
    const [, inner] = opened.hosts;
    const { set } = events(opened);
    expect(opened.hosts).toHaveLength(2);
    expect(await opened.line.ask([2, 1, 'add'])).toEqual([2, 1, { 0: '1' }]);
    expect(await set({ value: 2, rows: [] })).not.toHaveProperty('0.i.x');
    expect(await set({ inside: false })).toEqual({ 0: { i: { x: { children: { 1: '' } } } } });
    await opened.line.ask([2, 1]);
    const update = await set({ inside: true });
    expect(update).toMatchObject({
      0: { i: { x: { children: { 1: { v: expect.any(String), c: { d: ['0'] } } } } } },
    });
    expect(JSON.stringify(update)).not.toContain(inner!.id);
  });
});

test('a region may have an island as its root', async () => {
  const Root: LiveView = defineLive(
    { mount: () => ({ n: 1 }), events: { add: (live) => live.assign({ n: live.state.n + 1 }) } },
    ({ state }): Child => <Gauge client:load value={state.n} />,
    'root',
  );
  site = await serveViews({ root: Root });
  const { line, host } = await site.open();
  expect(host.html).toMatch(/^<skerry-island .* at="0" .*<\/skerry-island>$/);
  expect(await line.ask([1, 1, 'add'])).toEqual([1, 1, { 0: { i: { p: [{ value: 2 }] } } }]);
});

test('the tree of the browser stays that of a fresh render', async () => {
  const opened = await open();
  const { set, request } = events(opened);
  const whole = async (): Promise<Tree> => {
    const other = await site.connect(opened.cookie);
    const [, , tree] = await other.join(1, opened.host, { page: 'page' });
    return merge({ s: 0 }, tree);
  };
  const { line, host } = opened;
  const [, , first] = await line.join(1, host, { page: 'page' });
  let tree = merge({ s: 0 }, first);
  for (const patch of [
    { value: 2.5, text: 'b' },
    { rows: ['z', 'y'], value: new Date(0) },
    { inside: false, value: 33 },
    { rows: ['y', 'x', 'z'], text: '<c>' },
  ]) {
    tree = merge(tree, await set(patch), patchProps);
    for (const at of ['0', '2/x/0', '2/y/0', '2/z/0']) tree = merge(tree, await request(at));
  }
  expect(tree).toEqual(await whole());
});
