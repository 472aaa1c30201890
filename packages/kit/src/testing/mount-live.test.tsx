import { expect, test } from 'vitest';
import { z } from 'zod';

import { testIsland, type TestNode } from '../../test/islands.js';
import { defineLive, event } from '../live/author/define.js';
import { pending } from '../live/author/contexts.js';
import { fetchPage } from './fetch-page.js';
import { mountLive } from './mount-live.js';

const Counter = defineLive(
  {
    mount: ({ props }: { props: { start?: number } }) => ({ count: props.start ?? 0 }),
    events: {
      increment: event(z.object({ by: z.number().int() }), (live, { by }) =>
        live.assign({ count: live.state.count + by }),
      ),
      reset: (live) => live.assign({ count: 0 }),
    },
  },
  ({ state, on }) => (
    <p>
      <button lv-click={on.increment({ by: 2 })}>+</button> {state.count}
      <button lv-click="reset">reset</button>
    </p>
  ),
);

test('a click runs the handler, and the tree equals a fresh render', async () => {
  const counter = await mountLive(Counter, { props: { start: 3 } });
  await counter.click('+');
  expect(counter.state).toEqual({ count: 5 });
  expect(counter.html()).toBe(
    '<p><button lv-click="increment {&quot;by&quot;:2}">+</button> 5<button lv-click="reset">reset</button></p>',
  );
  await counter.click('reset');
  expect(counter.text()).toBe('+ 0reset');
});

test('a payload that the schema refuses is an error of the test', async () => {
  const counter = await mountLive(Counter, {});
  await expect(counter.send('increment', { by: 'x' })).rejects.toThrow('invalid-payload');
  await expect(counter.click('nothing')).rejects.toThrow(/there are: "\+", "reset"/);
});

test('a payload for which the server closes the connection is an error of the test, and so is what comes after', async () => {
  const counter = await mountLive(Counter);
  const payload: unknown = JSON.parse('{"__proto__": 1}');
  await expect(counter.send('increment', payload)).rejects.toThrow('A key may not be "__proto__".');
  await expect(counter.click('+')).rejects.toThrow(/closed.*A key may not be "__proto__"/);
  expect(counter.state).toEqual({ count: 0 });
  await counter.leave();
});

test('lv-value-… adds members to a payload, as in browsers', async () => {
  const View = defineLive(
    { mount: () => ({}), events: { note: (live, payload) => live.reply(payload) } },
    () => (
      <p>
        <button lv-click="note" lv-value-id={10} lv-value-value="1" value="2">
          a
        </button>
        <b lv-keydown="note" lv-value-id="10">
          b
        </b>
        <button lv-click='note "text"' lv-value-id="10">
          c
        </button>
      </p>
    ),
  );
  const view = await mountLive(View);
  expect(await view.click('a')).toEqual({ id: '10', value: '2' });
  expect(await view.raise('keydown', 'b', { key: 'x' })).toEqual({ id: '10', key: 'x' });
  expect(await view.click('c')).toBe('text');
});

const Search = defineLive(
  {
    mount: ({ subscribe }) => {
      subscribe('found');
      return { query: '', hits: pending<string[]>(), loud: false };
    },
    events: {
      search(live, fields) {
        const { query, loud } = fields as { query: string; loud?: string };
        live.assign({ query, loud: loud === 'yes' });
        live.load('hits', async () => [`${query} 1`, `${query} 2`]);
        live.emit('searched', query);
      },
      typed: (live, fields) => live.assign({ query: (fields as { query: string }).query }),
      away: (live) => live.redirect('/results'),
      boom: () => {
        throw new Error('on purpose');
      },
    },
    messages: {
      found: (live, hit: string) => live.assign({ hits: { status: 'ready', value: [hit] } }),
    },
  },
  ({ state }) => (
    <form lv-submit='search {"loud":"yes"}'>
      <input name="query" lv-input="typed" value={state.query} />
      <ul>
        {state.hits.status === 'ready' && state.hits.value.map((hit) => <li key={hit}>{hit}</li>)}
      </ul>
      <button lv-click="away">Go</button>
    </form>
  ),
);

test('forms, fields, loads, messages, events for the page and redirects', async () => {
  const search = await mountLive(Search);
  await search.input('[name=query]', 'tide');
  expect(search.state.query).toBe('tide');
  await search.submit('form', { query: 'ebb' });
  expect(search.state).toMatchObject({ query: 'ebb', loud: true });
  expect(search.text()).toContain('ebb 1ebb 2');
  expect(search.emitted).toEqual([['searched', 'ebb']]);
  await search.publish('found', 'flood');
  expect(search.html()).toContain('<li>flood</li>');
  await search.click('Go');
  expect(search.redirectedTo).toBe('/results');
});

test('messages that a handler of messages publishes are waited for, too', async () => {
  const Countdown = defineLive(
    {
      mount: ({ subscribe }) => (subscribe('count'), { left: 9 }),
      messages: {
        count(live) {
          // As long as that no two of them are delivered at once.
          const started = performance.now();
          while (performance.now() - started < 5);
          live.assign({ left: live.state.left - 1 });
          if (live.state.left > 0) live.publish('count');
        },
      },
    },
    ({ state }) => <p>{state.left}</p>,
  );
  const countdown = await mountLive(Countdown);
  await countdown.publish('count');
  expect(countdown.text()).toBe('0');
});

test('a handler that throws, and then a region that is reset, are errors of the test', async () => {
  const search = await mountLive(Search, { log: { info() {}, warn() {}, error() {} } });
  await expect(search.send('boom')).rejects.toThrow('failed: The event could not be handled.');
  await expect(search.send('boom')).rejects.toThrow('failed: The region failed');
});

test('a render that is not pure is an error of the test', async () => {
  let renders = 0;
  const Impure = defineLive(
    { mount: () => ({ n: 0 }), events: { go: (live) => live.assign({ n: 1 }) } },
    () => <p>{++renders}</p>,
  );
  const impure = await mountLive(Impure);
  await expect(impure.send('go')).rejects.toThrow('something else than a fresh render');
});

test('a page can be asked for without a network', async () => {
  const page = await fetchPage(
    { routes: { 'index.tsx': { default: () => <h1>Hi</h1> } }, views: {} },
    '/',
  );
  expect(page.status).toBe(200);
  expect(page.document.querySelector('h1')?.textContent).toBe('Hi');
});

test('the order of attributes is no difference', async () => {
  const Switch = defineLive(
    {
      mount: () => ({ on: false }),
      events: { flip: (live) => live.assign({ on: !live.state.on }) },
    },
    ({ state, on }) => <input type="checkbox" checked={state.on} lv-click={on.flip()} />,
  );
  const toggle = await mountLive(Switch);
  await toggle.click('input');
  await toggle.click('input');
  expect(toggle.state).toEqual({ on: false });
});

const Gauge = testIsland<{ value: unknown; children?: TestNode }>(
  'islands/gauge.island',
  ({ value }, slot, ids) => `<b id="${ids}">${String(value)}</b>${slot('children')}`,
);

test('islands are shown with their slots, and kept like the rest of the tree', async () => {
  const Dash = defineLive(
    {
      mount: () => ({ when: 0, named: true, tags: [['a', 1]] as [string, number][], n: 1 }),
      events: {
        later: (live) => live.assign({ when: live.state.when + 1 }),
        name: (live) => live.assign({ named: !live.state.named }),
        more: (live) =>
          live.assign({ n: live.state.n + 1, tags: [['b', live.state.n], ...live.state.tags] }),
      },
    },
    ({ state }) => (
      <div>
        <Gauge
          client:load
          value={{
            ...(state.named && { name: 'a' }),
            when: new Date(state.when),
            tags: new Map(state.tags),
            at: { v: state.n },
          }}
        >
          <button lv-click="later">later</button>
        </Gauge>
        <Gauge client:none value={state.n}>
          <button lv-click="more">more</button>
        </Gauge>
      </div>
    ),
  );
  const silent = { info() {}, warn() {}, error() {} };
  const dash = await mountLive(Dash, { log: silent });
  await dash.click('later');
  // A member that comes back is behind the others; their order is no difference.
  await dash.send('name');
  await dash.send('name');
  await dash.click('more');
  await dash.send('0', true, 'island');
  await dash.click('more');
  expect(dash.html()).toMatch(
    /<skerry-island name="islands\/gauge\.island" on="none" at="1"><b id="lv-[\w-]+_47_1">3<\/b><skerry-slot name="children"><button lv-click="more">more<\/button><\/skerry-slot><\/skerry-island>/,
  );
  expect(dash.text()).toContain('more');
});

test('an island that throws is reported, and is no error of the test', async () => {
  const Fragile = testIsland<{ n: number }>('islands/fragile.island', ({ n }) => {
    if (n === 2) throw new Error('on purpose');
    return String(n);
  });
  const View = defineLive(
    { mount: () => ({ n: 1 }), events: { set: (live, n) => live.assign({ n: n as number }) } },
    ({ state }) => <p>{[<Fragile client:load n={state.n} />]}</p>,
  );
  const logged: string[] = [];
  const log = { info() {}, warn() {}, error: (text: string) => void logged.push(text) };
  const view = await mountLive(View, { log });
  await view.send('0/.0', true, 'island');
  await view.send('set', 2);
  await view.send('set', 3);
  expect(logged).toEqual([
    expect.stringMatching(
      /^island "islands\/fragile\.island" in the live view .* failed: Error: on purpose\n/,
    ),
  ]);
});

test('raises the event of any binding, with what a browser adds to its payload', async () => {
  const seen: unknown[] = [];
  const View = defineLive(
    { mount: () => ({}), events: { press: (_, value) => void seen.push(value) } },
    ({ on }) => (
      <p lv-window-keydown={on.press({ id: 1 }).key('Escape')} lv-dblclick={on.press.throttle(9)}>
        <input name="q" lv-change={on.press.debounce(300)} />
      </p>
    ),
  );
  const view = await mountLive(View);
  await view.raise('window-keydown', 'p', { key: 'Escape' });
  await view.raise('dblclick', 'p');
  await view.raise('change', 'input', { q: 'x' });
  expect(seen).toEqual([{ id: 1, key: 'Escape' }, null, { q: 'x' }]);
});

const Rows = defineLive(
  {
    mount: () => ({ gone: [] as string[], typed: '' }),
    events: {
      remove: event(z.string(), (live, row) => live.assign({ gone: [...live.state.gone, row] })),
      type: event(z.object({ value: z.string() }), (live, { value }) =>
        live.assign({ typed: value }),
      ),
      find: (live) => live.assign({ typed: 'found' }),
    },
  },
  ({ on }) => (
    <div>
      <button lv-click={on.remove('leak')} aria-label="Delete Leak">
        ×
      </button>
      <b id="mast">Delete</b> <span id="what">Mast</span>
      <button lv-click={on.remove('mast')} aria-labelledby="mast what">
        ×
      </button>
      <label for="note">Note</label> <input id="note" lv-input={on.type.with({})} />
      <form aria-label="Search" lv-submit={on.find()}>
        <button>Go</button>
      </form>
    </div>
  ),
  'rows',
);

test('an element is found by its name, as assistive technology says it', async () => {
  const rows = await mountLive(Rows);
  await rows.click('Delete Leak');
  await rows.click('Delete Mast');
  expect(rows.state.gone).toEqual(['leak', 'mast']);
  await rows.click('×');
  expect(rows.state.gone[2]).toBe('leak');
  await rows.input('Note', 'wet');
  expect(rows.state.typed).toBe('wet');
  await rows.submit('Search');
  expect(rows.state.typed).toBe('found');
  await expect(rows.click('Delete')).rejects.toThrow('there are: "Delete Leak", "Delete Mast".');
});

test('an element of a live view inside is not clicked, and the error says what is', async () => {
  const Outer = defineLive(
    { mount: () => ({}) },
    () => (
      <main>
        <Counter />
      </main>
    ),
    'outer',
  );
  const live = await mountLive(Outer);
  await expect(live.click('button')).rejects.toThrow(
    'The element with lv-click is of a live view inside this one. Mount that view itself, or visit a page with liveVisitor().',
  );
  await live.leave();
});
